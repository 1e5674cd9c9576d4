"""Tests of what a visit to an address finds, and how politely it is made."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from resources.links.visits import Outcome, visit
from tests.sites import make_answer, run_site


@pytest.fixture
def shop(settings):
    """Run a site on this machine that may be visited."""
    with run_site() as running:
        settings.FETCH_ALLOWED_HOSTS = {running.host}
        yield running


def test_a_page_that_answers_is_asked_for_its_head_only(shop):
    assert visit(shop.url()).outcome is Outcome.ANSWERS
    assert shop.asked == [("HEAD", "/")]


def only_get(handler):
    """Answer as sites do that do not support HEAD."""
    make_answer(405 if handler.command == "HEAD" else 206, b"A")(handler)


def test_a_site_that_knows_no_head_is_asked_for_one_byte(shop):
    shop.answers["/old"] = only_get

    assert visit(shop.url("/old")).outcome is Outcome.ANSWERS
    assert (shop.asked, shop.headers[1]["Range"]) == ([("HEAD", "/old"), ("GET", "/old")], "bytes=0-0")


@pytest.mark.parametrize("status", [401, 403, 416, 999])
def test_a_page_that_turns_programs_away_is_there_for_people(shop, status):
    shop.answers["/members"] = make_answer(status)

    assert visit(shop.url("/members")).outcome is Outcome.ANSWERS


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, "The site says that there is no such page (404)."),
        (410, "The site says that there is no such page (410)."),
        (500, "The site says that something went wrong there (500)."),
    ],
)
def test_a_page_that_is_not_there_fails_with_a_reason(shop, status, reason):
    shop.answers["/gone"] = make_answer(status)

    found = visit(shop.url("/gone"))

    assert (found.outcome, found.reason) == (Outcome.FAILS, reason)


def test_a_site_that_is_not_there_fails(settings):
    settings.FETCH_ALLOWED_HOSTS = {"127.0.0.1:9"}

    assert visit("http://127.0.0.1:9/").outcome is Outcome.NO_ANSWER


def test_an_address_in_our_own_network_fails_unvisited(shop, settings):
    settings.FETCH_ALLOWED_HOSTS = frozenset()

    assert (visit(shop.url()).outcome, shop.asked) == (Outcome.NO_ANSWER, [])


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Tue, 24 Nov 2026 09:00:00 GMT", timedelta(hours=1)),
        ("Tue, 24 Nov 2026 07:00:00 GMT", timedelta()),
        ("99999999", timedelta(days=7)),
        ("soon", timedelta(hours=1)),
        ("", timedelta(hours=1)),
    ],
)
def test_a_busy_site_is_left_alone_for_as_long_as_it_asks(shop, said, wait):
    shop.answers["/busy"] = make_answer(503, Retry_After=said)

    with time_machine.travel("2026-11-24T08:00:00+00:00", tick=False):
        found = visit(shop.url("/busy"))

    assert (found.outcome, found.wait, len(shop.asked)) == (Outcome.BUSY, wait, 1)
