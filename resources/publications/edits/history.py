"""The history of a publication: its steps and edits in one list, with what each changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from gateway.catalogue.models import Status, Step
from resources.models import Edit, Publication
from resources.publications.edits.comparison import Piece, compare_texts
from resources.publications.edits.record import EDITOR_FIELDS, get_names


class Changed(NamedTuple):
    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class TimelineEntry:
    """One step or edit in the history of a publication."""

    at: datetime
    by: str
    what: str
    reason: str = ""
    changes: list[Changed] = field(default_factory=list)


def build_timeline(publication: Publication, *, for_editor: bool) -> list[TimelineEntry]:
    """Return every step and edit, latest first.

    Fields that only editors see in the form are left out unless the history is for an editor.
    """
    steps, edits = list(publication.steps.select_related("by")), list(publication.edits.select_related("by"))
    names = get_names([step.by for step in steps] + [edit.by for edit in edits], publication)
    scheduled = find_scheduling_step(publication, steps)
    told = [build_step_entry(step, names[step.by_id], is_scheduled=step is scheduled) for step in steps]
    changes = [build_edit_entry(edit, names[edit.by_id], for_editor) for edit in edits]
    return sorted([*told, *(each for each in changes if each.changes)], key=lambda each: each.at, reverse=True)


def find_scheduling_step(publication: Publication, steps: list[Step]) -> Step | None:
    """Return the step that scheduled a publication, or None if it is not waiting for its date."""
    taken = [step for step in steps if step.to_status == Status.PUBLISHED and step.from_status != Status.PUBLISHED]
    return taken[-1] if taken and publication.is_scheduled else None


def build_step_entry(step: Step, by: str, *, is_scheduled: bool) -> TimelineEntry:
    """Return a step as an entry.

    A step between the same two statuses is about a new version, and its reason begins with what happened.
    """
    if step.from_status == step.to_status:
        what, _, reason = step.reason.partition("\n")
        return TimelineEntry(step.at, by, what, reason)
    to = "scheduled" if is_scheduled else Status(step.to_status).label.lower()
    what = f"moved it from {step.get_from_status_display().lower()} to" if step.from_status else "made it:"
    return TimelineEntry(step.at, by, f"{what} {to}", step.reason)


def build_edit_entry(edit: Edit, by: str, for_editor: bool) -> TimelineEntry:
    seen = [change for change in edit.changes if for_editor or change["field"] not in EDITOR_FIELDS]
    changes = [Changed(change["label"], list(compare_texts(change["before"], change["after"]))) for change in seen]
    is_first = any(change["field"] == "title" and not change["before"] for change in edit.changes)
    what = "wrote it" if is_first else "changed " + ", ".join(change["label"] for change in seen)
    return TimelineEntry(edit.at, by, what, changes=changes)
