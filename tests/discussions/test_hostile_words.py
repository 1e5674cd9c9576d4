"""Hostile texts never run: not in a thread, a list, a feed, a message or structured data."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import NotificationSettings
from accounts.notifications.digests import send_due_digests
from discussions.models import Follow
from discussions.notifications.activities import notify_about_all_activities
from gateway.catalogue.text.markdown import TAGS, render
from tests.discussions.hostile import EXPENSIVE_TEXTS, HOSTILE_TEXTS
from tests.discussions.world import load_taxonomy_if_missing
from tests.factories import get_focus_area, make_comment, make_member, make_publication, make_school, make_user

PAGES = (
    "item",
    "thread",
    "questions",
    "comments",
    "mine",
    "home",
    "focus_area",
    "notifications",
    "following",
    "reply",
    "edit",
    "report",
    "quote",
    "search",
)
FEEDS = ("feed_atom", "feed_rss")
ALLOWED = {*TAGS, "b", "div", "html", "head", "body", "tbody"}
SCHEMES = ("http", "https", "mailto")
HOSTILE_NAME = "\"><script>alert(1)</script>'-alert(1)-' {{ 7*7 }}"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """Each hostile text as a question and a reply, on an item and a focus area, by a member with a hostile name."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_taxonomy_if_missing()
        author = make_member(
            make_school(HOSTILE_NAME[:60]), make_user(display_name=HOSTILE_NAME[:60], organisation=HOSTILE_NAME[:60])
        )
        item, follower = make_publication(HOSTILE_NAME, slug="poisoned", focus_areas=["leadership"]), make_user()
        NotificationSettings.objects.create(user=follower, how_often="daily")
        Follow.objects.create(user=follower, item_id=item.pk)
        root = make_comment(item, author, "What do you do?", is_question=True)
        replies = {name: make_comment(root, author, text).pk for name, text in HOSTILE_TEXTS.items()}
        questions = [
            make_comment(place, author, text, is_question=True)
            for text in HOSTILE_TEXTS.values()
            for place in (item, get_focus_area())
        ]
        notify_about_all_activities.call()
        send_due_digests(timezone.now() + timedelta(days=8))
        made = SimpleNamespace(
            author=author, follower=follower, item=item, root=root, replies=replies, last=questions[-2]
        )
        made.pages = {name: get_pages(made, name) for name in (*PAGES, *FEEDS)}
        made.articles = {each.get("id"): each for each in iterate_elements(made.pages["thread"])}
        made.messages = list(mail.outbox)
        yield made
        transaction.set_rollback(True)


def get_pages(world: SimpleNamespace, name: str) -> str:
    """Return the pages with the texts, one after the other."""
    client = Client()
    client.force_login(world.follower if name in ("notifications", "following", "reply", "quote") else world.author)
    ways: dict[str, list[str]] = {
        "item": [f"{world.item.get_absolute_url()}?thread-page={number}" for number in range(1, 6)],
        "thread": [f"/discussions/{world.root.pk}/?page={number}" for number in (1, 2)],
        "home": ["/"],
        "focus_area": ["/focus-areas/leadership/"],
        "reply": [reverse("discussions:reply", args=[pk]) for pk in list(world.replies.values())[:20]],
        "quote": [reverse("discussions:reply", args=[pk]) + "?quote=1" for pk in world.replies.values()],
        "edit": [reverse("discussions:edit", args=[pk]) for pk in world.replies.values()],
        "report": [reverse("discussions:report", args=[world.last.pk])],
        "search": ["/browse/?q=alert", "/discussions/?q=alert"],
        "notifications": [f"/account/notifications/?page={number}" for number in range(1, 5)],
    }
    paths = ways.get(name) or [reverse(f"discussions:{name}")]
    return "\0".join(get_text(client, path) for path in paths)


def get_text(client: Client, path: str) -> str:
    response = client.get(path)
    return response.content.decode() if response.status_code in (200, 404) else f"status {response.status_code}"


def iterate_elements(html: str) -> Iterator[Any]:
    """Yield all elements of these pages as a browser sees them."""
    for each in html.split("\0"):
        yield from html5lib.parse(each, namespaceHTMLElements=False).iter()


def find_live_part(element: Any) -> str:
    """Return what a browser would run or fetch of this element, or "" if it is our own."""
    tag, values = str(element.tag), element.attrib
    if tag == "script":
        own = values.get("src", "").startswith("/static/") or values.get("type") == "application/ld+json"
        return "" if own else "script"
    if tag in ("style", "iframe", "object", "embed", "base", "math", "mglyph"):
        return tag
    if any(name.startswith("on") for name in values):
        return f"{tag} with a handler"
    address = re.sub(r"[\x00-\x20]", "", values.get("href", values.get("src", values.get("action", ""))))
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
    is_fetched = tag == "img" and "evil.example" in address
    return f"{tag} {address}" if is_fetched or (scheme and scheme[1].lower() not in SCHEMES) else ""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_hostile_texts_and_none_runs(world, name):
    html = world.pages[name]

    assert "status 5" not in html
    assert [found for element in iterate_elements(html) if (found := find_live_part(element))] == []


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_hostile_texts_in_a_reply_are_shown_as_text(world, name):
    article = world.articles[f"comment-{world.replies[name]}"]
    prose = next(each for each in article.iter("div") if each.get("class") == "prose")

    assert "{% debug %} {{ settings.SECRET_KEY }}" in "".join(prose.itertext()) or name != "a template"
    assert {str(each.tag) for each in prose.iter()} <= ALLOWED
    assert {name for each in prose.iter() for name in each.attrib} <= {"href", "rel", "align", "start", "class"}
    assert [found for each in prose.iter() if (found := find_live_part(each))] == []


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_complete_and_no_hostile_text_in_it_runs(world, name):
    root = ElementTree.fromstring(world.pages[name])  # noqa: S314

    texts = [
        each.text or "" for each in root.iter() if each.tag.rpartition("}")[2] in ("summary", "description", "content")
    ]
    assert len(texts) > 10
    assert [found for text in texts for element in iterate_elements(text) if (found := find_live_part(element))] == []


def test_no_hostile_text_runs_in_messages_or_adds_a_header(world):
    assert world.messages
    for message in world.messages:
        assert message.message()["Bcc"] is None
        assert "\n" not in message.subject
        for html, _ in message.alternatives:
            assert [
                found
                for element in iterate_elements(html)
                if (found := find_live_part(element)) and element.tag != "style"
            ] == []


def test_what_search_engines_are_told_is_json_and_no_script(world):
    told = [
        each
        for name in ("item", "thread")
        for each in iterate_elements(world.pages[name])
        if each.tag == "script" and each.get("type") == "application/ld+json"
    ]

    for each in told:
        json.loads(each.text)
        assert "<" not in each.text


@pytest.mark.parametrize("name", EXPENSIVE_TEXTS)
def test_expensive_texts_are_rendered_quickly(name):
    start = time.process_time()

    html = render(EXPENSIVE_TEXTS[name], 4)

    assert time.process_time() - start < 2
    assert len(html) < 600_000
