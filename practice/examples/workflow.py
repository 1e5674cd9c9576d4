"""The steps of an example: sent, returned, published, revised, withdrawn.

Each step e-mails the people concerned; the messages are queued in its transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from accounts.mail.emails import send_message
from accounts.models import User
from accounts.notifications.notify import notify
from gateway.catalogue.items.revisions import TERMS, lock_revision, record_revision_step, replace_words
from gateway.catalogue.models import Item, Status, StepNotAllowed
from practice.examples.revision_conflicts import build_approval_note, check_page
from practice.examples.story_parts import PARTS_BY_FIELD
from practice.models import PracticeExample, ReviewComment
from practice.notifications import ADAPTED_KIND, PUBLISHED_KIND, RETURNED_KIND, REVISED_KIND, WITHDRAWN_KIND

RESERVED_SLUGS = frozenset({"share", "review"})
"""Other pages directly under /practice/."""
MAX_SLUG_LENGTH = 190
NOTIFICATION_KINDS = {
    "returned": RETURNED_KIND,
    "published": PUBLISHED_KIND,
    "revised": REVISED_KIND,
    "withdrawn": WITHDRAWN_KIND,
    "adapted": ADAPTED_KIND,
}
"""The kind of notification that goes with an e-mail, by the name of its template."""
CONTENT_FIELDS = (*PARTS_BY_FIELD, "school", "adapted_from", *PracticeExample.consents)
"""The fields that the approval of a revision copies to its example."""


@transaction.atomic
def submit(example: PracticeExample, by: Any, version: int) -> None:
    """Send an example to the editors in the version that its author has checked.

    Raise StepNotAllowed if it is not with its author, and EditedMeanwhile if it is no longer that version.
    """
    example.take_version(version)
    example.move(Status.IN_REVIEW, by=by)
    notify_person(example.created_by, "submitted", example)
    for editor in User.objects.editors():
        notify_person(editor, "waiting", example)


def get_last_comments(example: PracticeExample) -> dict[str, str]:
    """Return the editors' latest comments by field, with the reason for the whole under ""."""
    step = example.steps.filter(to_status=Status.RETURNED).last() if example.pk else None
    if step is None:
        return {}
    return {"": step.reason} | dict(step.review_comments.values_list("field", "text"))


def take_back(example: PracticeExample, by: Any) -> None:
    """Make an example a draft again, so that its author can continue with it."""
    example.move(Status.DRAFT, by=by)


@transaction.atomic
def return_to_author(example: PracticeExample, by: Any, reason: str, comments: Mapping[str, str]) -> None:
    """Return an example to its author with a reason and comments on its parts. Raise StepNotAllowed.

    The consents are cleared, because they were given for the text before its next changes.
    """
    check_may_decide(example, by)
    step = example.move(Status.RETURNED, by=by, reason=reason)
    PracticeExample.objects.filter(pk=example.pk).update(**dict.fromkeys(PracticeExample.consents, False))
    ReviewComment.objects.bulk_create(
        ReviewComment(step=step, field=field, text=text) for field, text in comments.items() if text
    )
    notify_person(example.created_by, "returned", example, reason=reason)


def check_may_decide(example: PracticeExample, by: Any) -> None:
    """Raise StepNotAllowed unless the example waits and the user is an editor who did not write it."""
    if not PracticeExample.objects.decidable_by(by).filter(pk=example.pk).exists():
        raise StepNotAllowed("Only what waits can be decided, and only by an editor who did not write it.")


@transaction.atomic
def publish(example: PracticeExample, by: Any, **seen: Any) -> PracticeExample:
    """Publish an example, or replace the example that it revises, and return what is public now.

    `seen` says what the editor has seen of changes on the page: `page_version` and `replaces_changes`. Raise
    StepNotAllowed.
    """
    check_may_decide(example, by)
    if example.revises_id:
        return replace_original(example, by, **seen)
    if example.published_at is None:
        example.slug = make_slug(example.title)
        example.save(update_fields=["slug"])
    example.move(Status.PUBLISHED, by=by)
    notify_person(example.created_by, "published", example)
    if example.adapted_from and example.adapted_from.created_by_id != example.created_by_id:
        notify_person(example.adapted_from.created_by, "adapted", example, original=example.adapted_from)
    return example


def replace_original(
    revision: PracticeExample, by: Any, *, page_version: int | None = None, replaces_changes: bool = False
) -> PracticeExample:
    """Move the text, terms and files of a revision to its example, and delete the revision.

    Changes made to the example in the meantime remain where the revision changes nothing. Raise StepNotAllowed.
    """
    original = revision.revises = lock_revision(revision)
    changes = check_page(revision, page_version, replaces_changes=replaces_changes)
    fields, terms = ([name for name in names if name not in changes.kept] for names in (CONTENT_FIELDS, TERMS))
    replace_words(original, revision, fields, terms)
    for file in original.files.all():
        file.delete()
    revision.files.update(example=original)
    record_revision_step(original, build_approval_note(changes), by)
    revision.delete()
    notify_person(original.created_by, "revised", original)
    return original


@transaction.atomic
def withdraw(example: PracticeExample, by: Any, reason: str = "") -> None:
    """Take a published example off the site, keep it, and delete its open revision."""
    example.revisions.all().delete()
    example.move(Status.ARCHIVED, by=by, reason=reason)
    for person in {example.created_by, *User.objects.editors()} - {by}:
        notify_person(person, "withdrawn", example, reason=reason)


def notify_person(person: Any, message: str, example: PracticeExample, **more: Any) -> None:
    """Send an e-mail to a user who can still log in, and add a notification if the message has a kind."""
    if person is not None and person.is_active:
        context = {"example": example, "person": person, "contact_email": settings.CONTACT_EMAIL, **more}
        send_message(person.email, f"practice/mail/{message}.txt", context)
        if kind := NOTIFICATION_KINDS.get(message):
            step = example.steps.order_by("pk").last()
            notify([person.pk], kind, example.pk, f"{kind}-{example.pk}-{step.pk if step else 0}")


def make_slug(title: str) -> str:
    slug = slugify(title)[:MAX_SLUG_LENGTH].strip("-") or "example"
    taken = slug in RESERVED_SLUGS or Item.objects.filter(slug=slug).exists()
    return f"{slug}-{get_random_string(4, 'abcdefghjkmnpqrstuvwxyz23456789')}" if taken else slug
