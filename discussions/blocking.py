"""Members who do not want to read each other: `accounts.blocking`, which schools' messages ask too."""

from __future__ import annotations

from accounts.blocking import blocked_by, hidden_people

__all__ = ["blocked_by", "hidden_people"]
