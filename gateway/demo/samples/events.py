"""Invented publications and events, marked as samples; the events fill a calendar that has no real ones yet."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from gateway.catalogue.models import Kind
from gateway.demo.starter.publication_file import DATA_FOLDER, read_json
from resources.models import Publication

SATURDAY = 5
LONG_PAST_AGE = timedelta(days=180)


def read_samples() -> dict[str, Any]:
    """Return the invented publishers, publications and events in the form of a starter file.

    The events are dated from today.
    """
    source = read_json(DATA_FOLDER / "sample_events.json")
    publications = read_json(DATA_FOLDER / "sample_publications.json")["publications"]
    return {
        "publishers": source["publishers"],
        "publications": [*publications, *(date_event(event) for event in source["events"])],
    }


def date_event(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event of the file with a start and an end in place of its days from today."""
    fields = {name: value for name, value in event.items() if name not in ("days_ahead", "start", "minutes")}
    starts_at, ends_at = compute_times(event)
    return {**fields, "kind": Kind.EVENT.value, "starts_at": starts_at, "ends_at": ends_at}


def compute_times(event: dict[str, Any]) -> tuple[datetime, datetime]:
    """Return when an event starts and ends if it is dated from today: on a weekday, by London time."""
    day = timezone.localdate() + timedelta(days=event["days_ahead"])
    if day.weekday() >= SATURDAY:
        day += timedelta(days=7 - day.weekday())
    starts_at = datetime.combine(day, time.fromisoformat(event["start"]), timezone.get_default_timezone())
    return starts_at, starts_at + timedelta(minutes=event["minutes"])


def move_dates() -> int:
    """Give a new date to the sample events whose date no longer fits, and return how many there were."""
    events = {slugify(event["title"]): event for event in read_json(DATA_FOLDER / "sample_events.json")["events"]}
    moved = 0
    for row in Publication.objects.filter(slug__in=events, kind=Kind.EVENT, is_sample=True):
        if has_drifted(row, is_to_come=events[row.slug]["days_ahead"] > 0):
            starts_at, ends_at = compute_times(events[row.slug])
            moved += Publication.objects.filter(pk=row.pk).update(starts_at=starts_at, ends_at=ends_at)
    return moved


def has_drifted(event: Publication, *, is_to_come: bool) -> bool:
    """Return whether an event that should be coming is over, or one that should be over is coming or long past."""
    if is_to_come:
        return event.is_over
    return not event.is_over or not event.ends_at or event.ends_at < timezone.now() - LONG_PAST_AGE
