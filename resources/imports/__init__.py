"""Many publications at once: read from a spreadsheet and written into one, with the same columns both ways."""
