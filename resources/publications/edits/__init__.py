"""The edits of publications: recorded, compared and listed as a history."""
