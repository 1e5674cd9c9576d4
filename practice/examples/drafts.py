"""Drafts: new ones, adaptations of another's example, and new versions of published examples."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction

from gateway.catalogue.files import open_file_transaction
from gateway.catalogue.items.revisions import begin_revision, copy_terms, get_words, make_draft_slug
from practice.examples.revision_conflicts import WORD_FIELDS
from practice.examples.workflow import CONTENT_FIELDS
from practice.models import PracticeExample, School, copy_files

MAX_OPEN_DRAFTS_PER_PERSON = 50


class TooManyDrafts(Exception):
    """The member has reached `MAX_OPEN_DRAFTS_PER_PERSON` and must finish or delete a draft first."""


def get_schools(user: Any) -> list[School]:
    """Return the schools where a user is confirmed to work, by name."""
    if not user.is_authenticated:
        return []
    memberships = user.school_memberships.confirmed().select_related("school")
    return [membership.school for membership in memberships]


def start_draft(user: Any, form_key: uuid.UUID, title: str, **fields: Any) -> tuple[PracticeExample, bool]:
    """Return the draft with this form key and whether it is new, so that a form sent twice makes one draft.

    Raise TooManyDrafts.
    """
    there = PracticeExample.objects.filter(form_key=form_key, created_by=user).first()
    if there:
        return there, False
    if PracticeExample.objects.filter(created_by=user).worked_on().count() >= MAX_OPEN_DRAFTS_PER_PERSON:
        raise TooManyDrafts
    schools = get_schools(user)
    fields.setdefault("school", schools[0] if len(schools) == 1 else None)
    draft = PracticeExample(created_by=user, form_key=form_key, title=title, slug=make_draft_slug(), **fields)
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:
        there = PracticeExample.objects.filter(form_key=form_key, created_by=user).first()
        return (there, False) if there else start_draft(user, uuid.uuid4(), title, **fields)
    return draft, True


@transaction.atomic
def adapt_example(example: PracticeExample, user: Any, form_key: uuid.UUID) -> PracticeExample:
    """Return a draft of the user's adaptation of an example, with its topics but not its text. Raise TooManyDrafts."""
    title = f"We tried this too: {example.title}"[: PracticeExample._meta.get_field("title").max_length]
    draft, is_new = start_draft(user, form_key, title, adapted_from=example)
    if is_new:
        copy_terms(example, draft)
    return draft


def revise_example(example: PracticeExample, user: Any) -> PracticeExample:
    """Return the open revision of a published example, or a new one with its text and files.

    Raise StepNotAllowed if the example is not public, and NotStored if there is no room for its files.
    """
    with open_file_transaction():
        return make_revision(example, user)


def make_revision(example: PracticeExample, user: Any) -> PracticeExample:
    """Return the revision, in a transaction with the example's row locked."""
    consents = dict.fromkeys(PracticeExample.consents, False)
    words = get_words(PracticeExample.objects.select_for_update().get(pk=example.pk), WORD_FIELDS)
    revision, is_new = begin_revision(example, user, CONTENT_FIELDS, revised_from=words, **consents)
    if is_new:
        copy_files(example, revision)
    return revision
