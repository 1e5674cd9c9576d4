"""A server with the starter catalogue, started once for all browser tests of a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Keyboard, Locator, Page
from pytest_django.live_server_helper import LiveServer

from gateway.catalogue import facets
from gateway.catalogue.taxonomy import loader
from tests.browser.page_readiness import WAITING_ACTIONS, make_waiting, wait_until_ready


@pytest.fixture(autouse=True)
def wait_before_actions(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every action of a test wait for its page, unless the test is marked `acts_early`."""
    if request.node.get_closest_marker("acts_early"):
        return
    for name in WAITING_ACTIONS:
        monkeypatch.setattr(Locator, name, make_waiting(getattr(Locator, name)))
    keyboard = vars(Page)["keyboard"].fget

    def ready_keyboard(page: Page) -> Keyboard:
        wait_until_ready(page)
        return keyboard(page)

    monkeypatch.setattr(Page, "keyboard", property(ready_keyboard))


@pytest.fixture(scope="session")
def database(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Create the test database, which pytest-django creates only if a test has its mark; these tests have none."""
    with django_db_blocker.unblock():
        made = None
        if "catalogue_item" not in connection.introspection.table_names():
            made = setup_databases(verbosity=0, interactive=False)
        yield
        if made:
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def site(database: None, django_db_blocker) -> Iterator[str]:
    """Serve the starter catalogue, and yield the address of the server."""
    with django_db_blocker.unblock():
        loader.load(apps)
        call_command("load_starter", verbosity=0)
        facets.drop_index()
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture(autouse=True)
def unblock_database(site: str, django_db_blocker) -> Iterator[None]:
    """Let the threads of the server use the database during a test."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def reset_rate_limits() -> None:
    """Reset the rate limits."""
    cache.clear()


@pytest.fixture
def complaints(page: Page, site: str) -> list[str]:
    """Collect console errors and warnings, policy violations, and requests to other hosts."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((site, "data:")) else heard.append(request.url))
    return heard
