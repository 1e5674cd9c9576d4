"""What an example needs before its author can send it to the editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from practice.examples.story_parts import PARTS_BY_FIELD, get_stage
from practice.models import PracticeExample

NEEDED_TOPICS = {"focus_areas": "focus area", "areas_of_need": "area of need", "phases": "phase"}


@dataclass(frozen=True)
class MissingPart:
    """Something that an example needs before it can be sent, and the step where it is asked."""

    what: str
    stage: str
    field: str = ""


def find_missing_parts(example: PracticeExample, user: Any) -> list[MissingPart]:
    parts = [part for part in PARTS_BY_FIELD.values() if part.is_needed and not getattr(example, part.field).strip()]
    found = [MissingPart(f"“{part.question}” has no answer yet.", get_stage(part.field), part.field) for part in parts]
    for name, what in NEEDED_TOPICS.items():
        if not getattr(example, name).exists():
            found.append(MissingPart(f"Choose at least one {what}.", "finish", name))
    if not is_from_their_school(example, user):
        found.append(
            MissingPart("Choose a school or setting where we have confirmed that you work.", "finish", "school")
        )
    if not all(getattr(example, name) for name in PracticeExample.consents):
        found.append(MissingPart("Tick the 3 boxes that keep pupils safe.", "finish", PracticeExample.consents[0]))
    if any(file.is_image and not file.shows for file in example.files.all()):
        found.append(MissingPart("Say what each picture shows, for people who cannot see it.", "finish"))
    return found


def is_from_their_school(example: PracticeExample, user: Any) -> bool:
    """Return whether an example has a school for which the user may share it."""
    if example.school_id is None:
        return False
    return user.is_editor or user.school_memberships.confirmed().filter(school_id=example.school_id).exists()
