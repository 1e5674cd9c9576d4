"""Real calendars are sloppy: every event becomes a draft, an update or a named reason."""

from __future__ import annotations

from time import monotonic

import pytest
import time_machine
from django.utils import timezone

from gateway.catalogue.models import Kind
from resources.following.calendars import read_calendar
from resources.models import FeedEntry, Publication
from tests.factories import make_owner, make_publisher
from tests.files import case
from tests.resources.following.visits import visit
from tests.sites import page

pytestmark = pytest.mark.django_db
NOW = "2026-11-29T12:00:00Z"
EVENT = "BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{title}\r\n{lines}\r\nEND:VEVENT\r\n"
TIMES = "DTSTART:20270304T160000Z\r\nDTEND:20270304T170000Z"


def calendar(*events: str, head: str = "") -> bytes:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{head}{''.join(events)}END:VCALENDAR\r\n".encode()


def event(*lines: str, uid: str = "1", title: str = "Workshop") -> str:
    return EVENT.format(uid=uid, title=title, lines="\r\n".join(lines or [TIMES]))


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def follow_calendar(follow):
    """Follows a calendar."""
    return lambda body, **fields: follow(body, Kind.EVENT, **fields)


def drafts() -> list[tuple[str, str, str]]:
    """The title, the start and the end of every draft, by clocks in England."""
    found = Publication.objects.order_by("starts_at", "title").values_list("title", "starts_at", "ends_at")
    return [
        (title, f"{timezone.localtime(start):%Y-%m-%d %H:%M}", f"{timezone.localtime(end):%H:%M}")
        for title, start, end in found
    ]


def reasons() -> list[tuple[str, str]]:
    return list(FeedEntry.objects.filter(publication=None).order_by("title").values_list("title", "problem"))


def test_events_without_a_name_of_their_own_stay_apart(follow_calendar):
    feed = follow_calendar(case("nouid.ics"))
    visit(feed)

    assert drafts() == [
        ("Sensory circuits for beginners", "2027-03-02 10:00", "11:00"),
        ("Makaton taster", "2027-03-09 10:00", "11:00"),
    ]


@pytest.mark.parametrize(
    ("name", "line"), [("alarm.ics", "Line 12 cannot be read"), ("calname2.ics", "“and for teachers”")]
)
def test_a_broken_line_costs_that_line_and_is_named(client, follow_calendar, name, line):
    owner = make_owner(publisher := make_publisher())
    feed = follow_calendar(case(name), publisher=publisher)

    assert drafts() == [("want 14:00 Europe/London", "2027-06-15 14:00", "15:00")]
    client.force_login(owner)
    assert line in client.get(feed.get_absolute_url()).text
    assert line in client.get("/manage/feeds/").text


def test_the_next_date_of_a_running_series_arrives(client, follow_calendar):
    owner = make_owner(publisher := make_publisher())
    feed = follow_calendar(case("weekly-running.ics"), publisher=publisher)

    assert drafts() == [("Weekly SENCO drop-in", "2026-12-03 16:00", "17:00")]
    assert Publication.objects.get().body == "Repeats weekly, on Thursday, since 4 September 2025."
    client.force_login(owner)
    assert "Repeats weekly, on Thursday, since 4 September 2025. This is the next date." in (
        client.get(feed.get_absolute_url()).text
    )


def test_the_draft_of_a_series_follows_to_the_date_after(follow_calendar):
    feed = follow_calendar(case("weekly-running.ics"))

    with time_machine.travel("2026-12-05T12:00:00Z"):
        visit(feed)

    assert drafts() == [("Weekly SENCO drop-in", "2026-12-10 16:00", "17:00")]


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
    follow_calendar(calendar(event(SERIES, *lines)))

    assert drafts() == [("Workshop", start, "17:00")]


def test_a_series_of_whole_days_has_a_next_one(follow_calendar):
    follow_calendar(calendar(event("DTSTART;VALUE=DATE:20200102", "RRULE:FREQ=YEARLY")))

    assert drafts() == [("Workshop", "2027-01-02 00:00", "23:59")]


