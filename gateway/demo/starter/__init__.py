"""The first publications and practice examples, read from files."""
