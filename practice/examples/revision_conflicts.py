"""Changes made to a published example while its revision was being written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from gateway.catalogue.items.revisions import TERMS, find_contested_fields, find_kept_fields, get_words
from gateway.catalogue.models import StepNotAllowed
from practice.examples.story_parts import PARTS_BY_FIELD
from practice.models import Evidence, PracticeExample, School

WORD_FIELDS = (*PARTS_BY_FIELD, "school")
"""The fields whose text on the page a revision stores when it is started."""
LABELS = {"school": "School or setting"} | {name: name.replace("_", " ").capitalize() for name in TERMS}
CHANGED_SINCE_MESSAGE = (
    "The page has changed since this new version was started: {}. Check what is different. Then select "
    "“Publish and replace the changes”, or return it."
)
OPENED_BEFORE_MESSAGE = "What people see was changed after you opened this page. Check what is different, then decide."


class FieldConflict(NamedTuple):
    """A field changed both on the page and in the revision: its value before, now, and after publication."""

    label: str
    before: str
    now: str
    then: str


class PageChanges(NamedTuple):
    """The fields that others changed on the page: those to keep, and those that the revision changed too."""

    kept: set[str]
    contested: dict[str, FieldConflict]


def find_page_changes(revision: PracticeExample) -> PageChanges:
    """Return what has changed on the page since the revision was started; nothing if it is not a revision."""
    if revision.revises is None:
        return PageChanges(set(), {})
    now, then = get_words(revision.revises, WORD_FIELDS), get_words(revision, WORD_FIELDS)
    changed = {name: text for name, text in revision.revised_from.items() if now.get(name, text) != text}
    contested = {
        name: FieldConflict(
            get_label(name), *(format_value(name, text) for text in (changed[name], now[name], then[name]))
        )
        for name in now
        if name in find_contested_fields(changed, then, now)
    }
    return PageChanges(find_kept_fields(changed, then), contested)


def check_page(revision: PracticeExample, page_version: int | None, *, replaces_changes: bool) -> PageChanges:
    """Return what has changed on the page.

    `page_version` is the version of the page that the editor has read, if known. Raise StepNotAllowed if it is not the
    newest, or if the revision would replace changes and `replaces_changes` is false.
    """
    if page_version is not None and revision.revises and revision.revises.version != page_version:
        raise StepNotAllowed(OPENED_BEFORE_MESSAGE)
    found = find_page_changes(revision)
    if found.contested and not replaces_changes:
        raise StepNotAllowed(
            CHANGED_SINCE_MESSAGE.format(quote_labels(each.label for each in found.contested.values()))
        )
    return found


def build_approval_note(changes: PageChanges) -> str:
    """Return the note in the history of an example whose revision was approved."""
    over = f", over changes made meanwhile in {quote_labels(each.label for each in changes.contested.values())}"
    return f"A revision was approved{over if changes.contested else ''}."


def quote_labels(labels: Iterable[str]) -> str:
    """Return the labels quoted and separated by commas."""
    return ", ".join(f"“{label}”" for label in labels)


def get_label(name: str) -> str:
    return PARTS_BY_FIELD[name].heading if name in PARTS_BY_FIELD else LABELS[name]


def format_value(name: str, text: Any) -> str:
    if name == "school":
        return str(School.objects.filter(pk=text).first() or "") if text else ""
    return Evidence(text).label if name == "evidence_kind" else text
