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
"""The length up to which Markdown is rendered, which is more than anyone reads."""
OPEN_STATUSES = (Status.DRAFT, Status.RETURNED)
"""The statuses of an example that its author is still writing."""

LIST_MARK_PATTERN = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")

IS_PUBLIC = Q(status=Status.PUBLISHED, published_at__lte=Now(), is_withheld=False)
"""The condition of `ItemQuerySet.public`, to combine with other conditions."""


class Evidence(models.TextChoices):
    """How a school knows that something changed, in order from observation to comparison."""

    UNKNOWN = "", "Not stated"
    OBSERVATION = "observation", "What staff noticed"
    VOICES = "voices", "What pupils and families said"
    WORK = "work", "Pupils’ work and records"
    DATA = "data", "Figures before and after"
    ASSESSMENT = "assessment", "A standardised assessment"
    COMPARISON = "comparison", "A comparison with others"
    OUTSIDE = "outside", "A visit or review from outside"


class PracticeExampleQuerySet(ItemQuerySet["PracticeExample"]):
    """Practice examples, by who may read or change them and by state."""

    def visible_to(self, user: Any) -> Self:
        """Return public examples and those that the user wrote or may edit; all of them for an editor."""
        if not user.is_authenticated:
            return self.public()
        if user.is_editor:
            return self.all()
        return self.filter(IS_PUBLIC | Q(created_by=user) | self._build_own_condition(user))

    def editable_by(self, user: Any) -> Self:
        """Return the user's examples without a school and those of their schools; all of them for an editor.

        A member who leaves a school remains the author of what they shared there, but only colleagues can still change
        it. Examples published elsewhere are edited only in the admin.
        """
        if not user.is_authenticated:
            return self.none()
        ours = self.filter(source_url="")
        return ours if user.is_editor else ours.filter(self._build_own_condition(user))

    def shared_by(self, user: Any) -> Self:
        """Return the examples that the user wrote or that belong to their schools, published or not."""
        return self.filter(Q(created_by=user) | self._build_own_condition(user), source_url="")

    def waiting(self) -> Self:
        """Return the examples in review, the longest waiting first, annotated with when they were sent as `since`."""
        return self.filter(status=Status.IN_REVIEW).annotate(since=Max("steps__at")).order_by("since", "pk")

    def decidable_by(self, user: Any) -> Self:
        """Return the waiting examples that the user, if an editor, may decide: those that they did not write."""
        if not (user.is_authenticated and user.is_editor):
            return self.none()
        return self.waiting().exclude(created_by=user)

    def worked_on(self) -> Self:
        """Return the examples that their authors are still working on."""
        return self.filter(status__in=OPEN_STATUSES)

    def never_sent(self) -> Self:
        """Return the drafts that neither an editor nor the public has seen."""
        return self.filter(status=Status.DRAFT, published_at=None).exclude(steps__to_status=Status.IN_REVIEW)

    @staticmethod
    def _build_own_condition(user: Any) -> Q:
        schools = SchoolMembership.objects.for_user(user).confirmed().values("school_id")
        return Q(created_by=user, school__isnull=True) | Q(school_id__in=schools)


class PracticeExample(Item):
    """A story of practice in fixed parts, so that readers find the same things in the same place in each.

    `revises` links the new version of a published example to the example itself, which stays public until an editor
    approves the new version; its content then replaces the old (`practice.examples.workflow.publish`).
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
        default=dict,
        blank=True,
        editable=False,
        help_text="In a revision: what the published one said when it was begun, by field.",
    )

    no_pupil_identifiable = models.BooleanField("no pupil can be identified", default=False)
    photographs_have_consent = models.BooleanField(default=False)
    head_agrees = models.BooleanField("the head agrees", default=False)

    objects: ClassVar = PracticeExampleQuerySet.as_manager()

    detail_relations = ("school",)
    card_columns = ("setting_name", "school__name", "how_long", "evidence_kind", "source_url")
    discussion_column = ""
    name_columns = ("school__name", "setting_name", "setting_place", "source_name")
    text_columns = (
        "need",
        "who_for",
        "what_we_did",
        "who_did_it",
        "what_changed",
        "evidence",
        "numbers",
        "what_did_not_work",
        "what_next",
    )
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
    def get_card_parts(row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return who did it, followed by what helps a reader to choose."""
        return (
            row["school__name"] or row["setting_name"],
            "Published elsewhere" if row["source_url"] else "",
            row["how_long"],
            Evidence(row["evidence_kind"]).label if row["evidence_kind"] else "",
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = Kind.PRACTICE
        super().save(*args, **kwargs)

    @property
    def setting(self) -> str:
        """Return the name of the school, or of the setting that the source names."""
        return self.school.name if self.school else self.setting_name

    @property
    def is_elsewhere(self) -> bool:
        """Return whether the example is published elsewhere and the Gateway only links to it."""
        return bool(self.source_url)

    @property
    def is_worked_on(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def steps_taken(self) -> list[str]:
        """Return the steps without the numbers or dashes of a pasted list, because the page numbers them."""
        return [LIST_MARK_PATTERN.sub("", line.strip()) for line in self.what_we_did.splitlines() if line.strip()]
