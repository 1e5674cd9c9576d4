"""Sample calendars in the forms that programs write, and the drafts made from them."""

from __future__ import annotations

from django.utils import timezone

from resources.models import FeedEntry, Publication

NOW = "2026-11-29T12:00:00Z"
EVENT = "BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\n{lines}\r\nEND:VEVENT\r\n"
TIMES = "DTSTART:20270304T160000Z\r\nDTEND:20270304T170000Z"


def make_calendar(*events: str, head: str = "") -> bytes:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def make_event(*lines: str, uid: str = "1", title: str = "Workshop") -> str:
    return EVENT.format(uid=uid, title=title, lines="\r\n".join(lines or [TIMES]))


def list_drafts() -> list[tuple[str, str, str]]:
    """Return the title, start and end of every draft, in UK time."""
    found = Publication.objects.order_by("starts_at", "title").values_list("title", "starts_at", "ends_at")
    return [
        (title, f"{timezone.localtime(start):%Y-%m-%d %H:%M}", f"{timezone.localtime(end):%H:%M}")
        for title, start, end in found
    ]


def list_reasons() -> list[tuple[str, str]]:
    return list(FeedEntry.objects.filter(publication=None).order_by("title").values_list("title", "problem"))
