"""The history of a publication: its steps and its edits in one line, and what changed in a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from gateway.catalogue.models import Status, Step
from resources.editing.compare import Piece, pieces
from resources.editing.record import FOR_EDITORS, who
from resources.models import Edit, Publication


class Changed(NamedTuple):
    """A field that an edit changed."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Entry:
    """One thing that somebody did to a publication."""

    at: datetime
    by: str
    what: str
    reason: str = ""
    changes: list[Changed] = field(default_factory=list)


def timeline(publication: Publication, *, for_editor: bool) -> list[Entry]:
    """Everything that was done, the latest first. What only editors see in the form stays with them here too."""
    steps = [step_entry(step) for step in publication.steps.select_related("by")]
    edits = [edit_entry(edit, for_editor) for edit in publication.edits.select_related("by")]
    return sorted([*steps, *(each for each in edits if each.changes)], key=lambda each: each.at, reverse=True)


def step_entry(step: Step) -> Entry:
    """A step in words; one that leads nowhere is about a new version, and its reason says what happened."""
    if step.from_status == step.to_status:
        what, _, reason = step.reason.partition("\n")
        return Entry(step.at, who(step.by), what, reason)
    what = f"moved it from {step.get_from_status_display().lower()} to" if step.from_status else "made it:"
    return Entry(step.at, who(step.by), f"{what} {Status(step.to_status).label.lower()}", step.reason)


def edit_entry(edit: Edit, for_editor: bool) -> Entry:
    """An edit in words, field by field."""
    seen = [change for change in edit.changes if for_editor or change["field"] not in FOR_EDITORS]
    changes = [Changed(change["label"], list(pieces(change["before"], change["after"]))) for change in seen]
    is_first = edit.version == 1 and not any(change["before"] for change in edit.changes)
    what = "wrote it" if is_first else "changed " + ", ".join(change["label"] for change in seen)
    return Entry(edit.at, who(edit.by), what, changes=changes)
