"""What the account page shows of a member's examples, and what is deleted when they leave."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse

from accounts.account_sections import AccountHooks, Link, Section
from accounts.models import User
from practice.models import PracticeExample

MAX_EXAMPLES_SHOWN = 5


class ExampleAccountHooks(AccountHooks):
    def get_sections(self, user: User) -> list[Section]:
        own = PracticeExample.objects.filter(created_by=user).order_by("-updated_at")[:MAX_EXAMPLES_SHOWN]
        links = [Link(each.title, get_author_path(each), each.status_label) for each in own]
        empty = "You have not shared anything yet. What works in your school or setting can help others."
        more = Link("See all your examples, or start a new one", reverse("practice:share"))
        return [Section("Practice that you share", links, empty, more)]

    @transaction.atomic
    def delete_shared_content(self, user: User) -> None:
        """Delete everything that they wrote, including drafts and files."""
        for example in PracticeExample.objects.filter(created_by=user):
            delete_with_files(example)

    @transaction.atomic
    def remove_addresses(self, user: User, addresses: Collection[str]) -> None:
        """Delete the drafts that were never sent, which only their author was meant to read."""
        for draft in PracticeExample.objects.filter(created_by=user).never_sent():
            delete_with_files(draft)


def delete_with_files(example: PracticeExample) -> None:
    """Delete an example and its stored files."""
    for file in example.files.all():
        file.delete()
    example.delete()


def get_author_path(example: PracticeExample) -> str:
    """Return the address where the author continues with an example."""
    if example.is_worked_on:
        return reverse("practice:share_step", args=[example.slug, "need"])
    return example.get_absolute_url()
