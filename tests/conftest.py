"""Fixtures and hooks of all tests: a fresh facet index, the taxonomy, no network, and the browser."""

from __future__ import annotations

import os
import runpy
import socket
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import django.test
import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test.utils import teardown_databases
from pytest_django.plugin import DjangoDbBlocker

from gateway.catalogue import facets
from gateway.catalogue.models import ChangeCounter
from gateway.catalogue.taxonomy import loader
from tests.client import Client
from tests.database import claim_kept_database, make_database
from tests.sampling import IS_WHOLE, SAMPLING_INTERVAL, SEED, deselect_cases
from tests.shared_rows import SharedRows, get_row_maker

INSTALLED_BROWSERS = [path for path in ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium") if Path(path).exists()]
"""Debian's browsers, the headless one first, because it draws no page for the bars of a window."""
CHROMIUM = os.environ.get("CHROMIUM") or next(iter(INSTALLED_BROWSERS), "/usr/bin/chromium")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSER_IS_REQUIRED = bool(os.environ.get("CI")) or os.environ.get("GATEWAY_BROWSER_TESTS") == "required"
LOOPBACK_PREFIXES = ("127.", "::1", "localhost")

CLOCK_FOLDER = Path(__file__).parent / "clock"

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # pytest-playwright keeps an event loop open
if "libfaketime" in os.environ.get("LD_PRELOAD", ""):
    runpy.run_path(str(CLOCK_FOLDER / "sitecustomize.py"))
    os.environ["PYTHONPATH"] = f"{CLOCK_FOLDER}:{os.environ.get('PYTHONPATH', '')}".rstrip(":")  # for child processes


django.test.Client = Client  # type: ignore[misc]  # every test client checks CSRF tokens, however it is made


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sort the tests, and skip those of the browser if none is installed."""
    deselect_cases(config, items)
    items.sort(key=get_sort_key)
    for item in items:
        if "page" in get_own_fixtures(item) and not item.get_closest_marker("browser"):
            raise pytest.UsageError(
                f"“page” is a fixture of the browser: rename the parameter of {item.nodeid}, or mark the test."
            )
    if BROWSER_IS_REQUIRED or Path(CHROMIUM).exists():
        return
    skip = pytest.mark.skip(reason=f"there is no {CHROMIUM}: install Debian's chromium, or set CHROMIUM to a path")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)


def get_sort_key(item: pytest.Item) -> tuple[bool, bool, bool]:
    """Return the sort key of a test: browser tests come last, because they share a filled database.

    Tests with real transactions, which empty every table, come just before them. pytest-django puts them there too, but
    pytest then moves some of them to the front because of the scopes of their parameters. The walk of every page is the
    first browser test: it takes minutes, and at the end of the run the other workers would wait for it.
    """
    in_browser = item.get_closest_marker("browser") is not None
    is_walk = item.path.name == "test_every_page.py"
    return in_browser, in_browser and not is_walk, has_real_transactions(item)


def get_own_fixtures(item: pytest.Item) -> tuple[str, ...]:
    """Return the fixtures that a test itself asks for, without those of its fixtures."""
    information = getattr(item, "_fixtureinfo", None)
    return information.argnames if information else ()


def has_real_transactions(item: pytest.Item) -> bool:
    """Return whether a test uses a database without a transaction around it."""
    marker = item.get_closest_marker("django_db")
    asks = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asks or (marker and marker.kwargs.get("transaction")))


SHARED_ROWS = SharedRows()


@pytest.fixture(scope="class", autouse=True)
def rows(request: pytest.FixtureRequest) -> Any:
    """Return the rows made for the mark `rows`. Tests may change them in the database but not in memory.

    The class scope makes them before the test's own transaction begins; a test function outside a class still gets a
    fixture of its own.
    """
    maker = get_row_maker(request.node)
    if maker is None:
        return None
    request.getfixturevalue("django_db_setup")
    return SHARED_ROWS.get_or_make(maker, request.getfixturevalue("django_db_blocker"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Roll back the shared rows, unless the next test uses the same."""
    try:
        yield
    finally:
        if nextitem is None or get_row_maker(nextitem) != SHARED_ROWS.maker:
            SHARED_ROWS.roll_back()


BAD_INPUT_LABELS = {
    "test_a_bad_file_is_refused": "bad files refused",
    "test_a_field_that_the_form_does_not_have_changes_nothing": "forged fields of posts without effect",
    "test_an_invalid_key_is_not_found": "keys of comments that are none, refused",
    "test_hostile_texts_in_a_reply_are_shown_as_text": "hostile texts shown as text",
    "test_a_post_to_a_discussion_closed_meanwhile_is_refused_and_its_text_given_back": "posts refused late",
    "test_the_database_refuses_what_must_never_be": "rows of discussions refused by the database",
    "test_expensive_texts_are_rendered_quickly": "costly texts rendered soon",
    "test_empty_and_overlong_texts_are_refused": "empty and endless posts refused",
    "test_a_dangerous_address_is_not_asked": "addresses refused",
    "test_a_forged_link_is_answered_as_a_used_one": "forged invitations refused",
    "test_bad_input_is_refused": "fields of forms refused",
    "test_the_answer_is_the_one_in_the_table": "acts on publishers and roles answered as the table says",
}
"""What the cases of each test of bad input are called in the summary, where they are counted."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many cases of bad input passed, and which share of the matrices was run."""
    if not IS_WHOLE:
        terminalreporter.write_line(
            f"Sample: one case in {SAMPLING_INTERVAL} of the big matrices and of the looks of a page, seed {SEED}"
        )
    passed = [report.nodeid for report in terminalreporter.stats.get("passed", ()) if report.when == "call"]
    for name, what in BAD_INPUT_LABELS.items():
        if number := sum(f"::{name}[" in each for each in passed):
            terminalreporter.write_line(f"Bad input: {number} {what}")
    reports = terminalreporter.stats.get("passed", ())
    if tried := sum(value for each in reports for name, value in each.user_properties if name == "bad inputs"):
        terminalreporter.write_line(f"Bad input: {tried} parameters and addresses answered calmly")
    for name, value in (pair for each in reports for pair in each.user_properties if pair[0] in ("fuzz", "pages")):
        terminalreporter.write_line(f"{name.capitalize()}: {value}")
    if asked := sum(value for each in reports for name, value in each.user_properties if name == "answers"):
        terminalreporter.write_line(f"Discussions: {asked} answers to every role in every state as the table says")


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Create the test database for the browser tests too, which pytest-django does not count."""
    option = request.config.option
    by_migrations = not option.nomigrations
    claim = claim_kept_database() if option.reuse_db and by_migrations else nullcontext(False)
    with claim as keeps:
        with django_db_blocker.unblock():
            databases = make_database(finds_one=keeps and not option.create_db, by_migrations=by_migrations)
        yield
        with django_db_blocker.unblock():
            end_other_connections()
            teardown_databases(databases, verbosity=0, keepdb=keeps)


def end_other_connections() -> None:
    """End connections left open by threads of stopped servers: PostgreSQL cannot drop a database in use."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the browser of the system, with the shared arguments."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"Browser tests are required here, and there is no {CHROMIUM}.", pytrace=False)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "service_workers": "block",
    }


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Raise RuntimeError if a test connects to another machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK_PREFIXES):
            raise RuntimeError(f"A test tried to connect to {address[0]}, which is not this machine.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(autouse=True)
def fresh_index() -> None:
    """Forget the facet index, because the log of changes starts again in each test's database."""
    facets.drop_index()


@pytest.fixture(autouse=True)
def load_taxonomy_after_flush(request: pytest.FixtureRequest) -> None:
    """Load the taxonomy for a test with real transactions: the one before emptied every table.

    Create the counter of changes, as a site that has been used has it: the first such test of a process finds the
    taxonomy unchanged, so no change creates it. Empty the cache as well: its table has no model, so it is not emptied
    with the others.
    """
    if has_real_transactions(request.node):
        request.getfixturevalue("transactional_db")
        loader.load(apps)
        ChangeCounter.objects.get_or_create(pk=1)
        cache.clear()
