"""How dates and times are written; Django's own form for British English has a 12-hour clock."""
