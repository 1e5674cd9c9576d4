"""Publications: their form, edits, new versions, workflow, emails and presentation."""