def test_a_date_that_was_moved_stands_for_itself(follow_calendar):
    moved = event(
        "RECURRENCE-ID;TZID=Europe/London:20261203T160000",
        "DTSTART;TZID=Europe/London:20261204T090000",
        "DTEND;TZID=Europe/London:20261204T100000",
        title="Moved",
    )
    called_off = event("RECURRENCE-ID;TZID=Europe/London:20261210T160000", "STATUS:CANCELLED", SERIES, title="Off")
    follow_calendar(calendar(event(SERIES, "RRULE:FREQ=WEEKLY"), moved, called_off))

    assert drafts() == [("Moved", "2026-12-04 09:00", "10:00"), ("Workshop", "2026-12-17 16:00", "17:00")]
    assert reasons() == [("Off", "It is cancelled.")]


NEVER = {
    "over": (["RRULE:FREQ=WEEKLY;UNTIL=20260101"], "It repeated, and its last date is over."),
    "a number of times, over": (["RRULE:FREQ=WEEKLY;COUNT=3"], "It repeated, and its last date is over."),
    "every second": (["RRULE:FREQ=SECONDLY"], "It repeats in a way that we cannot read"),
    "nonsense": (["RRULE:FREQ=NONSENSE"], "It repeats in a way that we cannot read"),
    "a thousand times a day": (["RRULE:FREQ=DAILY;BYSECOND=1,2,3"], "It repeats in a way that we cannot read"),
    "a number that is none": (["RRULE:FREQ=WEEKLY;INTERVAL=x"], "It repeats in a way that we cannot read"),
    "a date taken out that is none": (["RRULE:FREQ=WEEKLY", "EXDATE:nonsense"], "Its date or time cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "reason"), NEVER.values(), ids=NEVER.keys())
def test_a_series_without_a_next_date_is_named(follow_calendar, lines, reason):
    follow_calendar(calendar(event(SERIES, *lines), event(uid="2", title="Good")))

    assert [title for title, _, _ in drafts()] == ["Good"]
    assert reason in reasons()[0][1]


def test_series_that_never_come_cost_little_time():
    never = event("DTSTART:19700101T100000Z", "RRULE:FREQ=DAILY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=30")
    began = monotonic()

    entries = read_calendar(calendar(*[never.replace("UID:1", f"UID:{n}") for n in range(300)]), "").entries

    assert monotonic() - began < 60
    assert all(entry.problem for entry in entries)


def test_cancelled_and_private_events_are_named_and_no_drafts(follow_calendar):
    feed = follow_calendar(case("cancelled-and-private.ics"))

    assert drafts() == []
    assert reasons() == [
        ("Cancelled workshop", "It is cancelled."),
        ("Staff supervision", "It is private in its calendar."),
    ]
    assert feed.problem == ""


LEFT_OUT = {
    "confidential": (event(TIMES, "CLASS:CONFIDENTIAL"), "", "It is confidential in its calendar."),
    "private in small letters": (event(TIMES, "class:private"), "", "It is private in its calendar."),
    "of a class that nobody knows": (event(TIMES, "CLASS:X-STAFF"), "", "It is private in its calendar."),
    "cancelled in its title": (event(title="Canceled: Workshop"), "", "It is cancelled."),
    "in a message of cancellation": (event(), "METHOD:CANCEL\r\n", "It is cancelled."),
    "over": (event("DTSTART:20200304T160000Z", "DTEND:20200304T170000Z"), "", "It is over: it ended on 4 March 2020."),
}


@pytest.mark.parametrize(("text", "head", "reason"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_what_is_not_for_the_public_is_named_and_no_draft(follow_calendar, text, head, reason):
    feed = follow_calendar(calendar(text, head=head))

    assert (drafts(), [why for _, why in reasons()], feed.problem) == ([], [reason], "")


def test_the_owner_of_a_draft_hears_that_its_event_was_cancelled(client, follow_calendar):
    owner = make_owner(publisher := make_publisher())
    bodies = [calendar(event())]
    feed = follow_calendar(lambda handler: page(body=bodies[-1])(handler), publisher=publisher)
    bodies.append(calendar(event(TIMES, "STATUS:CANCELLED")))

    visit(feed)

    client.force_login(owner)
    assert "Its feed says now: It is cancelled." in client.get(feed.get_absolute_url()).text


def test_an_event_that_is_moved_takes_its_draft_along(follow_calendar):
    bodies = [calendar(event())]
    feed = follow_calendar(lambda handler: page(body=bodies[-1])(handler))
    bodies.append(calendar(event("DTSTART:20270305T160000Z", "DTEND:20270305T180000Z")))

    visit(feed)

    assert drafts() == [("Workshop", "2027-03-05 16:00", "18:00")]


def test_a_day_that_ends_on_itself_lasts_that_day(follow_calendar):
    follow_calendar(case("allday-same-day.ics"))

    assert drafts() == [("INSET day", "2027-03-02 00:00", "23:59")]


def test_plain_text_is_not_read_as_html(follow_calendar):
    follow_calendar(case("angle-brackets.ics"))

    draft = Publication.objects.get()
    assert draft.title == "Reading below <P4 level> in Year 3"
    assert draft.body == "Join here<https://teams.example/l/abc> or ring. For pupils at <P4 and >P8."


TEXTS = {
    r"One\nTwo\, three\; four \\ five": "One\nTwo, three; four \\ five",
    "Cost <£5 & free <b": "Cost <£5 & free <b",
    "<p>First</p><p>Pupils at <P4</p>": "First\n\nPupils at <P4",
    '<a href="https://teams.example/1">Join</a> us<br>now': "Join (https://teams.example/1) us\n\nnow",
    "Fish &amp; chips&#8217;s": "Fish & chips’s",
    "<script>alert(1)</script><b>Words</b>": "Words",
    "Pupils < 5 and > 3": "Pupils < 5 and > 3",
}


@pytest.mark.parametrize(("written", "read"), TEXTS.items(), ids=TEXTS.keys())
def test_the_words_of_an_event_are_read_as_their_writer_meant_them(follow_calendar, written, read):
    follow_calendar(calendar(event(TIMES, f"DESCRIPTION:{written}")))

    assert Publication.objects.get().body == read


@pytest.mark.parametrize(
    "markup", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>"]
)
def test_no_markup_of_an_event_runs(client, follow_calendar, markup):
    owner = make_owner(publisher := make_publisher())
    follow_calendar(
        calendar(event(TIMES, f"DESCRIPTION:{markup}Good words", title=f"Talk {markup}")), publisher=publisher
    )
    client.force_login(owner)

    shown = client.get(Publication.objects.get().get_absolute_url()).text

    assert not any(sign in shown for sign in ("<script>alert", "<img src=x", "<svg/onload"))


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
    follow_calendar(calendar(event(start, "DURATION:PT1H")))

    assert drafts() == [("Workshop", "2027-06-15 14:00", "15:00")]


DESCRIBED = (
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\n"
    "TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def test_a_time_zone_that_the_calendar_describes_is_read(follow_calendar):
    text = event("DTSTART;TZID=Customized Time Zone:20270315T140000", "DURATION:PT1H")
    follow_calendar(calendar(text, head=DESCRIBED))

    assert drafts() == [("Workshop", "2027-03-15 09:00", "10:00")]


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
    feed = follow_calendar(calendar(event(*lines, title="Bad"), event(uid="2", title="Good")))

    assert [title for title, _, _ in drafts()] == ["Good"]
    assert reason in dict(reasons())["Bad"]
    assert "1 of its entries could not be taken: see below." in feed.problem


def test_an_event_that_does_not_say_when_it_ends_or_where_says_so(client, follow_calendar):
    owner = make_owner(publisher := make_publisher())
    feed = follow_calendar(calendar(event("DTSTART:20270304T160000Z")), publisher=publisher)

    client.force_login(owner)
    shown = client.get(feed.get_absolute_url()).text
    assert "It does not say when it ends: check the time. It does not say where it is: write the place." in shown


SHAPES = {
    "bare CR": calendar(event()).replace(b"\r\n", b"\r"),
    "bare LF": calendar(event()).replace(b"\r\n", b"\n"),
    "CR CR LF": calendar(event()).replace(b"\r\n", b"\r\r\n"),
    "a mark of UTF-8": b"\xef\xbb\xbf" + calendar(event()),
    "UTF-16": calendar(event()).decode().encode("utf-16"),
    "NUL bytes": calendar(event()).replace(b"Work", b"Wo\0rk"),
    "blank lines": calendar(event()).replace(b"\r\n", b"\r\n\r\n"),
    "no end of the calendar": calendar(event()).removesuffix(b"END:VCALENDAR\r\n"),
    "no end of an event": calendar(event().removesuffix("END:VEVENT\r\n")),
    "small letters": calendar(event().replace("SUMMARY", "summary").replace("BEGIN:VEVENT", "begin:vevent")),
    "blanks before": b"\r\n  " + calendar(event()),
    "lines folded": calendar(event()).replace(b"Workshop", b"Work\r\n shop"),
    "lines folded with a tab": calendar(event()).replace(b"Workshop", b"Work\r\n\tshop"),
    "quoted-printable": calendar(event()).replace(
        b"SUMMARY:Workshop", b"SUMMARY;ENCODING=QUOTED-PRINTABLE:Work=\r\nshop"
    ),
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES.keys())
def test_a_calendar_is_read_however_its_lines_end(follow_calendar, body):
    follow_calendar(body)

    assert drafts() == [("Workshop", "2027-03-04 16:00", "17:00")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_letters_are_read_in_either_encoding(follow_calendar, encoding):
    follow_calendar(calendar(event(title="Café – naïve")).decode().encode(encoding))

    assert drafts()[0][0] == "Café – naïve"


def test_a_letter_that_is_parted_by_a_fold_is_whole_again(follow_calendar):
    follow_calendar(calendar(event(title="Café")).replace("é".encode(), b"\xc3\r\n \xa9"))

    assert drafts()[0][0] == "Café"


def test_a_text_whose_folds_lost_their_blanks_is_whole_and_the_lines_are_named(follow_calendar):
    feed = follow_calendar(calendar(event(TIMES, "DESCRIPTION:First line", "second line", "Bring: a pen")))

    assert Publication.objects.get().body == "First line\nsecond line\nBring: a pen"
    assert "“second line”" in feed.problem


def test_several_calendars_in_one_file_are_all_read(follow_calendar):
    follow_calendar(calendar(event(uid="1", title="One")) + calendar(event(uid="2", title="Two")))

    assert [title for title, _, _ in drafts()] == ["One", "Two"]


def test_events_that_share_a_name_stay_apart(follow_calendar):
    feed = follow_calendar(calendar(event(title="One"), event(title="Two"), event(title="Three")))
    visit(feed)

    assert [title for title, _, _ in drafts()] == ["One", "Three", "Two"]


def test_an_event_that_is_cut_off_is_named(follow_calendar):
    follow_calendar(
        calendar(event(), event(uid="2", title="Cut")).partition(b"DTEND:20270304T170000Z\r\nEND:VEVENT\r\nEND")[0]
    )

    assert dict(reasons())["Cut"] == "The calendar ends in the middle of it."


def test_hostile_lines_cost_little_time():
    lines = ["DTSTART:" + "1" * 300_000, "DTSTART" + ";A=:" * 50_000, "DESCRIPTION:" + "<a href=x>" * 15_000]
    lines += ["DESCRIPTION:" + "<b " + "a=b " * 40_000, ";" * 200_000 + ":"]
    body = calendar(*map(event, lines))
    began = monotonic()

    read_calendar(body, "")

    assert monotonic() - began < 10
