"""What edits changed: recorded, compared and told as a history."""
