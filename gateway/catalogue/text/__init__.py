"""Text: cleaned, split into comparable words, read as a query, and written as HTML or CSV."""
