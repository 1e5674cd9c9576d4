"""Tests of the calendar reader with files as programs write them, without a visit."""

from __future__ import annotations

import pytest
import time_machine
from django.utils import timezone

from resources.followed_feeds.entries import UnreadableFeed
from resources.followed_feeds.ical.calendar import read_calendar

ADDRESS = "https://feed.example/a/cal.ics"
TIMES = ("DTSTART:20270304T160000Z", "DTEND:20270304T170000Z")
WEEKLY = ("DTSTART;TZID=Europe/London:20250905T100000", "DTEND;TZID=Europe/London:20250905T110000", "RRULE:FREQ=WEEKLY")
FOURTH = "RECURRENCE-ID;TZID=Europe/London:20261204T100000"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-29T12:00:00Z"):
        yield


def make_event(*lines: str, uid: str = "1", title: str = "Workshop", times=TIMES) -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *times, *lines, "END:VEVENT", ""])


def make_calendar(*parts: str) -> str:
    return f"BEGIN:VCALENDAR\r\n{''.join(parts)}END:VCALENDAR\r\n"


def read(text: str):
    return read_calendar(text.encode(), ADDRESS).entries


def read_one(*lines: str, **fields):
    (entry,) = read(make_calendar(make_event(*lines, **fields)))
    return entry


def list_starts(entries) -> list[tuple[str, str]]:
    return [
        (e.title, f"{timezone.localtime(e.starts_at):%Y-%m-%d %H:%M}" if not e.problem else e.problem) for e in entries
    ]


CLOSED = {
    "an older word of Apple's": (
        make_event("X-CALENDARSERVER-ACCESS:CONFIDENTIAL"),
        "It is confidential in its calendar.",
    ),
    "of two words the closer": (make_event("CLASS:PUBLIC", "CLASS:PRIVATE"), "It is private in its calendar."),
    "cancelled as Americans spell it": (make_event("STATUS:CANCELED"), "It is cancelled."),
    "no more than when": (make_event(title="Busy"), "Its calendar says no more of it than “Busy”."),
}
CLOSED |= {
    title: (make_event(title=title), "It is cancelled.")
    for title in ("CANCELLED Workshop", "(Cancelled) Talk", "[CANCELLED] Talk", "Talk - Cancelled", "Talk (cancelled)")
}


@pytest.mark.parametrize(("text", "reason"), CLOSED.values(), ids=CLOSED.keys())
def test_what_is_not_for_the_public_is_named(text, reason):
    assert [(entry.problem, entry.is_left_out) for entry in read(make_calendar(text))] == [(reason, True)]


@pytest.mark.parametrize("title", ["Cancelled lives: a talk", "Why was it cancelled? A history", "Busy bees club"])
def test_a_title_that_only_sounds_so_is_an_event(title):
    assert read_one(title=title).problem == ""


def test_a_message_that_cancels_may_say_so_at_its_end():
    assert read(make_calendar(make_event(), "METHOD:CANCEL\r\n"))[0].problem == "It is cancelled."


@pytest.mark.parametrize("line", ["CLASS PRIVATE", "STATUS CANCELLED", "CLASS=CONFIDENTIAL"])
def test_nothing_is_public_because_the_line_that_closes_it_is_broken(line):
    assert read_one(line).problem == f"We cannot read its line “{line}”: it may be private or cancelled."


def test_a_text_about_a_class_is_no_broken_line():
    assert read_one("DESCRIPTION:For", "class teachers").problem == ""


@pytest.mark.parametrize("line", ["CLASS:PRIVATE", "STATUS:CANCELLED"])
def test_one_date_of_a_series_is_as_open_as_the_series(line):
    moved = make_event(FOURTH, title="Moved")

    assert [bool(entry.problem) for entry in read(make_calendar(make_event(line, times=WEEKLY), moved))] == [True, True]


def test_events_without_a_name_do_not_close_each_other():
    entries = read(make_calendar(make_event(uid="", title="Open"), make_event("CLASS:PRIVATE", uid="", title="Closed")))

    assert [bool(entry.problem) for entry in entries] == [False, True]


