"""What members do with comments: post, edit, vote, mark an answer; and the states and counters behind it."""
