"""Tests that dates, times and time zones are read as programs name them, independently for each file."""

from __future__ import annotations

import pytest
from icalendar.timezone import tzp

from tests.factories import make_owner, make_publisher
from tests.resources.followed_feeds.calendars import list_drafts, list_reasons, make_calendar, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


ZONED = {
    "Windows": "DTSTART;TZID=GMT Standard Time:20270615T140000",
    "Outlook": 'DTSTART;TZID="(UTC+00:00) Dublin, Edinburgh, Lisbon, London":20270615T140000',
    "Outlook without quotation marks": "DTSTART;TZID=(UTC+00:00) Dublin, Edinburgh, Lisbon, London:20270615T140000",
    "an old name": "DTSTART;TZID=/softwarestudio.org/Olson_20011030_5/Europe/London:20270615T140000",
    "another country": "DTSTART;TZID=W. Europe Standard Time:20270615T150000",
    "no zone": "DTSTART:20270615T140000",
    "UTC": "DTSTART:20270615T130000Z",
    "an offset": "DTSTART:20270615T140000+0100",
    "hyphens and colons": "DTSTART:2027-06-15T14:00:00",
    "no seconds": "DTSTART:20270615T1400",
}


@pytest.mark.parametrize("start", ZONED.values(), ids=ZONED.keys())
def test_time_zones_are_read_as_programs_name_them(follow_calendar, start):
    follow_calendar(make_calendar(make_event(start, "DURATION:PT1H")))

    assert list_drafts() == [("Workshop", "2027-06-15 14:00", "15:00")]


DESCRIBED = (
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\n"
    "TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def test_a_time_zone_that_the_calendar_describes_is_read(follow_calendar):
    text = make_event("DTSTART;TZID=Customized Time Zone:20270315T140000", "DURATION:PT1H")
    follow_calendar(make_calendar(text, head=DESCRIBED))

    assert list_drafts() == [("Workshop", "2027-03-15 09:00", "10:00")]


BAD_TIMES = {
    "a zone that nobody knows": (["DTSTART;TZID=Middle-earth:20270615T140000", "DURATION:PT1H"], "“Middle-earth”"),
    "no start": (["DTEND:20270615T140000Z"], "It does not say when it starts."),
    "an empty start": (["DTSTART:"], "It does not say when it starts."),
    "an end before its start": (["DTSTART:20270615T140000Z", "DTEND:20270615T130000Z"], "It ends before it starts."),
    "a day and a time": (
        ["DTSTART;VALUE=DATE:20270615", "DTEND:20270615T130000Z"],
        "one is a day and the other a time",
    ),
    "less than no time": (["DTSTART:20270615T140000Z", "DURATION:-PT1H"], "How long it lasts"),
    "a duration that is none": (["DTSTART:20270615T140000Z", "DURATION:one hour"], "How long it lasts"),
    "a month that is none": (["DTSTART:20271315T140000Z", "DURATION:PT1H"], "“20271315T140000Z”"),
    "the year 1": (["DTSTART:00010101T140000Z", "DURATION:PT1H"], "cannot be read"),
}


@pytest.mark.parametrize(("lines", "reason"), BAD_TIMES.values(), ids=BAD_TIMES.keys())
def test_a_time_that_cannot_be_told_is_named_and_the_others_go_on(follow_calendar, lines, reason):
    feed = follow_calendar(make_calendar(make_event(*lines, title="Bad"), make_event(uid="2", title="Good")))

    assert [title for title, _, _ in list_drafts()] == ["Good"]
    assert reason in dict(list_reasons())["Bad"]
    assert "We could not add 1 of its entries. See below." in feed.problem


def test_an_event_that_does_not_say_when_it_ends_or_where_says_so(client, follow_calendar):
    owner = make_owner(publisher := make_publisher())
    feed = follow_calendar(make_calendar(make_event("DTSTART:20270304T160000Z")), publisher=publisher)

    client.force_login(owner)
    shown = client.get(feed.get_absolute_url()).text
    assert "It does not say when it ends: check the time. It does not say where it is: write the place." in shown


def describe_zone(name: str, offset: str) -> str:
    """Return the definition of a time zone with this name and offset from UTC."""
    return DESCRIBED.replace("Customized Time Zone", name).replace("+0500", offset)


@pytest.mark.parametrize(("name", "first"), [("Europe/London", "16:00"), ("School Time", "11:00")])
def test_a_time_zone_that_one_calendar_describes_changes_no_other(follow_calendar, name, first):
    named = make_event(f"DTSTART;TZID={name}:20270304T160000", "DURATION:PT1H")

    for offset in ("+0500", "+0000"):
        follow_calendar(make_calendar(named, head=describe_zone(name, offset)))

    assert [start for _, start, _ in list_drafts()] == [f"2027-03-04 {first}", "2027-03-04 16:00"]


def test_no_time_zone_of_a_calendar_is_kept_by_the_process(follow_calendar):
    named = make_event("DTSTART;TZID=School Time:20270304T160000", "DURATION:PT1H")

    follow_calendar(make_calendar(named, head=describe_zone("School Time", "+0500")))
    follow_calendar(make_calendar(named))

    assert tzp.timezone("School Time") is None
    assert list_reasons() == [("Workshop", "We do not know its time zone, “School Time”.")]
