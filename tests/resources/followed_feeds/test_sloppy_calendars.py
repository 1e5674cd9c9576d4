"""Tests with flawed real-world calendars: every event becomes a draft, an update or a stated reason."""

from __future__ import annotations

import pytest

from resources.models import Publication
from tests.factories import make_owner, make_publisher
from tests.files import read_case
from tests.resources.followed_feeds.calendars import TIMES, list_drafts, list_reasons, make_calendar, make_event
from tests.resources.followed_feeds.visits import visit
from tests.sites import make_answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_events_without_a_name_of_their_own_stay_apart(follow_calendar):
    feed = follow_calendar(read_case("nouid.ics"))
    visit(feed)

    assert list_drafts() == [
        ("Sensory circuits for beginners", "2027-03-02 10:00", "11:00"),
        ("Makaton taster", "2027-03-09 10:00", "11:00"),
    ]


@pytest.mark.parametrize(
    ("name", "line"), [("alarm.ics", "Line 12 cannot be read"), ("calname2.ics", "“and for teachers”")]
)
def test_a_broken_line_costs_that_line_and_is_named(client, follow_calendar, name, line):
    owner = make_owner(publisher := make_publisher())
    feed = follow_calendar(read_case(name), publisher=publisher)

    assert list_drafts() == [("want 14:00 Europe/London", "2027-06-15 14:00", "15:00")]
    client.force_login(owner)
    assert line in client.get(feed.get_absolute_url()).text
    assert line in client.get("/manage/feeds/").text


def test_cancelled_and_private_events_are_named_and_no_drafts(follow_calendar):
    feed = follow_calendar(read_case("cancelled-and-private.ics"))

    assert list_drafts() == []
    assert list_reasons() == [
        ("Cancelled workshop", "It is cancelled."),
        ("Staff supervision", "It is private in its calendar."),
    ]
    assert feed.problem == ""


LEFT_OUT = {
    "confidential": (make_event(TIMES, "CLASS:CONFIDENTIAL"), "", "It is confidential in its calendar."),
    "private in small letters": (make_event(TIMES, "class:private"), "", "It is private in its calendar."),
    "of a class that nobody knows": (make_event(TIMES, "CLASS:X-STAFF"), "", "It is private in its calendar."),
    "cancelled in its title": (make_event(title="Canceled: Workshop"), "", "It is cancelled."),
    "in a message of cancellation": (make_event(), "METHOD:CANCEL\r\n", "It is cancelled."),
    "over": (
        make_event("DTSTART:20200304T160000Z", "DTEND:20200304T170000Z"),
        "",
        "It is over: it ended on 4 March 2020.",
    ),
}


@pytest.mark.parametrize(("text", "head", "reason"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_what_is_not_for_the_public_is_named_and_no_draft(follow_calendar, text, head, reason):
    feed = follow_calendar(make_calendar(text, head=head))

    assert (list_drafts(), [why for _, why in list_reasons()], feed.problem) == ([], [reason], "")


def test_the_owner_of_a_draft_hears_that_its_event_was_cancelled(client, follow_calendar):
    owner = make_owner(publisher := make_publisher())
    bodies = [make_calendar(make_event())]
    feed = follow_calendar(lambda handler: make_answer(body=bodies[-1])(handler), publisher=publisher)
    bodies.append(make_calendar(make_event(TIMES, "STATUS:CANCELLED")))

    visit(feed)

    client.force_login(owner)
    assert "Its feed says now: It is cancelled." in client.get(feed.get_absolute_url()).text


def test_an_event_that_is_moved_takes_its_draft_along(follow_calendar):
    bodies = [make_calendar(make_event())]
    feed = follow_calendar(lambda handler: make_answer(body=bodies[-1])(handler))
    bodies.append(make_calendar(make_event("DTSTART:20270305T160000Z", "DTEND:20270305T180000Z")))

    visit(feed)

    assert list_drafts() == [("Workshop", "2027-03-05 16:00", "18:00")]


def test_a_day_that_ends_on_itself_lasts_that_day(follow_calendar):
    follow_calendar(read_case("allday-same-day.ics"))

    assert list_drafts() == [("INSET day", "2027-03-02 00:00", "23:59")]


def test_plain_text_is_not_read_as_html(follow_calendar):
    follow_calendar(read_case("angle-brackets.ics"))

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
    follow_calendar(make_calendar(make_event(TIMES, f"DESCRIPTION:{written}")))

    assert Publication.objects.get().body == read


@pytest.mark.parametrize(
    "markup", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>"]
)
def test_no_markup_of_an_event_runs(client, follow_calendar, markup):
    owner = make_owner(publisher := make_publisher())
    follow_calendar(
        make_calendar(make_event(TIMES, f"DESCRIPTION:{markup}Good words", title=f"Talk {markup}")), publisher=publisher
    )
    client.force_login(owner)

    shown = client.get(Publication.objects.get().get_absolute_url()).text

    assert not any(sign in shown for sign in ("<script>alert", "<img src=x", "<svg/onload"))