@pytest.mark.parametrize("is_newer_first", [True, False])
def test_of_two_versions_of_an_event_the_newer_counts(is_newer_first):
    versions = [make_event("SEQUENCE:1", title="Before"), make_event("SEQUENCE:2", title="After")]
    entries = read(make_calendar(*(reversed(versions) if is_newer_first else versions)))

    assert sorted((entry.title, entry.problem) for entry in entries) == [
        ("After", ""),
        ("Before", "The calendar holds a newer version of it."),
    ]
    assert next(entry.guid for entry in entries if entry.title == "After") == "1"


def test_tasks_and_diaries_are_named():
    parts = [f"BEGIN:{sort}\r\nUID:{sort}\r\nSUMMARY:{sort}\r\nEND:{sort}\r\n" for sort in ("VTODO", "VJOURNAL")]

    assert list_starts(read(make_calendar(*parts))) == [
        ("VTODO", "It is a task, not an event."),
        ("VJOURNAL", "It is a diary entry, not an event."),
    ]


ZONES = {
    "europe/london": "14:00",
    "gmt standard time": "14:00",
    "GMT Daylight Time": "14:00",
    "UTC+1": "14:00",
    "GMT+01:00": "14:00",
    "tzone://Microsoft/Utc": "15:00",
    "UK time": "14:00",
    "/citadel.org/20210210_1/America/Argentina/Buenos_Aires": "18:00",
}


@pytest.mark.parametrize(("zone", "clock"), ZONES.items(), ids=ZONES.keys())
def test_a_time_zone_is_known_however_it_is_written(zone, clock):
    entry = read_one(times=(f"DTSTART;TZID={zone}:20270615T140000", "DURATION:pt1h"))

    assert list_starts([entry]) == [("Workshop", f"2027-06-15 {clock}")]


@pytest.mark.parametrize("duration", ["PT1H", "P0D", "P1D", "PT24H"])
def test_a_day_lasts_a_day(duration):
    entry = read_one(times=("DTSTART;VALUE=DATE:20270302", f"DURATION:{duration}"))

    assert f"{timezone.localtime(entry.ends_at):%Y-%m-%d %H:%M}" == "2027-03-02 23:59"


def test_an_end_at_the_start_is_said_to_be_one():
    assert "check the time" in read_one(times=("DTSTART:20270302T100000Z", "DTEND:20270302T100000Z")).note


SERIES = {
    "two rules": (("RRULE:FREQ=WEEKLY;BYDAY=MO",), "2026-11-30 10:00"),
    "an empty part": (("RRULE:FREQ=WEEKLY;BYDAY=",), "2026-12-04 10:00"),
    "its name twice": (("RRULE:RRULE:FREQ=WEEKLY",), "2026-12-04 10:00"),
    "a rule that takes out": (("EXRULE:FREQ=WEEKLY;INTERVAL=2",), "It repeats in a way that we cannot read: “EXRULE:"),
    "every no weeks": (("RRULE:FREQ=WEEKLY;INTERVAL=0",), "It repeats in a way that we cannot read: “FREQ=WEEKLY;INT"),
}


@pytest.mark.parametrize(("lines", "outcome"), SERIES.values(), ids=SERIES.keys())
def test_the_next_date_of_a_series_is_right_or_it_is_named(lines, outcome):
    ((_, found),) = list_starts([read_one(*lines, times=WEEKLY)])

    assert found.startswith(outcome)


def test_a_day_of_a_series_that_was_moved_is_not_told_twice():
    moved = make_event("RECURRENCE-ID;VALUE=DATE:20261204", title="Moved")

    assert list_starts(read(make_calendar(make_event(times=WEEKLY), moved)))[0] == ("Workshop", "2026-12-11 10:00")


def test_a_series_that_is_changed_as_a_whole_is_named_from_that_day_on():
    changed = make_event(FOURTH.replace(";", ";RANGE=THISANDFUTURE;"), title="Changed")

    assert list_starts(read(make_calendar(make_event(times=WEEKLY), changed))) == [
        ("Workshop", "It is changed from 11 December 2026 on: add the dates after that by hand."),
        ("Changed", "2027-03-04 16:00"),
    ]


