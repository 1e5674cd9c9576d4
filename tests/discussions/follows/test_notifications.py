"""The page of notifications, unsubscribing from all e-mail, and what a person's download has."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.http import int_to_base36

from accounts.models import Notification, NotificationSettings
from accounts.notifications.unsubscribe import build_unsubscribe_url
from accounts.privacy.data_export import export_data
from discussions.comments.state import change_state
from discussions.models import Follow, State
from tests.discussions.follows.cast import make_follow, run_notifications, set_notification_settings
from tests.factories import (
    make_comment,
    make_publication,
    make_user,
)

pytestmark = pytest.mark.django_db


def notify_of_comments(person, number=1):
    """Make comments on an item that a person follows, and notify them."""
    item = make_publication("A guide")
    make_follow(item, person)
    comments = [make_comment(item, make_user(display_name="Ann"), f"Word {each}.") for each in range(number)]
    run_notifications()
    return comments


def test_the_page_has_the_newest_first_and_marks_what_is_unread(client, person):
    notify_of_comments(person, 2)

    page = client.get("/account/notifications/").text

    assert page.index("Word 1.") < page.index("Word 0.")
    assert page.count("Ann commented") == 2
    assert page.count(">Unread<") == 2


def test_the_header_counts_what_is_unread_quietly(client, person):
    nothing = client.get("/about/").text
    notify_of_comments(person, 2)
    some = client.get("/about/").text
    client.post("/account/notifications/read/")

    assert [("unread notifications" in page) for page in (nothing, some, client.get("/about/").text)] == [
        False,
        True,
        False,
    ]
    assert "<b>(2<" in some


def test_opening_a_notification_leads_there_and_marks_it_as_read(client, person):
    [comment] = notify_of_comments(person)
    notification = Notification.objects.get(user=person)

    response = client.get(f"/account/notifications/{notification.pk}/")

    assert response.url == comment.get_absolute_url()
    assert Notification.objects.get().read_at


def test_nobody_can_open_or_read_notifications_of_others(client, person):
    notify_of_comments(make_user())

    assert client.get(f"/account/notifications/{Notification.objects.get().pk}/").status_code == 404
    assert "Word 0." not in client.get("/account/notifications/").text
    client.post("/account/notifications/read/")
    assert Notification.objects.get().read_at is None


def test_a_link_marks_nothing_as_read(client, person):
    assert client.get("/account/notifications/read/").status_code == 405


def test_a_notification_of_a_hidden_comment_is_not_shown_and_not_counted(client, person):
    [comment] = notify_of_comments(person)
    change_state(comment, State.HIDDEN)

    page = client.get("/account/notifications/").text

    assert "Word 0." not in page
    assert "unread" not in page
    assert client.get(f"/account/notifications/{Notification.objects.get().pk}/").status_code == 404


def test_any_number_of_notifications_costs_the_same_queries(client, person, django_assert_max_num_queries):
    item, counts = make_publication(), []
    make_follow(item, person)
    for number in (2, 20):
        for _ in range(number):
            make_comment(item)
        run_notifications()
        client.get("/account/notifications/")
        with django_assert_max_num_queries(10) as asked:
            client.get("/account/notifications/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("number", ["0", "-1", "abc", "999999999999999999999"])
def test_an_invalid_page_number_shows_a_page(client, person, number):
    notify_of_comments(person)

    for path in ("/account/notifications/", "/account/following/"):
        assert client.get(f"{path}?page={number}").status_code == 200


def get_unsubscribe_path(person):
    return build_unsubscribe_url(person.pk).removeprefix("https://testserver")


def test_a_mail_program_unsubscribes_by_one_press_without_cookies_as_often_as_it_likes(person):
    client = Client(enforce_csrf_checks=True)

    answers = [client.post(get_unsubscribe_path(person), {"List-Unsubscribe": "One-Click"}) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert NotificationSettings.objects.get(user=person).is_off
    assert not answers[0].cookies


def test_opening_the_unsubscribe_link_asks_first_and_changes_nothing(client, person):
    page = client.get(get_unsubscribe_path(person)).text
    client.head(get_unsubscribe_path(person))

    assert "Stop these emails" in page
    assert person.email not in page
    assert not NotificationSettings.objects.exists()


def test_the_page_turns_emails_off_and_on_again(person):
    client = Client(enforce_csrf_checks=True)
    first = client.post(get_unsubscribe_path(person), {})
    off = NotificationSettings.objects.get(user=person).is_off
    client.post(get_unsubscribe_path(person), {"again": "yes"})

    assert (first["Location"], off) == (get_unsubscribe_path(person), True)
    assert not NotificationSettings.objects.get(user=person).is_off


def test_unsubscribing_keeps_the_other_choices(person):
    set_notification_settings(person, how_often="weekly", replies_at_once=False)

    Client().post(get_unsubscribe_path(person), {"List-Unsubscribe": "One-Click"})

    chosen = NotificationSettings.objects.get(user=person)
    assert (chosen.how_often, chosen.replies_at_once, chosen.is_off) == ("weekly", False, True)


def test_a_forged_link_unsubscribes_nobody(person):
    name, day, signature = get_unsubscribe_path(person).removeprefix("/u/").split(".")
    forged = [
        f"{int_to_base36(person.pk + 1)}.{day}.{signature}",
        f"{name}.{day}0.{signature}",
        f"{name}.{day}.{signature[:-1]}",
        f"{name}.{day}.",
        f"{name.upper()}0.{day}.{signature}",
        "1",
        "a.b.c",
        "-1.1.a",
        "..",
        "x" * 2_000,
        "\u00b2.1.a",
    ]

    statuses = {Client().post(f"/u/{each}").status_code for each in forged}

    assert statuses == {404}
    assert not NotificationSettings.objects.exists()


def test_an_expired_link_says_where_to_go(person):
    path = get_unsubscribe_path(person)

    with time_machine.travel(timezone.now() + timedelta(days=401)):
        answer = Client().post(path)

    assert (answer.status_code, "/account/following/" in answer.text) == (410, True)
    assert not NotificationSettings.objects.exists()


def test_the_link_of_a_deleted_account_says_that_it_is_done(person):
    path = get_unsubscribe_path(person)
    person.delete()

    answers = [Client().get(path), Client().post(path, {"List-Unsubscribe": "One-Click"})]

    assert {answer.status_code for answer in answers} == {200}
    assert "You will not get any more emails" in answers[1].text


def test_the_download_has_follows_notifications_and_choices(person):
    notify_of_comments(person)
    set_notification_settings(person, how_often="weekly")

    data = json.loads(json.dumps(export_data(person), default=str))

    assert data["discussions.Follow"][0]["how_often"] == "as-usual"
    assert data["accounts.Notification"][0]["kind"] == "comment"
    assert data["accounts.NotificationSettings"][0]["how_often"] == "weekly"


def test_follows_and_notifications_are_deleted_with_the_account(person):
    notify_of_comments(person)
    set_notification_settings(person)
    Follow.objects.create(user=person, search="/browse/", search_name="Zebedee’s search")

    person.delete()

    left = [model.objects.filter(user=person.pk).count() for model in (Follow, Notification, NotificationSettings)]
    assert left == [0, 0, 0]
