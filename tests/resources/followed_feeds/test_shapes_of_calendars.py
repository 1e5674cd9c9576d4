"""Tests that calendars are read whatever the form of their lines, and that a hostile one costs little."""

from __future__ import annotations

from time import monotonic

import pytest

from resources.followed_feeds.ical.calendar import read_calendar
from resources.models import Publication
from tests.resources.followed_feeds.calendars import TIMES, list_drafts, list_reasons, make_calendar, make_event
from tests.resources.followed_feeds.visits import visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


SHAPES = {
    "bare CR": make_calendar(make_event()).replace(b"\r\n", b"\r"),
    "bare LF": make_calendar(make_event()).replace(b"\r\n", b"\n"),
    "CR CR LF": make_calendar(make_event()).replace(b"\r\n", b"\r\r\n"),
    "a mark of UTF-8": b"\xef\xbb\xbf" + make_calendar(make_event()),
    "UTF-16": make_calendar(make_event()).decode().encode("utf-16"),
    "NUL bytes": make_calendar(make_event()).replace(b"Work", b"Wo\0rk"),
    "blank lines": make_calendar(make_event()).replace(b"\r\n", b"\r\n\r\n"),
    "no end of the calendar": make_calendar(make_event()).removesuffix(b"END:VCALENDAR\r\n"),
    "no end of an event": make_calendar(make_event().removesuffix("END:VEVENT\r\n")),
    "small letters": make_calendar(make_event().replace("SUMMARY", "summary").replace("BEGIN:VEVENT", "begin:vevent")),
    "blanks before": b"\r\n  " + make_calendar(make_event()),
    "lines folded": make_calendar(make_event()).replace(b"Workshop", b"Work\r\n shop"),
    "lines folded with a tab": make_calendar(make_event()).replace(b"Workshop", b"Work\r\n\tshop"),
    "quoted-printable": make_calendar(make_event()).replace(
        b"SUMMARY:Workshop", b"SUMMARY;ENCODING=QUOTED-PRINTABLE:Work=\r\nshop"
    ),
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES.keys())
def test_a_calendar_is_read_however_its_lines_end(follow_calendar, body):
    follow_calendar(body)

    assert list_drafts() == [("Workshop", "2027-03-04 16:00", "17:00")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_are_read_in_either_encoding(follow_calendar, encoding):
    follow_calendar(make_calendar(make_event(title="Café – naïve")).decode().encode(encoding))

    assert list_drafts()[0][0] == "Café – naïve"


def test_a_letter_that_is_parted_by_a_fold_is_whole_again(follow_calendar):
    follow_calendar(make_calendar(make_event(title="Café")).replace("é".encode(), b"\xc3\r\n \xa9"))

    assert list_drafts()[0][0] == "Café"


def test_a_text_whose_folds_lost_their_blanks_is_whole_and_the_lines_are_named(follow_calendar):
    feed = follow_calendar(make_calendar(make_event(TIMES, "DESCRIPTION:First line", "second line", "Bring: a pen")))

    assert Publication.objects.get().body == "First line\nsecond line\nBring: a pen"
    assert "“second line”" in feed.problem


def test_several_calendars_in_one_file_are_all_read(follow_calendar):
    follow_calendar(make_calendar(make_event(uid="1", title="One")) + make_calendar(make_event(uid="2", title="Two")))

    assert [title for title, _, _ in list_drafts()] == ["One", "Two"]


def test_events_that_share_a_name_stay_apart(follow_calendar):
    feed = follow_calendar(make_calendar(make_event(title="One"), make_event(title="Two"), make_event(title="Three")))
    visit(feed)

    assert [title for title, _, _ in list_drafts()] == ["One", "Three", "Two"]


def test_an_event_that_is_cut_off_is_named(follow_calendar):
    follow_calendar(
        make_calendar(make_event(), make_event(uid="2", title="Cut")).partition(
            b"DTEND:20270304T170000Z\r\nEND:VEVENT\r\nEND"
        )[0]
    )

    assert dict(list_reasons())["Cut"] == "The calendar ends in the middle of it."


def test_hostile_lines_cost_little_time():
    lines = ["DTSTART:" + "1" * 300_000, "DTSTART" + ";A=:" * 50_000, "DESCRIPTION:" + "<a href=x>" * 15_000]
    lines += ["DESCRIPTION:" + "<b " + "a=b " * 40_000, ";" * 200_000 + ":"]
    body = make_calendar(*map(make_event, lines))
    began = monotonic()

    read_calendar(body, "")

    assert monotonic() - began < 10
