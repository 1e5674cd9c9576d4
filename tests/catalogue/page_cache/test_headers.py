"""Tests of every public address for three kinds of visitor: who may cache the response, and what it varies by."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from discussions.models import Comment
from gateway.catalogue.models import Kind
from tests.factories import make_member, make_school, make_story, make_user
from tests.pages import FEEDS, PAGES, fill_catalogue
from tests.shared_rows import with_rows

SHARED = "public, max-age=0, s-maxage=30"
ASKED = "public, no-cache"
CLOSED = "private, no-store"
MORE = {
    "an example": "/practice/a-story/",
    "schools": "/schools/",
    "a school": "/schools/100000/",
    "how to share": "/practice/share/",
    "a finished example": "/practice/share/finished/",
    "terms": "/publishers/terms/",
    "sitemap of schools": "/sitemap-schools.xml",
    "a question": "/discussions/77/",
    "questions beside a search": "/discussions/beside/?q=words",
    "suggestions": "/suggest/?q=read",
    "description of the search": "/opensearch.xml",
    "sitemap of questions": "/sitemap-questions.xml",
}
NOT_SHARED = {"reading", "health"}
"""The reading settings set a cookie, and the health of the site must not be cached."""
PUBLIC = {name: at for name, at in {**PAGES, **FEEDS, **MORE}.items() if name not in NOT_SHARED}
SPOKEN_ON = r"/resources/[\w-]+/|/practice/a-story/|/discussions/.*|/feeds/questions\..*"
ASKED_EACH_TIME = {"notices"} | {name for name, at in PUBLIC.items() if re.fullmatch(SPOKEN_ON, at)}
"""Views of publications and searches are counted, and a comment can be hidden at any time."""
IN_PLACE = {
    name for name in PAGES if name in {"browse", "filtered", "notices", "nothing found", "practice", "a publisher"}
}
PRIVATE = ["/accounts/login/", "/accounts/signup/", "/account/", "/manage/", "/publishers/join/", "/no-such-page/"]


def make_catalogue():
    """Create something to show on every page."""
    fill_catalogue()
    school = make_school(urn="100000")
    make_member(school)
    story = make_story("A story", slug="a-story", school=school)
    Comment.objects.create(pk=77, item_id=story.pk, text="Who has words for this?", is_question=True)


pytestmark = [pytest.mark.django_db, with_rows(make_catalogue), pytest.mark.matrix]


@pytest.fixture(autouse=True)
def nothing_kept():
    """Empty the cache of pages."""
    caches["pages"].clear()


@pytest.fixture(params=[0, 30], ids=["made anew", "kept"])
def kept_for(request, settings):
    settings.KEEP_ANSWERS = request.param
    return request.param


def vary(response):
    return {name.strip() for name in response["Vary"].split(",")}


def member():
    client = Client()
    client.force_login(make_user())
    return client


def anonymous_with(name):
    """Return the client of an anonymous visitor with this cookie."""
    client = Client()
    client.cookies[name] = "something"
    return client


@pytest.mark.parametrize("name", PUBLIC)
def test_what_an_anonymous_visitor_reads_may_be_shared(client, kept_for, name):
    for _ in range(2):
        response = client.get(PUBLIC[name])

        assert response.status_code == 200
        assert response["Cache-Control"] == (ASKED if name in ASKED_EACH_TIME else SHARED)
        assert re.fullmatch(r'W/"\w{24}"', response["ETag"])
        assert vary(response) >= {"Cookie"} | (
            {"HX-Request", "HX-History-Restore-Request"} if name in IN_PLACE else set()
        )
        assert not response.cookies


@pytest.mark.parametrize("name", PUBLIC)
def test_what_somebody_logged_in_reads_may_not_be_kept_by_anybody(client, kept_for, name):
    client.get(PUBLIC[name])
    response = member().get(PUBLIC[name])

    assert response.status_code == 200
    assert response["Cache-Control"] == CLOSED
    assert "ETag" not in response
    assert "Cookie" in vary(response)


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "messages"])
@pytest.mark.parametrize("name", PUBLIC)
def test_whoever_has_a_session_or_a_message_gets_an_answer_of_their_own(client, kept_for, name, cookie):
    client.get(PUBLIC[name])
    response = anonymous_with(cookie).get(PUBLIC[name])

    assert response.status_code == 200
    assert response["Cache-Control"] == CLOSED
    assert "ETag" not in response


@pytest.mark.parametrize("address", PRIVATE)
def test_every_other_answer_is_private(client, kept_for, address):
    for each in (client, member()):
        response = each.get(address)

        assert "public" not in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", PUBLIC)
def test_the_answer_is_the_same_at_another_moment_and_with_another_token(name):
    """The response must hold no token, nothing random and no time of day."""
    begun = timezone.now()
    with time_machine.travel(begun, tick=False):
        first = Client(enforce_csrf_checks=True).get(PUBLIC[name])
    with time_machine.travel(begun + timedelta(seconds=7), tick=False):
        other = Client(enforce_csrf_checks=True)
        other.cookies["csrftoken"] = "a" * 32
        second = other.get(PUBLIC[name])

    assert first.content == second.content
    assert b"csrfmiddlewaretoken" not in first.content
    assert b"form_key" not in first.content


@pytest.mark.parametrize("name", PUBLIC)
def test_whoever_has_the_answer_hears_that_it_has_not_changed(client, kept_for, name):
    tag = client.get(PUBLIC[name])["ETag"]

    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        response = client.get(PUBLIC[name], headers={"If-None-Match": known})
        assert response.status_code == 304
        assert not response.content
        assert (response["ETag"], response["Vary"]) == (tag, client.get(PUBLIC[name])["Vary"])

    assert client.get(PUBLIC[name], headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_reading_setting_is_another_answer(client, kept_for):
    plain = client.get("/")
    client.cookies["reading"] = "theme=dark"

    assert b'data-theme="dark"' in client.get("/").content
    assert client.get("/")["ETag"] != plain["ETag"]


def test_a_head_request_says_the_same_without_a_body(client, kept_for):
    asked = client.get("/browse/")
    head = client.head("/browse/")

    assert head["ETag"] == asked["ETag"]
    assert not head.content


def test_no_kind_of_item_is_left_out():
    assert {f"/resources/a-{kind}/" for kind in Kind if kind != Kind.PRACTICE} <= set(PUBLIC.values())
