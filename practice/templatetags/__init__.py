"""Pieces of pages that other rooms show."""
