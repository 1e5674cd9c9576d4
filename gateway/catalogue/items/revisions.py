"""Revisions: the new version of a published item, which takes its place once an editor approves it.

A revision is an item of the same model whose `revises` refers to the published one. What is the same for every such
model is here; the model's own app copies its files and notifies its users.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.crypto import get_random_string

from gateway.catalogue.models import Item, Status, Step, StepNotAllowed

VOCABULARIES = ("focus_areas", "areas_of_need", "phases", "setting_types")
TERMS = (*VOCABULARIES, "keywords")


def make_draft_slug() -> str:
    """Return a slug for a draft that cannot be guessed; the draft gets its own when it is published."""
    return f"draft-{get_random_string(16, 'abcdefghijklmnopqrstuvwxyz0123456789')}"


def is_draft_slug(slug: str) -> bool:
    """Return whether `make_draft_slug` made a slug."""
    return re.fullmatch(r"draft-[a-z0-9]{16}", slug) is not None


def copy_terms(source: Any, target: Any, names: Iterable[str] = TERMS) -> None:
    for name in names:
        chosen = source.keywords.names() if name == "keywords" else getattr(source, name).all()
        getattr(target, name).set(chosen)


def begin_revision(original: Any, by: Any, fields: Iterable[str], **values: Any) -> tuple[Any, bool]:
    """Return the open revision of a published item, and whether it was made now from the item's fields and terms.

    Call it in a transaction. Raise StepNotAllowed if the item is not published.
    """
    model = type(original)
    locked = model.objects.select_for_update().get(pk=original.pk)
    if locked.status != Status.PUBLISHED:
        raise StepNotAllowed("Only what is published can have a new version.")
    if there := locked.revisions.first():
        return there, False
    copied = {name: getattr(locked, name) for name in fields}
    values = copied | {"created_by": by, "slug": make_draft_slug(), "is_sample": locked.is_sample} | values
    revision = model(kind=locked.kind, revises=locked, **values)
    revision.save()
    copy_terms(locked, revision)
    return revision, True


def lock_revision(revision: Any) -> Any:
    """Return the item that a revision is about to replace, locking both rows until the transaction ends.

    Raise StepNotAllowed if another user moved or deleted the revision first.
    """
    original = type(revision).objects.select_for_update().filter(revisions=revision).first()
    if original is None or not Item.objects.filter(pk=revision.pk, status=revision.status).update(status=Status.DRAFT):
        raise StepNotAllowed("Somebody else has moved this new version since you opened it.")
    return original


def replace_words(original: Any, revision: Any, fields: Iterable[str], terms: Iterable[str] = TERMS) -> None:
    """Give an item the fields and terms of its revision, keeping its address, date, comments and counts."""
    for name in fields:
        setattr(original, name, getattr(revision, name))
    original.version += 1
    original.save()
    copy_terms(revision, original, terms)


def get_words(item: Any, fields: Iterable[str], terms: Iterable[str] = TERMS) -> dict[str, str]:
    """Return these fields and terms of an item as texts to store and compare; a related row becomes its key."""
    found = {name: str(item._meta.get_field(name).value_from_object(item) or "") for name in fields}
    for name in terms:
        names = item.keywords.names() if name == "keywords" else (term.name for term in getattr(item, name).all())
        found[name] = "; ".join(sorted(names))
    return found


def find_kept_fields(changed: Mapping[str, str], then: Mapping[str, str]) -> set[str]:
    """Return the fields that others changed on the page and the revision did not; they stay as the page has them.

    `changed` holds what those fields said when the revision was begun, `then` what the revision says.
    """
    return {name for name, before in changed.items() if then.get(name) == before}


def find_contested_fields(changed: Mapping[str, str], then: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """Return the fields that others changed on the page and the revision changed too, to something else."""
    return {name for name in changed if name in then and then[name] not in (changed[name], now[name])}


def record_revision_step(original: Item, what: str, by: Any) -> Step:
    """Record in the history of an item what happened to its revision, as a step that changes no status.

    Only a published item has revisions; the step says so even if the item has left the site since.
    """
    return Step.objects.create(
        item_id=original.pk, from_status=Status.PUBLISHED, to_status=Status.PUBLISHED, by=by, reason=what
    )
