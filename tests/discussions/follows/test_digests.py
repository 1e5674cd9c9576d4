"""Digests: when they are due, one message for each, with a link to unsubscribe."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP, default

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Notification, OutgoingMessage
from accounts.notifications.digests import send_due_digests
from accounts.notifications.schedule import get_last_monday_morning, get_last_morning
from accounts.notifications.unsubscribe import build_unsubscribe_headers, build_unsubscribe_url
from discussions.comments.state import change_state
from discussions.models import Follow, State
from gateway.catalogue.models import Item
from tests.discussions.follows.cast import (
    get_recipients,
    make_follow,
    parse_utc,
    run_notifications,
    send_digests_of_next_week,
    set_notification_settings,
)
from tests.factories import get_focus_area, make_comment, make_publication, make_publisher, make_user

pytestmark = pytest.mark.django_db


def post_and_notify(item, text="", **fields):
    """Make a comment on an item, and notify its followers."""
    comment = make_comment(item, text=text, **fields)
    run_notifications()
    return comment


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-01-15T06:59", "2026-01-14T07:00"),
        ("2026-01-15T07:00", "2026-01-15T07:00"),
        ("2026-07-15T05:59", "2026-07-14T06:00"),
        ("2026-07-15T06:00", "2026-07-15T06:00"),
        ("2026-03-29T00:59", "2026-03-28T07:00"),
        ("2026-03-29T01:01", "2026-03-28T07:00"),
        ("2026-03-29T06:00", "2026-03-29T06:00"),
        ("2026-10-25T00:30", "2026-10-24T06:00"),
        ("2026-10-25T01:30", "2026-10-24T06:00"),
        ("2026-10-25T06:59", "2026-10-24T06:00"),
        ("2026-10-25T07:00", "2026-10-25T07:00"),
    ],
)
def test_a_daily_digest_is_due_at_seven_local_time_also_when_clocks_change(now, morning):
    assert get_last_morning(parse_utc(now)) == parse_utc(morning)


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        ("2026-03-30T05:59", "2026-03-23T07:00"),
        ("2026-03-30T06:00", "2026-03-30T06:00"),
        ("2026-10-26T06:59", "2026-10-19T06:00"),
        ("2026-10-26T07:00", "2026-10-26T07:00"),
        ("2026-11-29T12:00", "2026-11-23T07:00"),
    ],
)
def test_a_week_ends_on_monday_at_seven_whatever_the_season(now, monday):
    assert get_last_monday_morning(parse_utc(now)) == parse_utc(monday)


def test_every_day_of_two_years_has_one_morning():
    moments = [parse_utc("2026-01-01T00:00") + timedelta(hours=hours) for hours in range(24 * 730)]

    mornings = sorted({get_last_morning(moment) for moment in moments})

    assert len(mornings) == 731
    assert {(each.hour, each.minute) for each in mornings} == {(7, 0)}


def test_immediate_emails_go_at_once_and_the_others_wait_for_their_time(reader):
    item, other = make_publication(), make_publication()
    make_follow(item, reader, "at-once")
    make_follow(other, reader, "weekly")
    post_and_notify(item)
    post_and_notify(other)
    at_once = len(mail.outbox)

    send_due_digests()
    send_digests_of_next_week()
    send_digests_of_next_week()

    assert (at_once, len(mail.outbox)) == (1, 2)


def test_a_daily_digest_is_one_message_grouped_by_thing(reader):
    first, second = make_publication("The first guide"), make_publication("The second guide")
    publisher = make_publisher("A charity")
    for thing in (first, second, publisher):
        make_follow(thing, reader)
    for number in range(3):
        post_and_notify(first, f"Word {number}.", author=make_user(display_name=f"Ann {number}"))
    post_and_notify(second)
    make_publication("Brand new", publisher=publisher)
    run_notifications()

    send_digests_of_next_week()

    [message] = mail.outbox
    assert message.subject == "5 updates from the SEND Gateway"
    titles = ("The first guide", "The second guide", "New on A charity")
    assert [message.body.count(title) for title in titles] == [1, 1, 1]
    assert "- Ann 0 commented\n  Word 0.\n  https://testserver/discussions/comments/" in message.body


def test_a_message_about_one_thing_names_it_in_its_subject(reader):
    comment = make_comment(make_publication(), reader)

    post_and_notify(comment, author=make_user(display_name="Ann"))

    assert [message.subject for message in mail.outbox] == ["Ann replied to you"]


def test_a_name_adds_no_header(reader):
    comment = make_comment(make_publication(), reader)

    post_and_notify(comment, author=make_user(display_name="Ann\r\nBcc: everybody@example.org"))

    parsed = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=default)
    assert parsed["Bcc"] is None
    assert "\n" not in mail.outbox[0].subject


def test_replies_wait_for_the_digest_if_the_member_chose_that(reader):
    set_notification_settings(reader, replies_at_once=False)
    post_and_notify(make_comment(make_publication(), reader))
    before = len(mail.outbox)

    send_digests_of_next_week()

    assert (before, get_recipients()) == (0, [reader.email])


@pytest.mark.parametrize("choices", [{"is_off": True}, {"how_often": "never"}])
def test_a_member_who_wants_no_mail_gets_none_also_not_later_for_that_time(reader, choices):
    item = make_publication()
    make_follow(item, reader)
    set_notification_settings(reader, **choices)
    post_and_notify(item)
    send_digests_of_next_week()

    set_notification_settings(reader, is_off=False, how_often="daily")
    send_digests_of_next_week()

    assert (mail.outbox, Notification.objects.count()) == ([], 1)


def test_emails_can_be_turned_off_for_one_follow(reader):
    loud, silent = make_publication("Loud"), make_publication("Silent")
    make_follow(loud, reader)
    make_follow(silent, reader, "never")
    post_and_notify(loud)
    post_and_notify(silent)

    send_digests_of_next_week()

    assert "Loud" in mail.outbox[0].body
    assert "Silent" not in mail.outbox[0].body


def test_a_notification_read_on_the_site_is_not_emailed(reader):
    item = make_publication()
    make_follow(item, reader)
    post_and_notify(item)
    Notification.objects.update(read_at=timezone.now())

    send_digests_of_next_week()

    assert mail.outbox == []


def test_an_unfollowed_thing_is_not_emailed(reader):
    item = make_publication()
    make_follow(item, reader)
    post_and_notify(item)
    Follow.objects.filter(user=reader).delete()

    send_digests_of_next_week()

    assert mail.outbox == []


@pytest.mark.parametrize("way", ["hidden", "deleted", "withheld", "closed", "publisher closed"])
def test_a_thing_deleted_before_sending_is_left_out(reader, way):
    item = make_publication()
    make_follow(item, reader)
    comment = post_and_notify(item, "Something unkind.")
    if way in ("hidden", "deleted"):
        change_state(comment, State(way))
    elif way == "publisher closed":
        item.publisher.has_discussions = False
        item.publisher.save()
    else:
        gone = {"is_withheld": True} if way == "withheld" else {"discussion": "closed"}
        Item.objects.filter(pk=item.pk).update(**gone)

    send_digests_of_next_week()

    assert mail.outbox == []


def test_a_suspended_publishers_new_items_are_left_out(reader):
    publisher = make_publisher()
    make_follow(publisher, reader)
    make_publication(publisher=publisher)
    run_notifications()
    publisher.suspend(by=None, reason="A complaint.")

    send_digests_of_next_week()

    assert mail.outbox == []


def test_the_message_has_text_html_and_unsubscribe_headers(reader):
    make_follow(get_focus_area(), reader)
    make_publication("A <b>bold</b> & plain guide", focus_areas=["leadership"])
    run_notifications()
    send_digests_of_next_week()

    parsed = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=default)

    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]
    plain, html = (part.get_content() for part in parsed.iter_parts())
    assert "A <b>bold</b> & plain guide" in plain
    assert "A &lt;b&gt;bold&lt;/b&gt; &amp; plain guide" in html
    assert 'name="color-scheme" content="light dark"' in html
    assert "<img" not in html
    assert "http://" not in html + plain
    address = parsed["List-Unsubscribe"]
    assert address.startswith("<https://testserver/u/")
    assert address.strip("<>") in plain
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsed["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("person", [1, 99_999_999])
@pytest.mark.parametrize("policy", [default, SMTP], ids=["file", "SMTP"])
def test_the_unsubscribe_header_is_plain_with_a_long_site_name(settings, person, policy):
    settings.SITE_URL = "https://" + "gateway." * 3 + "example.ab"
    url = build_unsubscribe_url(person)
    message = mail.EmailMessage("Subject", "Words.", to=["a@example.org"], headers=build_unsubscribe_headers(person))

    head = message.message(policy=policy).as_bytes(policy=policy).replace(b"\r\n", b"\n").replace(b"\n ", b"\n")

    assert f"<{url}>".encode() in head
    assert b"=?utf-8" not in head


def test_long_and_quoted_words_are_shortened(reader):
    comment = make_comment(make_publication(), reader)

    post_and_notify(comment, "> What you said.\n\n" + "word " * 400)

    assert "What you said" not in mail.outbox[0].body
    assert len(mail.outbox[0].body) < 1_000


def test_a_message_has_a_maximum_length(reader):
    item = make_publication()
    make_follow(item, reader)
    for _ in range(45):
        make_comment(item)
    run_notifications()

    send_digests_of_next_week()

    [message] = mail.outbox
    assert (message.subject, "And 5 more" in message.body) == ("45 updates from the SEND Gateway", True)


def test_the_message_goes_through_the_outbox_in_the_same_transaction(reader, through_outbox):
    post_and_notify(make_comment(make_publication(), reader))

    message = OutgoingMessage.objects.get()
    assert message.recipients == reader.email
    assert "List-Unsubscribe" in message.content["headers"]
