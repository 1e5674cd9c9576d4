"""How publications are written and changed: the form of each kind, what an edit changed, copies and reminders."""
