"""How often somebody may do what, written as `accounts.limits` reads it."""

from __future__ import annotations

POST = "6/5m/user,40/h/user,150/d/user,120/h/ip"
"""Comments, questions and replies."""
EDIT = "20/10m/user"
VOTE = "60/10m/user"
PREVIEW = "60/10m/user,120/10m/ip"
KEEP_HALF_WRITTEN = "10/10m/ip"
"""Texts of visitors who are not logged in, kept in a session until they are."""
REPORT = "10/h/user,30/d/user,20/h/ip"
REPORT_SUSPENDED = "3/d/user"
"""Reports of somebody who is suspended: what harms must still be heard of."""
REPORT_TO = "3/d/key"
"""Reports whose outcome goes to one address that a visitor gives, so that nobody fills another's letter box."""
BLOCK = "30/h/user"
APPEAL = "10/d/user"
