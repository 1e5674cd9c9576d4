"""The form of a publication: its sections, fields and widgets, and how a draft saves itself."""
