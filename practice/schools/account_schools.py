"""What the account page shows of a member's schools, and what is deleted when they leave."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from accounts.account_sections import AccountHooks, Link, Section
from accounts.models import User
from practice.models import SchoolMembership, SchoolMessage


class SchoolAccountHooks(AccountHooks):
    """The schools where a member works and their messages."""

    def get_sections(self, user: User) -> list[Section]:
        memberships = SchoolMembership.objects.for_user(user).current().select_related("school")
        links = [
            Link(each.school.name, each.school.get_absolute_url(), each.get_status_display()) for each in memberships
        ]
        waiting = SchoolMembership.objects.decidable_by(user).filter(
            school__in=[each.school_id for each in memberships]
        )
        where = reverse("practice:my_schools")
        if SchoolMessage.objects.readable_by(user).exists():
            links.append(Link("Your messages", reverse("practice:messages")))
        if count := waiting.count():
            links.append(Link("Do you know these people?", where, f"{count:,} waiting to be confirmed"))
        return (
            [Section("Where you work", links, "", Link("Change where you work", where))]
            if links
            else [self.build_start_section()]
        )

    def get_roles(self, users: Collection[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        current = SchoolMembership.objects.current().filter(user__in=users).select_related("school")
        for each in current:
            found.setdefault(each.user_id, []).append(f"{each.role}, {each.school} ({each.get_status_display()})")
        return found

    def delete_shared_content(self, user: User) -> None:
        """Delete the member's messages, with the answers to those that began a conversation."""
        SchoolMessage.objects.filter(sender=user).delete()

    def remove_addresses(self, user: User, addresses: Collection[str]) -> None:
        """Cancel the links sent to these addresses: a valid link needs its address, which is deleted next."""
        for address in addresses:
            SchoolMembership.objects.filter(work_email__iexact=address).update(link_key=None)

    def build_start_section(self) -> Section:
        start = Link(
            "Tell us where you work", reverse("practice:find_school"), "so that you can share in your school’s name"
        )
        return Section("Where you work", [start])

    def get_other_addresses(self, user: User) -> list[str]:
        shown = SchoolMembership.objects.filter(user=user).exclude(work_email="")
        return list(shown.values_list("work_email", flat=True))
