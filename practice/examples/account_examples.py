"""What a person shares, on their own page and when they leave."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse

from accounts.account_sections import Belongings, Link, Section
from accounts.models import User
from practice.models import PracticeExample

MAX_EXAMPLES_SHOWN = 5


class ExampleBelongings(Belongings):
    """The practice examples that a person has written."""

    def sections(self, user: User) -> list[Section]:
        """The latest few, each with where it stands."""
        own = PracticeExample.objects.filter(created_by=user).order_by("-updated_at")[:MAX_EXAMPLES_SHOWN]
        links = [Link(each.title, where(each), each.standing) for each in own]
        empty = "You have not shared anything yet. What works in your school or setting can help others."
        more = Link("See all your examples, or start a new one", reverse("practice:share"))
        return [Section("Practice that you share", links, empty, more)]

    @transaction.atomic
    def take_away(self, user: User) -> None:
        """Deletes all that they wrote, drafts and files too."""
        for example in PracticeExample.objects.filter(created_by=user):
            delete(example)

    @transaction.atomic
    def forget(self, user: User, addresses: Collection[str]) -> None:
        """Deletes the drafts that they never sent: nobody else was meant to read those yet."""
        for draft in PracticeExample.objects.filter(created_by=user).never_sent():
            delete(draft)


def delete(example: PracticeExample) -> None:
    """Deletes an example, and its files from where they are stored."""
    for file in example.files.all():
        file.delete()
    example.delete()


def where(example: PracticeExample) -> str:
    """Where its author goes on with it."""
    if example.is_worked_on:
        return reverse("practice:share_step", args=[example.slug, "need"])
    return example.get_absolute_url()
