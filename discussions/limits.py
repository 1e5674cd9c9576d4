"""How often somebody may do what, written as `accounts.limits` reads it."""

from __future__ import annotations

POST = "6/5m/user,40/h/user,150/d/user,120/h/ip"
"""Comments, questions and replies."""
EDIT = "20/10m/user"
VOTE = "60/10m/user"
PREVIEW = "60/10m/user,120/10m/ip"
KEEP_HALF_WRITTEN = "10/10m/ip"
"""Texts of visitors who are not logged in, kept in a session until they are."""
