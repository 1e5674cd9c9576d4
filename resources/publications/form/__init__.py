"""The form of a publication: its sections, fields, widgets and autosave."""
