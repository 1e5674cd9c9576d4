"""Checks of an uploaded file by its bytes, with a module for each sort of file."""
