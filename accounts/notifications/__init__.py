"""What people are told of: on their page of notifications, in the header's count and by e-mail."""
