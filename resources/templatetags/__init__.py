"""Template tags that other apps include."""
