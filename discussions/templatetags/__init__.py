"""Pieces of discussions in pages."""
