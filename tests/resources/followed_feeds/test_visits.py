"""Tests that new entries of a feed become drafts only once, and that a bad feed does not stop the others."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from gateway.catalogue.models import Kind
from resources.followed_feeds.fetch import visit_feed
from resources.models import FeedEntry, FollowedFeed, Publication
from tests.factories import make_owner, make_publication, make_publisher
from tests.resources.followed_feeds.visits import visit
from tests.sites import make_answer, run_listener

pytestmark = pytest.mark.django_db

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Acorn</title>{}</channel></rss>"""
ITEM = (
    "<item><guid>{0}</guid><title>{1}</title><link>https://example.org/{0}</link><description>{2}</description></item>"
)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Acorn</title><entry><id>urn:1</id><title>News</title>
<link href="https://example.org/1"/><updated>2026-11-01T10:00:00Z</updated><summary>Words</summary></entry></feed>"""
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}END:VCALENDAR\r\n"
EVENT = "BEGIN:VEVENT\r\nUID:{}\r\nSUMMARY:{}\r\nDTSTART{}\r\nDTEND{}\r\n{}END:VEVENT\r\n"


def make_rss(*items):
    return RSS.format("".join(ITEM.format(*item) for item in items)).encode()


def make_calendar(*events):
    return CALENDAR.format("".join(EVENT.format(*event) for event in events)).encode()


def test_new_entries_become_drafts_of_the_chosen_kind_and_publisher(follow):
    owner = make_owner(publisher := make_publisher())
    feed = follow(make_rss(("1", "First", "Some words"), ("2", "Second", "More")), publisher=publisher, added_by=owner)

    drafts = Publication.objects.order_by("title")
    assert [(each.title, each.status, each.kind, each.publisher) for each in drafts] == [
        ("First", "draft", "news", publisher),
        ("Second", "draft", "news", publisher),
    ]
    assert (drafts[0].url, drafts[0].summary, drafts[0].created_by) == ("https://example.org/1", "Some words", owner)
    assert (feed.problem, feed.failures, feed.visited_at is not None) == ("", 0, True)


def test_atom_is_read_too_and_a_resource_gets_its_year(follow):
    follow(ATOM.encode(), Kind.RESOURCE)

    assert [(each.title, each.year) for each in Publication.objects.all()] == [("News", 2026)]


def test_nothing_arrives_twice(follow):
    feed = follow(make_rss(("1", "First", "Words")))

    visit(feed)
    visit(feed)

    assert Publication.objects.count() == 1


def test_an_entry_that_comes_again_under_another_name_or_address_is_known(follow):
    items = [("1", "First", "Words")]
    feed = follow(page_of := make_page_list(items))
    items[:] = [("1", "Renamed", "Words")]
    visit(feed)
    page_of.link_guid = "other"
    visit(feed)

    assert [each.title for each in Publication.objects.all()] == ["Renamed"]


def make_page_list(items):
    def answer(handler):
        guid = getattr(answer, "link_guid", "")
        body = make_rss(*items)
        if guid:
            body = body.replace(b"<guid>1<", b"<guid>" + guid.encode() + b"<")
        make_answer(body=body)(handler)

    return answer


def test_a_draft_that_was_deleted_does_not_come_back(follow):
    feed = follow(make_rss(("1", "First", "Words")))
    Publication.objects.all().delete()

    visit(feed)

    assert (Publication.objects.count(), FeedEntry.objects.count()) == (0, 1)


def test_two_publishers_may_follow_one_feed(follow):
    feed = follow(make_rss(("1", "First", "Words")))
    other = FollowedFeed.objects.create(publisher=make_publisher(), url=feed.url, kind=Kind.NEWS)

    visit(other)

    assert Publication.objects.count() == 2


def test_events_of_a_calendar_become_drafts_with_their_times(follow):
    feed = follow(
        make_calendar(
            ("1", "A day", ";VALUE=DATE:20300504", ";VALUE=DATE:20300505", "LOCATION:York\r\n"),
            ("2", "A webinar", ":20300504T090000Z", ":20300504T100000Z", "LOCATION:Zoom\r\n"),
            ("3", "A meeting", ":20300504T090000", ":20300504T100000", ""),
            ("4", "Long ago", ":20000504T090000", ":20000504T100000", ""),
        ),
        Kind.EVENT,
    )

    found = [
        (
            each.title,
            f"{timezone.localtime(each.starts_at):%d %H:%M}",
            f"{timezone.localtime(each.ends_at):%d %H:%M}",
            each.is_online,
            each.venue,
        )
        for each in Publication.objects.order_by("title")
    ]
    assert found == [
        ("A day", "04 00:00", "04 23:59", False, "York"),
        ("A meeting", "04 09:00", "04 10:00", False, "To be confirmed"),
        ("A webinar", "04 10:00", "04 11:00", True, "Zoom"),
    ]
    assert feed.problem == ""


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (":nonsense", ":nonsense"),
        (":20301399T000000", ":20301399T000000"),
        (":20300504T090000Z", ":20300503T090000Z"),
        (";VALUE=DATE:20300504", ":20300504T100000Z"),
        (":99990504T090000Z", ":00010101T000000Z"),
    ],
)
def test_an_event_with_a_broken_date_is_told_and_the_others_go_on(follow, start, end):
    feed = follow(
        make_calendar(("1", "Broken", start, end, ""), ("2", "Good", ":20300504T090000Z", ":20300504T100000Z", "")),
        Kind.EVENT,
    )

    assert "Good" in [each.title for each in Publication.objects.all()]
    told = FeedEntry.objects.get(guid="1")
    assert bool(told.problem) is (told.publication is None)
    assert feed.failures == 0


def test_an_entry_that_cannot_be_taken_is_told_once_and_the_rest_goes_on(follow):
    feed = follow(make_rss(("1", "", "No title"), ("2", "Good", "Words")))

    assert [each.title for each in Publication.objects.all()] == ["Good"]
    assert FeedEntry.objects.get(title="").problem == "It has no title."
    assert feed.problem == "We could not add 1 of its entries. See below."


HOSTILE = {
    "script": "&lt;p&gt;Good &lt;b&gt;words&lt;/b&gt;&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
    "handler": "&lt;img src=x onerror=alert(1)&gt;Good words",
    "svg": "&lt;svg/onload=alert(1)&gt;&lt;/svg&gt;Good words",
    "style": "&lt;style&gt;*{{display:none}}&lt;/style&gt;Good words",
    "cdata": "<![CDATA[<iframe src='https://evil.example'></iframe>Good words]]>",
    "twice": "Good words&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "bidi": "Good \u202ewords",
}


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE.keys())
def test_html_becomes_plain_text(client, follow, markup):
    owner = make_owner(publisher := make_publisher())
    follow(make_rss(("1", "First", markup)), publisher=publisher)
    draft = Publication.objects.get()
    client.force_login(owner)

    shown = client.get(draft.get_absolute_url()).text

    assert "Good words" in draft.summary
    assert not any(sign in shown for sign in ("<script>alert", "onerror=alert(1)>", "<iframe", "\u202e", "<svg/onload"))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://[", "x" * 600]
)
def test_a_link_that_is_no_address_of_the_web_is_left_out(follow, link):
    item = f"<item><guid>1</guid><title>First</title><link>{link}</link></item>"
    follow(RSS.format(item).encode())

    assert all(each.url == "" or each.url.startswith("http://127.0.0.1") for each in Publication.objects.all())
    assert Publication.objects.count() == 1


LAUGHS = b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
READS = b'<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
BOMB = make_rss(("1", "&b;", "x")).replace(b"<rss", LAUGHS + b"<rss")
BAD = {
    "an XML bomb": (BOMB, "declares entities"),
    "an XML bomb in UTF-16": (BOMB.decode().encode("utf-16"), "declares entities"),
    "XML that reads a file": (BOMB.replace(LAUGHS, READS), "declares entities"),
    "HTML": (b"<html><body>Hello</body></html>", "neither RSS nor Atom"),
    "nothing": (b"", "neither RSS nor Atom"),
    "bytes": (bytes(range(256)) * 10, "neither RSS nor Atom"),
    "three megabytes": (b" " * 3_000_000, "larger than 2 MB"),
    "an error": (make_answer(status=500), "error 500"),
    "nothing there": (make_answer(status=404), "error 404"),
    "too busy": (make_answer(status=429), "error 429"),
}


@pytest.mark.parametrize(("answer", "words"), BAD.values(), ids=BAD.keys())
def test_a_bad_feed_is_refused_and_its_owner_reads_why(client, follow, answer, words):
    owner = make_owner(publisher := make_publisher())
    feed = follow(answer, publisher=publisher)
    client.force_login(owner)

    assert words in client.get(feed.get_absolute_url()).text
    assert (feed.failures, Publication.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "body", [b"BEGIN:VCALENDAR", b"nonsense", b"", make_rss(("1", "x", "y")), b"BEGIN:VEVENT\r\n" * 5_000]
)
def test_what_is_no_calendar_is_refused(follow, body):
    feed = follow(body, Kind.EVENT)

    assert Publication.objects.count() == 0
    assert feed.problem.startswith("This is not a calendar in iCal form") or feed.problem == ""


def test_a_redirect_into_our_own_network_is_not_followed(follow):
    with run_listener() as (port, seen):
        feed = follow(make_answer(status=302, Location=f"http://127.0.0.1:{port}/secret"))

    assert (seen, feed.failures) == ([], 1)
    assert feed.problem != ""


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/feed", "http://localhost/feed", "http://169.254.169.254/", "http://[::1]/"]
)
def test_an_address_of_our_own_network_is_not_asked(address):
    feed = FollowedFeed.objects.create(publisher=make_publisher(), url=address, kind=Kind.NEWS)

    visit(feed)

    assert (feed.failures, feed.problem) == (1, "It does not lead to the public web.")


def test_a_body_without_end_is_cut_off(follow):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b"<rss>" + b" " * 1_000)

    began = time.monotonic()
    feed = follow(endless)

    assert feed.problem == "It is larger than 2 MB."
    assert time.monotonic() - began < 15


def test_one_bad_feed_does_not_keep_the_others_back(follow):
    bad = follow(make_answer(status=500))
    good = follow(make_rss(("1", "Good", "Words")))
    FeedEntry.objects.all().delete()
    Publication.objects.all().delete()
    FollowedFeed.objects.update(next_visit_at=timezone.now())

    call_command("fetch_feeds", verbosity=0)

    assert [each.title for each in Publication.objects.all()] == ["Good"]
    assert [FollowedFeed.objects.get(pk=each.pk).failures for each in (bad, good)] == [2, 0]


def test_a_feed_that_has_not_changed_is_not_read_again(follow):
    asked = []

    def answer(handler):
        asked.append((handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")))
        if asked[-1][0]:
            make_answer(status=304, body=b"")(handler)
        else:
            make_answer(body=make_rss(("1", "First", "x")), ETag='"v1"', Last_Modified="Tue, 24 Nov 2026 07:00:00 GMT")(
                handler
            )

    feed = follow(answer)
    visit(feed)

    assert asked == [(None, None), ('"v1"', "Tue, 24 Nov 2026 07:00:00 GMT")]
    assert (feed.etag, feed.failures, feed.problem) == ('"v1"', 0, "")


def test_a_feed_is_visited_again_after_six_hours_and_later_while_it_fails(follow):
    feed = follow(make_answer(status=500))
    now = timezone.now()
    assert timedelta(hours=5, minutes=59) < feed.next_visit_at - now <= timedelta(hours=6)

    visit(feed)
    visit(feed)

    assert timedelta(hours=23, minutes=59) < feed.next_visit_at - now <= timedelta(hours=24, minutes=1)


def test_a_feed_that_is_not_due_is_left(follow):
    feed = follow(make_rss(("1", "First", "x")))
    Publication.objects.all().delete(), FeedEntry.objects.all().delete()

    visit_feed.enqueue(feed.pk)

    assert Publication.objects.count() == 0


def test_a_feed_that_is_gone_is_followed_no_longer(follow):
    feed = follow(make_answer(status=410))

    with time_machine.travel(timezone.now() + timedelta(days=30)):
        due = FollowedFeed.objects.due().count()

    assert (feed.is_gone, due) == (True, 0)


def test_a_suspended_publisher_gets_nothing(follow):
    publisher = make_publisher()
    publisher.suspend(by=None, reason="Why not.")

    follow(make_rss(("1", "First", "x")), publisher=publisher)

    assert Publication.objects.count() == 0


def test_a_title_that_is_taken_gets_another_address(follow):
    make_publication("First", slug="first")

    follow(make_rss(("1", "First", "x")))

    assert Publication.objects.filter(slug__startswith="first-").count() == 1
