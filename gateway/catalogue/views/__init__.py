"""Pages that show any item, and what every page says of itself."""
