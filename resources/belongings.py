"""What publishers mean for a person's account."""

from __future__ import annotations

from django.urls import reverse

from accounts.belongings import Belongings, Link, Section
from accounts.models import User
from gateway.catalogue.models import Status
from resources.models import Membership, Publication, Publisher

WORKED_ON = (Status.DRAFT, Status.RETURNED, Status.IN_REVIEW)
FEW = 5


class Publishing(Belongings):
    """The publishers that a person belongs to, and what they are writing for them."""

    def sections(self, user: User) -> list[Section]:
        """Their publishers and their drafts; nothing for somebody who has neither."""
        return [section for section in (self.publishers(user), self.drafts(user)) if section.links]

    def publishers(self, user: User) -> Section:
        """The publishers that the person belongs to."""
        memberships = Membership.objects.filter(user=user).select_related("publisher")
        links = [
            Link(each.publisher.name, each.publisher.get_absolute_url(), each.get_role_display())
            for each in memberships
        ]  # fmt: skip
        return Section("Your publishers", links, more=Link("Manage what they publish", reverse("admin:index")))

    def drafts(self, user: User) -> Section:
        """What the person is writing that is not public yet."""
        mine = Publication.objects.editable_by(user).filter(created_by=user, status__in=WORKED_ON)
        links = [
            Link(each.title, reverse("admin:resources_publication_change", args=[each.pk]), each.get_status_display())
            for each in mine.order_by("-updated_at")[:FEW]
        ]
        return Section("What you are writing", links)

    def must_have_second_factor(self, user: User) -> bool:
        """Owners can change what a publisher says in public, so a password alone is too little."""
        return Membership.objects.owners().filter(user=user).exists()

    def reasons_to_stay(self, user: User) -> list[str]:
        """A publisher whose people are left without an owner could not be looked after."""
        return [
            f"You are the only owner of {publisher}. Make somebody else an owner first."
            for publisher in Publisher.objects.filter(memberships__in=Membership.objects.owners().filter(user=user))
            if publisher.memberships.exclude(user=user).exists()
            and not Membership.objects.owners().filter(publisher=publisher).exclude(user=user).exists()
        ]
