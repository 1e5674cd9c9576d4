"""Hidden, held and deleted texts are on no page, in no feed and in no message, whatever replies to them."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.blocking import block
from discussions.comments.state import change_state, mark_answer
from discussions.models import Comment, State
from discussions.moderation.member_keys import make_member_key
from discussions.threads.permissions import Viewer
from discussions.threads.titles import get_comment_title
from tests.addresses import list_addresses
from tests.discussions.follows.cast import (
    make_follow,
    run_notifications,
    send_digests_of_next_week,
    set_notification_settings,
)
from tests.factories import get_focus_area, make_comment, make_editor, make_publication, make_regular

pytestmark = pytest.mark.django_db

SECRET = "Zebedee"
STATES = [State.HIDDEN, State.HELD, State.DELETED]
SEARCH_URL_NAMES = (
    "browse",
    "suggestions",
    "questions",
    "unanswered",
    "answered",
    "comments",
    "similar_questions",
    "mine",
)
IGNORED_PREFIXES = ("admin:", "account_", "mfa_", "socialaccount_", "usersessions_", "practice:", "resources:")
"""Addresses that have nothing to do with comments."""


@pytest.fixture
def people():
    """The asker, a follower who replied, and a member."""
    names = {"asker": "Ann Asker", "follower": "Flo Follower", "member": "Mia Member"}
    return {role: make_regular(display_name=name) for role, name in names.items()}


@pytest.fixture
def threads(people) -> list[Comment]:
    """A question to the community and one on an item, each with a reply, a reply to that and an answer."""
    questions = []
    for place in (get_focus_area(), make_publication(focus_areas=["leadership"])):
        text = f"How do you help {SECRET} in class? {SECRET} is nine."
        question = make_comment(place, people["asker"], text, is_question=True)
        make_follow(question, people["follower"], "at-once")
        reply = make_comment(question, people["follower"], "We do it so.")
        make_comment(reply, people["member"], "And we do too.")
        mark_answer(question, reply)
        questions.append(question)
    return questions


def get_text(client, path: str) -> str:
    return client.get(path).content.decode()


def get_addresses(comments) -> set[str]:
    """Return every address about these comments, their items and authors, and searches for the secret."""
    values = {
        "pk": [comment.pk for comment in comments],
        "slug": {comment.item.slug for comment in comments if comment.item_id} | {"leadership"},
        "kind": ["question"],
        "key": [make_member_key(comments[0].author)] if comments[0].author else [],
        "section": ["questions", "items"],
        "token": ["none"],
    }
    found = set()
    for name, path in list_addresses(values):
        if name.startswith(IGNORED_PREFIXES):
            continue
        found.add(path)
        last = name.rpartition(":")[2]
        found |= {f"{path}?quote=1"} if last == "reply" else set()
        found |= {f"{path}?q={SECRET}"} if last in SEARCH_URL_NAMES else set()
    return found


def find_pages_with_secret(client, comments) -> set[str]:
    """Return the addresses whose page has the secret, except as the words of a search."""
    echo = re.compile(rf"q(?:=|%3D){SECRET}|“{SECRET}”|value=\"{SECRET}\"|{SECRET}[:,]|<title>{SECRET}")
    return {path for path in get_addresses(comments) if SECRET in echo.sub("", get_text(client, path))}


@pytest.mark.parametrize(
    ("state", "role"),
    [
        (State.HIDDEN, "visitor"),
        (State.HIDDEN, "member"),
        (State.HIDDEN, "follower"),
        (State.HELD, "visitor"),
        (State.HELD, "follower"),
        (State.DELETED, "visitor"),
    ],
)
def test_hidden_texts_are_on_no_page(client, people, threads, state, role):
    for question in threads:
        change_state(question, state, **({"text": "", "html": ""} if state == State.DELETED else {}))
    run_notifications()
    if role != "visitor":
        client.force_login(people[role])

    assert find_pages_with_secret(client, list(Comment.objects.select_related("item", "author"))) == set()


def test_the_texts_were_there_before_they_were_hidden(client, threads):
    found = find_pages_with_secret(client, list(Comment.objects.select_related("item", "author")))

    assert {reverse("discussions:thread", args=[each.pk]) for each in threads} <= found
    on_area = Comment.objects.filter(item=None)
    assert {reverse("discussions:reply", args=[each.pk]) for each in on_area} <= found


@pytest.mark.parametrize("state", STATES)
def test_hidden_texts_are_in_no_message(people, threads, state):
    for question in threads:
        change_state(question, state, **({"text": "", "html": ""} if state == State.DELETED else {}))
    set_notification_settings(people["follower"], how_often="daily")
    for reply in Comment.objects.filter(author=people["follower"]):
        make_comment(reply, people["asker"], "Thank you.")
    run_notifications()
    send_digests_of_next_week()

    assert any("Ann Asker replied to you" in message.body for message in mail.outbox)
    assert [message.subject for message in mail.outbox if SECRET in message.message().as_string()] == []


def test_the_reply_page_of_a_blocked_persons_question_does_not_say_what_they_asked(client, people, threads):
    block(people["member"], people["asker"])
    client.force_login(people["member"])
    reply = Comment.objects.filter(root=threads[0], author=people["follower"]).get()

    assert SECRET not in get_text(client, reverse("discussions:reply", args=[reply.pk]))


@pytest.mark.parametrize(
    ("state", "role", "is_shown"),
    [
        (State.HELD, "asker", True),
        (State.HELD, "member", False),
        (State.HIDDEN, "asker", False),
        (State.HIDDEN, "member", False),
        (State.VISIBLE, "member", True),
    ],
)
def test_the_text_of_a_comment_is_shown_according_to_its_state(people, threads, state, role, is_shown):
    question = threads[0]
    if state != State.VISIBLE:
        change_state(question, state)

    assert (SECRET in question.get_words(people[role])) == is_shown
    assert (SECRET in Viewer(people[role]).get_title(question)) == is_shown
    assert (SECRET in question.words) == (SECRET in get_comment_title(question)) == (state == State.VISIBLE)


def test_an_editor_reads_what_waits_and_what_is_hidden(people, threads):
    editor = make_editor()
    for question, state in zip(threads, (State.HELD, State.HIDDEN), strict=True):
        change_state(question, state)

        assert SECRET in question.get_words(editor)
