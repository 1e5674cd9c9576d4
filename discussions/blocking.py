"""Members who do not want to read each other: `accounts.blocking`, which schools' messages ask too."""

from __future__ import annotations

from accounts.blocking import hidden_people

__all__ = ["hidden_people"]
