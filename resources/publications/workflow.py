"""The workflow of a publication: who may take which step, what it needs first, and who is notified.

Every page, button and bulk action asks here, so that what is offered is also what is allowed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from gateway.catalogue.items.revisions import is_draft_slug, record_revision_step
from gateway.catalogue.models import Kind, Status, Step, StepNotAllowed
from resources.models import Publication, Publisher
from resources.publications.emails import get_recipients, notify_recipients
from resources.publications.form.publication_form import make_publication_slug
from resources.publications.revisions import (
    NOTES_BY_STATUS,
    delete_and_record,
    find_obstacles,
    get_original,
    lock_with_original,
    replace_original,
)


class Right(NamedTuple):
    """What a user may do with one publication."""

    edit: bool = False
    own: bool = False
    publish: bool = False


class Move(NamedTuple):
    """A step that a user can choose: its target status, its button's text, a hint, and the right that it needs."""

    to: str
    label: str
    hint: str
    right: str


MOVES_BY_STATUS: dict[str, tuple[Move, ...]] = {
    Status.DRAFT: (
        Move(Status.IN_REVIEW, "Send for review", "An editor will read it, then publish or return it.", "edit"),
        Move(Status.PUBLISHED, "Publish", "It will be published on its date, or straight away.", "publish"),
    ),
    Status.RETURNED: (
        Move(Status.IN_REVIEW, "Send for review again", "An editor will read it, then publish or return it.", "edit"),
    ),
    Status.IN_REVIEW: (
        Move(Status.PUBLISHED, "Publish", "It will be published on its date, or straight away.", "publish"),
        Move(
            Status.RETURNED,
            "Return with a reason",
            "The authors will read why and can send it again.",
            "publish",
        ),
        Move(Status.DRAFT, "Take back from review", "It will be a draft again.", "edit"),
    ),
    Status.PUBLISHED: (
        Move(Status.DRAFT, "Take off the site", "It will be a draft until it is published again.", "own"),
        Move(Status.ARCHIVED, "Archive", "It will leave the site. We keep everything in it.", "own"),
    ),
    Status.ARCHIVED: (
        Move(Status.PUBLISHED, "Bring back", "It will be back on the site, as it was.", "publish"),
        Move(Status.DRAFT, "Make it a draft again", "You can change it before it is published again.", "own"),
    ),
}
SCHEDULED_STATUS = "scheduled"
STATUS_FILTERS: dict[str, tuple[str, Q]] = {
    Status.DRAFT: ("Draft", Q(status=Status.DRAFT)),
    Status.IN_REVIEW: ("In review", Q(status=Status.IN_REVIEW)),
    Status.RETURNED: ("Returned", Q(status=Status.RETURNED)),
    SCHEDULED_STATUS: ("Scheduled", Q(status=Status.PUBLISHED, published_at__gt=Now())),
    Status.PUBLISHED: ("Published", Q(status=Status.PUBLISHED, published_at__lte=Now())),
    Status.ARCHIVED: ("Archived", Q(status=Status.ARCHIVED)),
}
"""The statuses shown in lists, each with its label and condition."""
PUBLIC_STATUSES = (Status.PUBLISHED, Status.ARCHIVED)
"""Statuses in which a change needs the right to publish, because no editor reviews it."""


