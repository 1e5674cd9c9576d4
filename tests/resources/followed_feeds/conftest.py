"""Fixtures for followed feeds, served by a site on this machine."""

from __future__ import annotations

import pytest
import time_machine

from gateway.catalogue.models import Kind
from resources.models import FollowedFeed
from tests.factories import make_publisher
from tests.resources.followed_feeds.calendars import NOW
from tests.resources.followed_feeds.visits import visit
from tests.sites import make_answer, run_site


@pytest.fixture
def follow(settings):
    """Return a function that follows a feed served on this machine, and visits it."""
    running = []

    def start(answer, kind=Kind.NEWS, **fields):
        answer = make_answer(body=answer) if isinstance(answer, bytes) else answer
        with_site = run_site({"/feed": answer})
        running.append(with_site)
        shop = with_site.__enter__()
        settings.FETCH_ALLOWED_HOSTS = frozenset({shop.host}) | settings.FETCH_ALLOWED_HOSTS
        publisher = fields.pop("publisher", None) or make_publisher()
        feed = FollowedFeed.objects.create(publisher=publisher, url=shop.url("/feed"), kind=kind, **fields)
        visit(feed)
        return feed

    yield start
    for with_site in running:
        with_site.__exit__(None, None, None)


@pytest.fixture
def today():
    """Travel to a day on which the dates of the calendars are in the future."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def follow_calendar(follow):
    """Return a function that follows a calendar served on this machine, and visits it."""
    return lambda body, **fields: follow(body, Kind.EVENT, **fields)
