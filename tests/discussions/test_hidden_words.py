"""The words of what is hidden, held or deleted are on no page, in no feed and in no message, whatever replies to it."""

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
from tests.discussions.follows.cast import choose, look, mail_later, make_follow
from tests.factories import get_focus_area, make_comment, make_editor, make_publication, make_regular

pytestmark = pytest.mark.django_db

SECRET = "Zebedee"
STATES = [State.HIDDEN, State.HELD, State.DELETED]
SEARCHED = ("browse", "suggestions", "questions", "unanswered", "answered", "comments", "beside", "mine")
LEFT_OUT = ("admin:", "account_", "mfa_", "socialaccount_", "usersessions_", "practice:", "resources:")
"""Addresses that know nothing of comments."""


@pytest.fixture
def people():
    """Who asked, who replied and follows everything, and a member."""
    names = {"asker": "Ann Asker", "follower": "Flo Follower", "member": "Mia Member"}
    return {role: make_regular(display_name=name) for role, name in names.items()}


@pytest.fixture
def threads(people) -> list[Comment]:
    """A question to everybody and one on an item, each with a reply to it and a reply to that, and an answer."""
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


def take_from(client, path: str) -> str:
    return client.get(path).content.decode()


def addresses(comments) -> set[str]:
    """Every address about one of these comments, what is on them and who wrote them; searches for the secret too."""
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
        if name.startswith(LEFT_OUT):
            continue
        found.add(path)
        last = name.rpartition(":")[2]
        found |= {f"{path}?quote=1"} if last == "reply" else set()
        found |= {f"{path}?q={SECRET}"} if last in SEARCHED else set()
    return found


def pages_with_the_secret(client, comments) -> set[str]:
    """The addresses that say it, of all that there are; a search says what was looked for."""
    echo = re.compile(rf"q(?:=|%3D){SECRET}|“{SECRET}”|value=\"{SECRET}\"|{SECRET}[:,]|<title>{SECRET}")
    return {path for path in addresses(comments) if SECRET in echo.sub("", take_from(client, path))}


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
def test_words_that_are_not_shown_stand_on_no_page(client, people, threads, state, role):
    for question in threads:
        change_state(question, state, **({"text": "", "html": ""} if state == State.DELETED else {}))
    look()
    if role != "visitor":
        client.force_login(people[role])

    assert pages_with_the_secret(client, list(Comment.objects.select_related("item", "author"))) == set()


def test_the_words_stood_there_before(client, threads):
    found = pages_with_the_secret(client, list(Comment.objects.select_related("item", "author")))

    assert {reverse("discussions:thread", args=[each.pk]) for each in threads} <= found
    on_area = Comment.objects.filter(item=None)
    assert {reverse("discussions:reply", args=[each.pk]) for each in on_area} <= found


@pytest.mark.parametrize("state", STATES)
def test_words_that_are_not_shown_are_in_no_message(people, threads, state):
    for question in threads:
        change_state(question, state, **({"text": "", "html": ""} if state == State.DELETED else {}))
    choose(people["follower"], how_often="daily")
    for reply in Comment.objects.filter(author=people["follower"]):
        make_comment(reply, people["asker"], "Thank you.")
    look()
    mail_later()

    assert any("Ann Asker replied to you" in message.body for message in mail.outbox)
    assert [message.subject for message in mail.outbox if SECRET in message.message().as_string()] == []


def test_the_reply_page_of_a_blocked_persons_question_does_not_say_what_they_asked(client, people, threads):
    block(people["member"], people["asker"])
    client.force_login(people["member"])
    reply = Comment.objects.filter(root=threads[0], author=people["follower"]).get()

    assert SECRET not in take_from(client, reverse("discussions:reply", args=[reply.pk]))


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
def test_the_words_of_a_comment_are_had_through_its_state(people, threads, state, role, is_shown):
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
