"""Tests that the next date of a recurring event becomes a draft, or the reason is given."""

from __future__ import annotations

from time import monotonic

import pytest
import time_machine

from resources.followed_feeds.ical.calendar import read_calendar
from resources.models import Publication
from tests.factories import make_owner, make_publisher
from tests.files import read_case
from tests.resources.followed_feeds.calendars import list_drafts, list_reasons, make_calendar, make_event
from tests.resources.followed_feeds.visits import visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_the_next_date_of_a_running_series_arrives(client, follow_calendar):
    owner = make_owner(publisher := make_publisher())
    feed = follow_calendar(read_case("weekly-running.ics"), publisher=publisher)

    assert list_drafts() == [("Weekly SENCO drop-in", "2026-12-03 16:00", "17:00")]
    assert Publication.objects.get().body == "Repeats weekly, on Thursday, since 4 September 2025."
    client.force_login(owner)
    assert "Repeats weekly, on Thursday, since 4 September 2025. This is the next date." in (
        client.get(feed.get_absolute_url()).text
    )


def test_the_draft_of_a_series_follows_to_the_date_after(follow_calendar):
    feed = follow_calendar(read_case("weekly-running.ics"))

    with time_machine.travel("2026-12-05T12:00:00Z"):
        visit(feed)

    assert list_drafts() == [("Weekly SENCO drop-in", "2026-12-10 16:00", "17:00")]


SERIES = "DTSTART;TZID=Europe/London:20250904T160000\r\nDTEND;TZID=Europe/London:20250904T170000"
NEXT = {
    "until a day to come": (["RRULE:FREQ=WEEKLY;UNTIL=20301231"], "2026-12-03 16:00"),
    "until a moment to come": (["RRULE:FREQ=WEEKLY;UNTIL=20301231T160000Z"], "2026-12-03 16:00"),
    "for a number of times": (["RRULE:FREQ=WEEKLY;COUNT=100"], "2026-12-03 16:00"),
    "every other week": (["RRULE:FREQ=WEEKLY;INTERVAL=2"], "2026-12-10 16:00"),
    "the first Thursday": (["RRULE:FREQ=MONTHLY;BYDAY=1TH"], "2026-12-03 16:00"),
    "every year": (["RRULE:FREQ=YEARLY"], "2027-09-04 16:00"),
    "a date taken out": (["RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/London:20261203T160000"], "2026-12-10 16:00"),
    "dates taken out in UTC": (["RRULE:FREQ=WEEKLY", "EXDATE:20261203T160000Z,20261210T160000Z"], "2026-12-17 16:00"),
    "a day taken out": (["RRULE:FREQ=WEEKLY", "EXDATE;VALUE=DATE:20261203"], "2026-12-10 16:00"),
    "dates named one by one": (["RDATE;TZID=Europe/London:20270105T160000,20270205T160000"], "2027-01-05 16:00"),
    "through the change of clocks": (["RRULE:FREQ=DAILY;UNTIL=20270630;INTERVAL=300"], "2027-04-27 16:00"),
    "parts of a program's own": (["RRULE:FREQ=WEEKLY;X-FOO=1"], "2026-12-03 16:00"),
}


@pytest.mark.parametrize(("lines", "start"), NEXT.values(), ids=NEXT.keys())
def test_of_a_series_the_next_date_is_taken(follow_calendar, lines, start):
    follow_calendar(make_calendar(make_event(SERIES, *lines)))

    assert list_drafts() == [("Workshop", start, "17:00")]


def test_a_series_of_whole_days_has_a_next_one(follow_calendar):
    follow_calendar(make_calendar(make_event("DTSTART;VALUE=DATE:20200102", "RRULE:FREQ=YEARLY")))

    assert list_drafts() == [("Workshop", "2027-01-02 00:00", "23:59")]


def test_a_date_that_was_moved_stands_for_itself(follow_calendar):
    moved = make_event(
        "RECURRENCE-ID;TZID=Europe/London:20261203T160000",
        "DTSTART;TZID=Europe/London:20261204T090000",
        "DTEND;TZID=Europe/London:20261204T100000",
        title="Moved",
    )
    called_off = make_event("RECURRENCE-ID;TZID=Europe/London:20261210T160000", "STATUS:CANCELLED", SERIES, title="Off")
    follow_calendar(make_calendar(make_event(SERIES, "RRULE:FREQ=WEEKLY"), moved, called_off))

    assert list_drafts() == [("Moved", "2026-12-04 09:00", "10:00"), ("Workshop", "2026-12-17 16:00", "17:00")]
    assert list_reasons() == [("Off", "It is cancelled.")]


NEVER = {
    "over": (["RRULE:FREQ=WEEKLY;UNTIL=20260101"], "It repeated, and its last date is over."),
    "a number of times, over": (["RRULE:FREQ=WEEKLY;COUNT=3"], "It repeated, and its last date is over."),
    "every second": (["RRULE:FREQ=SECONDLY"], "It repeats in a way that we cannot read"),
    "nonsense": (["RRULE:FREQ=NONSENSE"], "It repeats in a way that we cannot read"),
    "a thousand times a day": (["RRULE:FREQ=DAILY;BYSECOND=1,2,3"], "It repeats in a way that we cannot read"),
    "a number that is none": (["RRULE:FREQ=WEEKLY;INTERVAL=x"], "It repeats in a way that we cannot read"),
    "a date taken out that is none": (["RRULE:FREQ=WEEKLY", "EXDATE:nonsense"], "Its date or time cannot be read"),
}


@pytest.mark.parametrize(("lines", "reason"), NEVER.values(), ids=NEVER.keys())
def test_a_series_without_a_next_date_is_named(follow_calendar, lines, reason):
    follow_calendar(make_calendar(make_event(SERIES, *lines), make_event(uid="2", title="Good")))

    assert [title for title, _, _ in list_drafts()] == ["Good"]
    assert reason in list_reasons()[0][1]


def test_series_that_never_come_cost_little_time():
    never = make_event("DTSTART:19700101T100000Z", "RRULE:FREQ=DAILY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=30")
    began = monotonic()

    entries = read_calendar(make_calendar(*[never.replace("UID:1", f"UID:{n}") for n in range(300)]), "").entries

    assert monotonic() - began < 60
    assert all(entry.problem for entry in entries)
