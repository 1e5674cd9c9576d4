"""Publishers in a user's account: page sections, roles, and what must happen before it is deleted."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from accounts.account_sections import AccountHooks, Link, Section
from accounts.models import User
from gateway.catalogue.models import Status
from resources.models import Invitation, Membership, Publication, Publisher, PublisherApplication

OPEN_STATUSES = (Status.DRAFT, Status.RETURNED, Status.IN_REVIEW)
MAX_PUBLICATIONS_SHOWN = 5
DELETED_USER_NAME = "a former member"


class PublisherAccountHooks(AccountHooks):
    """The publishers that a user belongs to, and what they are writing for them."""

    def get_sections(self, user: User) -> list[Section]:
        all_sections = (
            self.get_publisher_section(user),
            self.get_draft_section(user),
            self.get_application_section(user),
        )
        return [section for section in all_sections if section.links]

    def get_publisher_section(self, user: User) -> Section:
        memberships = Membership.objects.filter(user=user).select_related("publisher")
        links = [
            Link(each.publisher.name, reverse("resources:people", args=[each.publisher.slug]), each.get_role_display())
            for each in memberships
        ]
        return Section("Your publishers", links, more=Link("Manage what they publish", reverse("admin:index")))

    def get_draft_section(self, user: User) -> Section:
        """Return the user's latest publications that are not public yet."""
        mine = Publication.objects.editable_by(user).filter(created_by=user, status__in=OPEN_STATUSES)
        links = [
            Link(each.title, reverse("admin:resources_publication_change", args=[each.pk]), get_status_text(each))
            for each in mine.order_by("-updated_at")[:MAX_PUBLICATIONS_SHOWN]
        ]
        return Section("What you are writing", links)

    def get_application_section(self, user: User) -> Section:
        """Return the status of the user's latest application, unless it was approved."""
        latest = PublisherApplication.objects.sent_by(user).first()
        if latest is None or latest.status == PublisherApplication.Status.APPROVED:
            return Section("", [])
        return Section("Your application", [Link(latest.name, reverse("resources:join"), latest.get_status_display())])

    def get_roles(self, users: Collection[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for each in Membership.objects.filter(user__in=users).select_related("publisher"):
            found.setdefault(each.user_id, []).append(f"{each.get_role_display()}, {each.publisher}")
        return found

    def is_second_factor_required(self, user: User) -> bool:
        """Require a second factor of owners, because they can change what a publisher says in public."""
        return Membership.objects.owners().filter(user=user).exists()

    def get_deletion_obstacles(self, user: User) -> list[str]:
        """Return a reason for each publisher whose other members would be left without an owner."""
        return [
            f"You are the only owner of {publisher}. Make someone else an owner first."
            for publisher in Publisher.objects.filter(memberships__in=Membership.objects.owners().filter(user=user))
            if publisher.memberships.exclude(user=user).exists()
            and not Membership.objects.owners().filter(publisher=publisher).exclude(user=user).exists()
        ]

    def lock_for_deletion(self, user: User) -> None:
        """Lock the user's publishers, in order of primary key, so that nobody can change their memberships."""
        theirs = Membership.objects.filter(user=user).values("publisher_id")
        list(Publisher.objects.select_for_update(no_key=True).filter(pk__in=theirs).order_by("pk"))

    def remove_addresses(self, user: User, addresses: Collection[str]) -> None:
        """Delete invitations to the user, and their details where an applicant named them as a referee."""
        for address in addresses:
            Invitation.objects.filter(email__iexact=address).delete()
            vouched = PublisherApplication.objects.filter(voucher_email__iexact=address)
            vouched.update(voucher_name=DELETED_USER_NAME, voucher_email="")


def get_status_text(publication: Publication) -> str:
    label = publication.status_label
    return f"New version: {label.lower()}" if publication.revises_id else label
