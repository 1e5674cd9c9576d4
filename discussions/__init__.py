"""Questions and comments about items and focus areas."""
