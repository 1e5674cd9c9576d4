"""Questions and comments under items."""
