"""Checks of an uploaded file by its bytes, a module for each sort of file."""
