"""Personal data: the download of all of a user's data, and the deletion of accounts."""