RULES = {
    "FREQ=MONTHLY;BYDAY=5FR": "Repeats monthly, on the fifth Friday, since",
    "FREQ=MONTHLY;BYDAY=-1FR": "Repeats monthly, on the last Friday, since",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1": "Repeats monthly since",
}


@pytest.mark.parametrize(("rule", "words"), RULES.items(), ids=RULES.keys())
def test_how_a_series_repeats_is_said_truly(rule, words):
    assert read_one(times=(*WEEKLY[:2], f"RRULE:{rule}")).text.startswith(words)


TEXTS = {
    "only as HTML": (["X-ALT-DESC;FMTTYPE=text/html:<html><p>Rich <b>words</b></p></html>"], "Rich words"),
    "both": (["DESCRIPTION:Plain", "X-ALT-DESC;FMTTYPE=text/html:<p>Rich</p>"], "Plain"),
    "escaped twice": ([r"DESCRIPTION:One\\nTwo\\, three"], "One\nTwo, three"),
    "a folder": ([r"DESCRIPTION:In C:\\new"], r"In C:\new"),
    "quotation marks escaped": ([r"DESCRIPTION:Say \"yes\""], 'Say "yes"'),
    "a comment of HTML": (["DESCRIPTION:<!-- no --><p>Words</p><o:p></o:p>"], "Words"),
    "letters in two encodings": (["DESCRIPTION:Café"], "Café"),
}


@pytest.mark.parametrize(("lines", "text"), TEXTS.values(), ids=TEXTS.keys())
def test_the_words_of_an_event_are_read(lines, text):
    assert read_one(*lines).text == text


def test_a_byte_that_is_no_utf_8_leaves_the_letters_beside_it_whole():
    body = make_calendar(make_event(title="Café Xs talk")).encode().replace(b"X", b"\x92")

    assert read_calendar(body, ADDRESS).entries[0].title == "Café ’s talk"


PLACES = {
    "LOCATION:Steamship Hall": ("Steamship Hall", False),
    "LOCATION:Oak School (not online)": ("Oak School (not online)", False),
    "LOCATION:Microsoft Teams Meeting": ("Microsoft Teams Meeting", True),
    r"LOCATION:\, \, ": ("To be confirmed", False),
    "X-GOOGLE-CONFERENCE:https://meet.example/a": ("Online", True),
}


@pytest.mark.parametrize(("line", "place"), PLACES.items(), ids=PLACES.keys())
def test_a_place_is_what_the_event_says(line, place):
    entry = read_one(line)

    assert (entry.venue, entry.is_online) == place


URLS = {
    "www.o.example/1": "https://www.o.example/1",
    "<https://o.example/1>": "https://o.example/1",
    "see website": "",
    "/e/1": "https://feed.example/e/1",
    r"https://o.example/?a\,b": "https://o.example/?a,b",
    "message://x": "",
}


@pytest.mark.parametrize(("written", "url"), URLS.items(), ids=URLS.keys())
def test_an_event_leads_to_an_address_of_its_own_or_to_none(written, url):
    assert read_one(f"URL:{written}").url == url


def test_events_without_a_calendar_around_them_are_read():
    assert list_starts(read(make_event())) == [("Workshop", "2027-03-04 16:00")]


def test_an_alarm_that_never_ends_takes_nothing_from_its_event():
    entry = read_one(times=("BEGIN:VALARM", "DESCRIPTION:Reminder", "TRIGGER:-PT15M", *TIMES, "DESCRIPTION:Words"))

    assert (list_starts([entry]), entry.text) == ([("Workshop", "2027-03-04 16:00")], "Words")


MISTAKEN = {
    "a page": ("<html>Hello</html>", "Look on that page"),
    "a page that names a calendar": (
        '<html><link rel="alternate" type="text/calendar" href="/c.ics"></html>',
        "https://feed.example/c.ics",
    ),
    "RSS": ('<rss version="2.0"></rss>', "but RSS or Atom. Follow it again"),
}


@pytest.mark.parametrize(("body", "words"), MISTAKEN.values(), ids=MISTAKEN.keys())
def test_what_is_no_calendar_is_refused_with_what_to_do(body, words):
    with pytest.raises(UnreadableFeed, match=words):
        read(body)
