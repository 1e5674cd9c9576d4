"""Practice examples: what a school did, for whom, and what changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Now

from gateway.catalogue.models import Item, ItemQuerySet, Kind, Status
from gateway.catalogue.text.web_addresses import WEB_ADDRESS_VALIDATOR, WebAddressField, is_web_address
from practice.models.school import School
from practice.models.school_membership import SchoolMembership

MAX_PART_LENGTH = 20_000
"""Characters of one part of a story; more than anybody reads, and what Markdown is rendered up to."""
OPEN_STATUSES = (Status.DRAFT, Status.RETURNED)
"""Where an example stands while its author works on it."""

LIST_MARK_PATTERN = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")

IS_PUBLIC = Q(status=Status.PUBLISHED, published_at__lte=Now(), is_withheld=False)
"""The same as `ItemQuerySet.public`, to be joined with other reasons why somebody may read an example."""


class Evidence(models.TextChoices):
    """How a school knows that something changed; the order is from looking on to comparing."""

    UNKNOWN = "", "Not stated"
    OBSERVATION = "observation", "What staff noticed"
    VOICES = "voices", "What pupils and families said"
    WORK = "work", "Pupils’ work and records"
    DATA = "data", "Figures before and after"
    ASSESSMENT = "assessment", "A standardised assessment"
    COMPARISON = "comparison", "A comparison with others"
    OUTSIDE = "outside", "A visit or review from outside"


class PracticeExampleQuerySet(ItemQuerySet["PracticeExample"]):
    """Practice examples, and who may do what with them."""

    def visible_to(self, user: Any) -> Self:
        """What this person may read: everything public, and what they may work on or have written."""
        if not user.is_authenticated:
            return self.public()
        if user.is_editor:
            return self.all()
        return self.filter(IS_PUBLIC | Q(created_by=user) | self._is_theirs(user))

    def editable_by(self, user: Any) -> Self:
        """What this person may change: their own while it has no school, and their schools'; an editor, all of it.

        Whoever leaves a school stays the author of what they shared there, but only colleagues still change it.
        """
        if not user.is_authenticated:
            return self.none()
        ours = self.filter(source_url="")
        return ours if user.is_editor else ours.filter(self._is_theirs(user))

    def shared_by(self, user: Any) -> Self:
        """What this person wrote, and what their schools share or are about to."""
        return self.filter(Q(created_by=user) | self._is_theirs(user), source_url="")

    def waiting(self) -> Self:
        """Those that wait for an editor, the longest first, each with when it was sent as `since`."""
        return self.filter(status=Status.IN_REVIEW).annotate(since=Max("steps__at")).order_by("since", "pk")

    def decidable_by(self, user: Any) -> Self:
        """Those that wait and that this person may decide about: an editor, all but what they wrote themselves."""
        if not (user.is_authenticated and user.is_editor):
            return self.none()
        return self.waiting().exclude(created_by=user)

    def worked_on(self) -> Self:
        """Those that are with their authors, to be sent for review."""
        return self.filter(status__in=OPEN_STATUSES)

    def never_sent(self) -> Self:
        """Drafts that no editor and no public has seen."""
        return self.filter(status=Status.DRAFT, published_at=None).exclude(steps__to_status=Status.IN_REVIEW)

    @staticmethod
    def _is_theirs(user: Any) -> Q:
        schools = SchoolMembership.objects.of(user).confirmed().values("school_id")
        return Q(created_by=user, school__isnull=True) | Q(school_id__in=schools)


class PracticeExample(Item):
    """A story of practice, part by part, so that busy readers find in each the same things in the same place.

    `revises` leads from the new version of a published example to the example itself: the public reads that one until
    an editor approves the new one, whose words then take the place of the old (`practice.examples.workflow.publish`).
    """

    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, related_name="examples")
    need = models.TextField(max_length=MAX_PART_LENGTH, blank=True)
    who_for = models.CharField(max_length=300, blank=True)
    what_we_did = models.TextField(max_length=MAX_PART_LENGTH, blank=True, help_text="A step on each line.")
    who_did_it = models.CharField(max_length=300, blank=True)
    how_long = models.CharField(max_length=300, blank=True)
    cost = models.CharField(max_length=300, blank=True)
    what_changed = models.TextField(max_length=MAX_PART_LENGTH, blank=True)
    evidence_kind = models.CharField(max_length=12, choices=Evidence, blank=True)
    evidence = models.TextField(max_length=MAX_PART_LENGTH, blank=True)
    numbers = models.TextField(max_length=MAX_PART_LENGTH, blank=True)
    what_did_not_work = models.TextField(max_length=MAX_PART_LENGTH, blank=True)
    what_next = models.TextField(max_length=MAX_PART_LENGTH, blank=True)

    setting_name = models.CharField(
        "name of the setting", max_length=300, blank=True, help_text="As its source names it, if it has no URN."
    )
    setting_place = models.CharField("place of the setting", max_length=200, blank=True)
    source_name = models.CharField("published by", max_length=300, blank=True)
    source_url = WebAddressField("published at", max_length=500, blank=True, validators=[WEB_ADDRESS_VALIDATOR])
    source_year = models.PositiveSmallIntegerField("published in", null=True, blank=True)
    editors_note = models.TextField(blank=True, help_text="For editors; never shown.")

    adapted_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="adaptations")
    revises = models.ForeignKey("self", models.CASCADE, null=True, blank=True, editable=False, related_name="revisions")

    revised_from = models.JSONField(
        default=dict, blank=True, editable=False,
        help_text="In a revision: what the published one said when it was begun, by field.",
    )  # fmt: skip

    no_pupil_identifiable = models.BooleanField("no pupil can be identified", default=False)
    photographs_have_consent = models.BooleanField(default=False)
    head_agrees = models.BooleanField("the head agrees", default=False)

    objects: ClassVar = PracticeExampleQuerySet.as_manager()

    detail_relations = ("school",)
    card_columns = ("setting_name", "school__name", "how_long", "evidence_kind", "source_url")
    discussion_column = ""
    name_columns = ("school__name", "setting_name", "setting_place", "source_name")
    text_columns = (
        "need", "who_for", "what_we_did", "who_did_it", "what_changed", "evidence", "numbers", "what_did_not_work",
        "what_next",
    )  # fmt: skip
    consents = ("no_pupil_identifiable", "photographs_have_consent", "head_agrees")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(evidence_kind__in=Evidence.values), name="example_evidence_is_known"),
            models.UniqueConstraint(fields=["revises"], name="example_has_one_revision"),
            models.CheckConstraint(condition=is_web_address("source_url"), name="example_source_is_a_web_address"),
            models.CheckConstraint(
                condition=Q(source_url="") | ~Q(source_name=""), name="example_from_elsewhere_names_its_source"
            ),
        ]

    @staticmethod
    def card_parts(row: Mapping[str, Any]) -> tuple[str, ...]:
        """Who did it, then what helps to choose."""
        return (
            row["school__name"] or row["setting_name"],
            "Published elsewhere" if row["source_url"] else "",
            row["how_long"],
            Evidence(row["evidence_kind"]).label if row["evidence_kind"] else "",
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves as what it is."""
        self.kind = Kind.PRACTICE
        super().save(*args, **kwargs)

    @property
    def setting(self) -> str:
        """Who did it: the school, or the setting that its source names."""
        return self.school.name if self.school else self.setting_name

    @property
    def is_elsewhere(self) -> bool:
        """Whether it is published elsewhere, and the Gateway only points to it."""
        return bool(self.source_url)

    @property
    def is_worked_on(self) -> bool:
        """Whether it is with its author, to be sent for review."""
        return self.status in OPEN_STATUSES

    @property
    def steps_taken(self) -> list[str]:
        """What they did, step by step, without the numbers or dashes of a pasted list: the page numbers them."""
        return [LIST_MARK_PATTERN.sub("", line.strip()) for line in self.what_we_did.splitlines() if line.strip()]
