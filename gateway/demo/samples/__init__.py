"""Invented people, schools, events, files and discussions for a development database."""