class NotReady(StepNotAllowed):
    """Something that readers need is missing. `problems` are pairs of a field and what to do about it."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__(" ".join(text for _, text in problems))


def get_right(user: Any, publication: Publication) -> Right:
    """Return what the user may do with this publication. An editor may do everything."""
    if user.is_active and user.is_editor:
        return Right(True, True, True)
    this = Publication.objects.filter(pk=publication.pk)
    if not this.editable_by(user).exists():
        return Right()
    return Right(True, this.owned_by(user).exists(), this.publishable_by(user).exists())


def may_change(right: Right, status: str) -> bool:
    """Whether this right includes changing a publication in this status."""
    return right.publish if status in PUBLIC_STATUSES else right.edit


def get_right_to_new(user: Any) -> Right:
    return Right(True, True, user.is_editor or Publisher.objects.trusting(user).exists())


def get_moves(status: str, right: Right) -> list[Move]:
    return [move for move in MOVES_BY_STATUS[status] if getattr(right, move.right)]


@transaction.atomic
def take_step(publication: Publication, to: str, *, by: Any, reason: str = "", replaces_changes: bool = False) -> Step:
    """Move a publication one step and notify the users concerned, in one transaction.

    Raise StepNotAllowed if the user may not take this step or another user took one first, and NotReady if something
    that readers need is missing. Publishing a new version overwrites changes of its page only with `replaces_changes`.
    """
    if publication.revises_id:
        lock_with_original(publication)
    if to not in {move.to for move in get_moves(publication.status, get_right(by, publication))}:
        raise StepNotAllowed(f"It cannot go from “{publication.status_label}” to “{Status(to).label}” by you.")
    if to in (Status.IN_REVIEW, Status.PUBLISHED) and (problems := find_missing_fields(publication)):
        raise NotReady(problems)
    if publication.revises_id:
        return take_revision_step(publication, to, by=by, reason=reason, replaces_changes=replaces_changes)
    if is_draft_slug(publication.slug):  # autosaved, and never saved by a button
        publication.slug = make_publication_slug(publication.title, publication.kind)
        publication.save(update_fields=["slug"])
    at = timezone.now() if to == Status.PUBLISHED and is_overdue(publication) else None
    step = publication.move(to, by=by, reason=reason, at=at)
    notify_recipients(publication, step)
    return step


def take_revision_step(revision: Publication, to: str, *, by: Any, reason: str, replaces_changes: bool) -> Step:
    """Move a new version one step, or put it in the place of the publication it revises.

    The history of the published publication records either.
    """
    people = list(get_recipients(revision, to))
    if to == Status.PUBLISHED:
        step = replace_original(revision, by=by, replaces_changes=replaces_changes)
        notify_recipients(Publication.objects.get(pk=step.item_id), step, people, "revised")
        return step
    step = revision.move(to, by=by, reason=reason)
    record_revision_step(get_original(revision), f"{NOTES_BY_STATUS[to]}\n{reason}".strip(), by)
    notify_recipients(revision, step, people)
    return step


def discard_revision(revision: Publication, *, by: Any) -> None:
    """Delete a new version and notify its authors, except the user who deleted it."""
    people, original = list(get_recipients(revision, Status.RETURNED)), get_original(revision)
    with transaction.atomic():
        step = delete_and_record(revision, by=by)
        notify_recipients(original, step, people, "discarded")


def is_overdue(publication: Publication) -> bool:
    """Whether its date has passed without its ever being public. It is then published with the current date."""
    date = publication.published_at
    return date is not None and date < timezone.now() and not has_been_public(publication)


def has_been_public(publication: Publication) -> bool:
    """Whether it was ever published. It is then archived rather than deleted."""
    return publication.steps.filter(to_status=Status.PUBLISHED).exists()


def find_missing_fields(publication: Publication) -> list[tuple[str, str]]:
    """Return what readers need and is missing, as pairs of a field and what to do."""
    problems = find_obstacles(publication) if publication.revises_id else []
    if not publication.summary.strip():
        problems.append(("summary", "Write a summary: one or two plain sentences."))
    if not publication.focus_areas.exists():
        problems.append(("focus_areas", "Choose at least one focus area."))
    if publication.kind != Kind.EVENT and not has_content(publication):
        where = "web address or DOI" if publication.kind == Kind.RESEARCH else "web address"
        problems.append(("body", f"Enter its {where}, write its text or add a file."))
    return problems


def has_content(publication: Publication) -> bool:
    is_written = bool(publication.url or publication.doi or publication.body.strip())
    return is_written or publication.links.exists() or publication.files.exists()


def get_review_queue() -> QuerySet[Any]:
    """Return what waits for an editor, longest first, each with when it was sent and by whom."""
    sent = Step.objects.filter(item=OuterRef("pk"), to_status=Status.IN_REVIEW).order_by("-at", "-pk")
    rows = Publication.objects.filter(status=Status.IN_REVIEW).select_related("publisher", "revises")
    names = ("by__display_name", "by__email")
    found: dict[str, Any] = {f"sent_{name}": Subquery(sent.values(name)[:1]) for name in names}
    return rows.annotate(sent_at=Subquery(sent.values("at")[:1]), **found).order_by("sent_at", "pk")


def build_due_condition() -> Q:
    """Return the condition for published publications whose review date has come."""
    return Q(status=Status.PUBLISHED, review_by__lte=timezone.localdate())
