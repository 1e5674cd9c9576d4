"""Bad forms: empty texts, closed discussions, and keys and fields of other people."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import END_OF_TIME, User
from discussions.comments import votes
from discussions.comments.counters import find_mistakes
from discussions.comments.state import change_state
from discussions.models import Comment, HelpfulVote, Mention, State
from gateway.catalogue.models import Item, Status
from resources.models import Publisher
from tests.discussions.forms import make_form_data
from tests.discussions.hostile import EMPTY_TEXTS, OVERLONG_TEXTS
from tests.factories import (
    get_focus_area,
    make_comment,
    make_known,
    make_publication,
    make_regular,
    make_user,
)

pytestmark = pytest.mark.django_db
JUNK = (
    "0",
    "-1",
    "99999999999999999999",
    "9223372036854775808",
    "abc",
    "1e9",
    "1.0",
    "٣",
    "１",
    "%00",
    "%0a1",
    "1%20OR%201=1",
    "'",
    "../1",
    "None",
    "true",
    "0x1",
    "1;2",
    "{{1}}",
    "☃",
    "+1",
    "1_0",
    "9" * 400,
)
ACTS = ("reply", "edit", "delete", "helpful", "answer", "history", "report", "reported", "comment", "moderate_comment")
FORGED = {
    "state": "visible",
    "author": "{other}",
    "author_id": "{other}",
    "user": "{other}",
    "is_locked": "on",
    "helpful_count": "99",
    "answer": "{comment}",
    "answered_at": "2020-01-01",
    "created_at": "2020-01-01",
    "edited_at": "2020-01-01",
    "root": "{comment}",
    "parent": "{comment}",
    "parent_id": "{comment}",
    "item": "{item}",
    "item_id": "{item}",
    "focus_area": "1",
    "is_question": "on",
    "kind": "question",
    "version": "99",
    "html": "<script>",
    "held_because": "",
    "id": "{comment}",
    "pk": "{comment}",
    "is_sample": "on",
    "is_editor": "on",
    "is_staff": "on",
}
FORMS = ("say", "reply", "edit")


@pytest.fixture
def item():
    return make_publication(slug="an-item")


@pytest.fixture
def person(client):
    """A known member who is logged in."""
    user = make_known("Pat")
    client.force_login(user)
    return user


def get_addresses(item, person) -> dict[str, str]:
    """Return the addresses of every form that takes a text."""
    return {
        "say": reverse("discussions:post_on_item", args=[item.slug]),
        "reply": reverse("discussions:reply", args=[make_comment(item).pk]),
        "edit": reverse("discussions:edit", args=[make_comment(item, person, "As it was.").pk]),
        "ask": reverse("discussions:ask", args=[get_focus_area().slug]),
    }


def get_stored_comments():
    return list(Comment.objects.order_by("pk").values())


@pytest.mark.parametrize("where", ["say", "reply", "edit", "ask"])
@pytest.mark.parametrize("what", [*EMPTY_TEXTS, *OVERLONG_TEXTS])
def test_empty_and_overlong_texts_are_refused(client, item, person, what, where):
    address, before = get_addresses(item, person)[where], get_stored_comments()

    response = client.post(address, make_form_data((EMPTY_TEXTS | OVERLONG_TEXTS)[what], version=1))

    assert response.status_code == 200
    assert get_stored_comments() == before or where != "edit"
    assert Comment.objects.count() == len(before)


RAW = {
    "half a character": b"%ED%A0%80",
    "the other half": b"%ED%BF%BF",
    "no UTF-8": b"%FF%FE%FA",
    "half an emoji": b"%F0%9F%A7",
    "overlong": b"%C0%AF",
    "NUL": b"a%00b",
    "an open percent": b"a%",
    "no hex": b"%zz",
    "a plus": b"+",
    "semicolons": b"a;text=b",
}


@pytest.mark.parametrize("what", RAW)
def test_bytes_that_are_no_text_cause_no_error(client, item, person, what):
    body = b"kind=comment&form_key=" + str(uuid4()).encode() + b"&text=Hello+" + RAW[what]

    response = client.generic("POST", get_addresses(item, person)["say"], body, "application/x-www-form-urlencoded")

    assert response.status_code == (200 if what == "NUL" else 303)
    assert "\0" not in Comment.objects.latest("pk").text


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("key", JUNK)
def test_an_invalid_key_is_not_found(client, item, person, act, key):
    address = reverse(f"discussions:{act}", args=[7]).replace("/7/", f"/{key}/")

    assert client.post(address, make_form_data(version=1)).status_code in (404, 405)
    assert client.get(address).status_code in (404, 405)


PLACES = {
    "hidden": lambda comment: change_state(comment, State.HIDDEN),
    "held": lambda comment: change_state(comment, State.HELD),
    "deleted": lambda comment: change_state(comment, State.DELETED, text=""),
    "in a locked thread": lambda comment: Comment.objects.filter(pk=comment.root_id).update(is_locked=True),
    "on a locked discussion": lambda comment: Item.objects.update(discussion=Item.Discussion.LOCKED),
    "on a closed discussion": lambda comment: Item.objects.update(discussion=Item.Discussion.CLOSED),
    "on an unpublished item": lambda comment: Item.objects.update(status=Status.DRAFT),
    "on a withheld item": lambda comment: Item.objects.update(is_withheld=True),
    "on a publisher's without discussions": lambda comment: Publisher.objects.update(has_discussions=False),
    "by somebody suspended": lambda comment: User.objects.update(suspended_until=END_OF_TIME),
}


@pytest.mark.parametrize("what", PLACES)
def test_a_post_to_a_discussion_closed_meanwhile_is_refused_and_its_text_given_back(client, item, person, what):
    parent = make_comment(make_comment(item))
    address = reverse("discussions:reply", args=[parent.pk])
    assert client.get(address).status_code == 200
    PLACES[what](parent)
    before = get_stored_comments()

    response = client.post(address, make_form_data("Words that took an hour."))

    assert response.status_code in (403, 404, 409)
    assert "Words that took an hour." in response.content.decode()
    assert get_stored_comments() == before
    assert list(find_mistakes()) == []


def test_a_member_logged_out_meanwhile_finds_the_text_again(client, item, person):
    address, sent = get_addresses(item, person)["say"], make_form_data("Words that took an hour.")
    client.logout()

    response = client.post(address, sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 302
    client.post("/accounts/login/", {"login": person.email, "password": "x"})
    session = client.session
    client.force_login(person)
    client.session.update(dict(session.items()))

    assert "Words that took an hour." in client.get(address).content.decode()


@pytest.mark.parametrize("key", ["", "x", "0", "null", "{" + "0" * 32 + "}", "0" * 33, "\0", "'; DROP TABLE x; --"])
def test_an_invalid_form_key_causes_no_error(client, item, person, key):
    response = client.post(get_addresses(item, person)["say"], make_form_data(form_key=key))

    assert response.status_code in (200, 303)


def test_another_members_form_key_shows_nothing_of_their_post(client, item, person):
    theirs = make_form_data("Mine and secret.")
    other = Client()
    other.force_login(make_regular())
    other.post(get_addresses(item, person)["say"], theirs)
    change_state(Comment.objects.get(text="Mine and secret."), State.HIDDEN)

    response = client.post(
        get_addresses(item, person)["say"], make_form_data("My own.", form_key=theirs["form_key"]), follow=True
    )

    assert Comment.objects.get(text="My own.").author == person
    assert "Mine and secret." not in response.content.decode()


@pytest.mark.parametrize("where", FORMS)
@pytest.mark.parametrize("name", FORGED)
@pytest.mark.matrix
def test_a_field_that_the_form_does_not_have_changes_nothing(client, item, where, name):
    newcomer = make_user()
    client.force_login(newcomer)
    parent, elsewhere = make_comment(item), make_comment(make_publication())
    own = make_comment(item, newcomer, "As it was.")
    address = {"say": ["post_on_item", item.slug], "reply": ["reply", parent.pk], "edit": ["edit", own.pk]}[where]
    value = FORGED[name].format(other=parent.author_id, comment=elsewhere.pk, item=elsewhere.item_id)
    usual = {"text": "Words.", "form_key": str(uuid4()), "version": "1", "kind": "comment"}
    allowed = {"kind": "say", "version": "edit"}

    client.post(reverse(f"discussions:{address[0]}", args=address[1:]), usual | {name: value})

    made = Comment.objects.latest("pk") if where != "edit" else Comment.objects.get(pk=own.pk)
    said = (made.author, made.item_id, made.is_locked, made.helpful_count, made.answer, made.focus_area)
    assert said == (newcomer, item.pk, False, 0, None, None)
    assert made.is_question == (allowed.get(name) == where == "say")
    assert made.parent_id == (parent.pk if where == "reply" else None)
    assert (made.state, made.text) == (("visible", "As it was.") if where == "edit" else (State.HELD, "Words."))
    assert made.created_at.year > 2020
    assert "<script" not in made.html
    assert not User.objects.get(pk=newcomer.pk).is_staff
    assert Comment.objects.get(pk=elsewhere.pk).text == elsewhere.text


CIRCLES = {
    "a comment that replies to itself": lambda a, b: {"pk": a.pk, "parent": a.pk, "root": a.pk},
    "two that reply to each other": lambda a, b: {"pk": a.pk, "parent": b.pk, "root": b.pk},
    "a reply without a beginning": lambda a, b: {"pk": b.pk, "parent": a.pk, "root": None},
    "a beginning without a reply": lambda a, b: {"pk": a.pk, "parent": None, "root": b.pk},
    "a reply that asks": lambda a, b: {"pk": b.pk, "is_question": True},
    "a comment with an answer": lambda a, b: {"pk": a.pk, "answer": b.pk},
    "a comment on two things": lambda a, b: {"pk": a.pk, "focus_area": get_focus_area().pk},
    "a comment on nothing": lambda a, b: {"pk": a.pk, "item": None},
    "a state that is none": lambda a, b: {"pk": a.pk, "state": "secret"},
    "a comment that says nothing": lambda a, b: {"pk": a.pk, "text": ""},
    "fewer votes than none": lambda a, b: {"pk": a.pk, "helpful_count": -1},
}


@pytest.mark.parametrize("what", CIRCLES)
def test_the_database_refuses_what_must_never_be(item, what):
    comment = make_comment(item)
    changes = CIRCLES[what](comment, make_comment(comment))

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=changes.pop("pk")).update(**changes)


def test_a_text_with_many_names_notifies_few(client, item, person):
    for number in range(30):
        make_comment(item, make_user(display_name=f"Member {number}x"))
    storm = " ".join(f"@Member {number % 30}x" for number in range(330))

    assert client.post(get_addresses(item, person)["say"], make_form_data(storm)).status_code == 303

    assert Mention.objects.count() == 10


def test_a_thread_a_hundred_deep_is_shown_four_levels_deep(client, item):
    comment = root = make_comment(item)
    for _ in range(100):
        comment = make_comment(comment)

    html = client.get(f"/discussions/{root.pk}/").content.decode()

    assert html.count("In reply to") > 90
    assert client.get(comment.get_absolute_url(), follow=True).status_code == 200


def test_the_seventh_post_in_five_minutes_waits(client, item, person):
    address = get_addresses(item, person)["reply"]

    statuses = [client.post(address, make_form_data(f"Post {number}.")).status_code for number in range(12)]

    assert statuses[:5] == [303] * 5
    assert set(statuses[6:]) == {429}


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twenty_times_at_once_posts_once(item):
    user = make_regular()
    parent, sent = make_comment(item), make_form_data("Once.")

    def send(_: int) -> int:
        mine = Client()
        mine.force_login(user)
        try:
            return mine.post(reverse("discussions:reply", args=[parent.pk]), sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(send, range(20)))

    assert set(statuses) <= {303, 429}
    assert Comment.objects.filter(text="Once.").count() == 1
    assert list(find_mistakes()) == []


@pytest.mark.django_db(transaction=True)
def test_fifty_votes_of_one_member_at_once_are_one(item):
    user, comment = make_regular(), make_comment(item)

    def vote(_: int) -> int:
        try:
            return votes.save_vote(user, comment, helpful=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(vote, range(50)))

    assert HelpfulVote.objects.count() == 1
    assert list(find_mistakes()) == []
