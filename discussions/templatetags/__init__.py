"""Template tags for discussions."""
