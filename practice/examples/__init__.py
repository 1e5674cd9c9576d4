"""Practice examples: written, reviewed, published, and shown with what is related."""
