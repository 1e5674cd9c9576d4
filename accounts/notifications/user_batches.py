"""Users in batches, so that memory use is the same for ten of them and for ten thousand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

USERS_PER_BATCH = 500


def batch_people(rows: Any) -> Iterator[list[int]]:
    """Yield the keys of the users whose rows these are, in batches, each user once."""
    users, last = rows.order_by("user_id").values_list("user_id", flat=True).distinct(), 0
    while people := list(users.filter(user_id__gt=last)[:USERS_PER_BATCH]):
        yield people
        last = people[-1]
