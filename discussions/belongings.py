"""What discussions mean for a person's account."""

from __future__ import annotations

from collections.abc import Collection

from accounts.belongings import Belongings
from accounts.models import User
from discussions.departures import hold_all_of
from practice.models import PracticeExample


class Discussing(Belongings):
    """What a person said."""

    def hold_still(self, user: User) -> None:
        """Locks what the person said and where, with the examples that may go too: before all others lock anything."""
        examples = PracticeExample.objects.filter(created_by=user).order_by()
        hold_all_of(user, items=list(examples.values_list("pk", flat=True)))

    def take_away(self, user: User) -> None:
        """What was said stays, without a name; only the locks are needed, where an administrator deletes an account."""
        self.hold_still(user)

    def forget(self, user: User, addresses: Collection[str]) -> None:
        """The same."""
        self.hold_still(user)
