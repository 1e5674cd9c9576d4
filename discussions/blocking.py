"""Members who do not want to read each other."""

from __future__ import annotations

from typing import Any


def hidden_people(user: Any) -> set[int]:
    """The keys of those whose words this person does not see, because one of the two has blocked the other."""
    return set()
