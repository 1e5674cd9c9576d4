"""Formats of dates and times; Django's own for British English has a 12-hour clock."""
