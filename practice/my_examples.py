"""What practice examples mean for a person's account."""

from __future__ import annotations

from accounts.belongings import Belongings
from accounts.models import User
from practice.models import PracticeExample


class ExampleBelongings(Belongings):
    """The examples that a person has written."""

    def take_away(self, user: User) -> None:
        """Deletes them, if the person does not want them to stay as the words of a former member."""
        PracticeExample.objects.filter(created_by=user).delete()
