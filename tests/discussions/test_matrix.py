"""Every address of discussions answers every role in every state as the table in docs/security.md says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from discussions.models import Comment
from discussions.moderation.decisions import get_case_token
from discussions.urls import urlpatterns
from tests.discussions.world import ROLES, STATES, World, build_world

TABLE = settings.BASE_DIR / "docs" / "security.md"
HEADING = "## Who gets which answer in discussions"
QUESTION_URL_NAMES = {"thread", "lock_thread"}
ITEM_URL_NAMES = {"post_on_item", "threads", "lock_item", "follow"}
REPLY_URL_NAMES = {
    "comment",
    "reply",
    "edit",
    "delete",
    "history",
    "helpful",
    "answer",
    "report",
    "reported",
    "moderate_comment",
    "block_author",
}
ROWS = {
    "decision": {"reference": "decision"},
    "moderate_message": {"reference": "message"},
    "moderate_appeal": {"pk": "appeal"},
    "follow_change": {"pk": "follow"},
    "notification": {"pk": "notification"},
}
IGNORED_TABLES = {"django_session", "cache", "discussions_discussionvisit", "catalogue_pageversion"}
"""Tables that reading a page may change."""
SAME_ORIGIN_HEADERS = {"Sec-Fetch-Site": "same-origin"}
DECISIONS = {"held": "approve", "hidden": "restore", "deleted": "keep"}
WRITES = re.compile(r'^(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(\w+)"')
SAVEPOINT = re.compile(r"^(ROLLBACK TO )?SAVEPOINT (\S+)")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world, made once. The changes of each request are undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


def list_url_names() -> list[str]:
    return sorted({str(each.name) for each in urlpatterns})


def get_address(world: World, role: str, name: str, state: str) -> str:
    """Return an address of this name for something in this state."""
    scenario = world.get_scenario(role, state)
    pattern = next(each.pattern for each in urlpatterns if each.name == name)
    given: dict[str, Any] = {key: world.rows[row] for key, row in ROWS.get(name, {}).items()}
    if name in QUESTION_URL_NAMES | REPLY_URL_NAMES:
        given["pk"] = (scenario.question if name in QUESTION_URL_NAMES else scenario.reply).pk
    elif name == "follow":
        given |= {"kind": "item", "pk": scenario.item.pk}
    elif name in ITEM_URL_NAMES:
        given["slug"] = scenario.item.slug
    given |= {"slug": "leadership"} if name == "ask" else {}
    given |= {"key": world.rows["key"]} if "key" in pattern.converters else {}
    given |= {"token": world.rows["token"]} if "token" in pattern.converters else {}
    return reverse(f"discussions:{name}", kwargs=given or None)


def make_form_data(world: World, role: str, name: str, state: str) -> dict[str, Any]:
    """Return what the form of this address sends."""
    reply: Comment = world.get_scenario(role, state).reply
    words = {"text": "Other words.", "form_key": str(uuid4())}
    forms: dict[str, dict[str, Any]] = {
        "post_on_item": {**words, "kind": "comment"},
        "edit": {**words, "version": 1},
        "report": {"concern": "spam", "form_key": str(uuid4())},
        "report_member": {"concern": "spam", "form_key": str(uuid4())},
        "moderate_comment": {"act": DECISIONS.get(state, "hide"), "words": "Because.", "seen": get_case_token(reply)},
        "moderate_member": {"member": "warn", "words": "Because.", "seen": get_case_token(world.people["author"])},
        "moderate_message": {"act": "keep", "words": "Because.", "seen": "0"},
        "moderate_appeal": {"follow": "yes"},
        "decision": {"words": "It is not so."},
        "follow": {"follow": "1"},
        "follow_change": {"stop": "1"},
        "following": {"how_often": "weekly"},
    }
    return forms.get(name, words)


@contextmanager
def record_written_tables() -> Iterator[set[str]]:
    """Yield the set of the tables that are written to, except writes that are rolled back."""
    log: list[str] = []
    marks: dict[str, int] = {}
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        point, write = SAVEPOINT.match(sql), WRITES.match(sql)
        if point and point[1]:
            del log[marks[point[2]] :]
        elif point:
            marks[point[2]] = len(log)
        result = execute(sql, params, many, context)
        if write and (sql.startswith("INSERT") or context["cursor"].rowcount):
            log.append(write[1])
        return result

    with connection.execute_wrapper(note):
        yield tables
    tables |= set(log) - IGNORED_TABLES


def get_answer(client: Client, method: str, path: str, form: dict[str, Any]) -> str:
    """Return the answer, which is "done" if something changed, and undo all changes."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic(), record_written_tables() as tables:
        response = client.post(path, form, headers=SAME_ORIGIN_HEADERS) if method == "POST" else client.get(path)
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.status_code in (302, 303) and tables:
        return "done"
    found = str(response.status_code)
    if response.status_code == 302 and "/login/" in response.headers["Location"]:
        found = "log in"
    return found + (f" and wrote to {', '.join(sorted(tables))}" if tables else "")


def read_table() -> list[list[str]]:
    """Return the rows of the table: names, methods, states, and an answer for each role."""
    lines = TABLE.read_text().partition(HEADING)[2].partition("\n## ")[0].splitlines()
    cells = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return [row for row in cells if len(row) == len(ROLES) + 3]


ROWS_OF_TABLE = read_table()


def get_expected_answer(name: str, method: str, state: str, role: str) -> str:
    """Return the answer in the first row of the table that fits."""
    row = next((row for row in ROWS_OF_TABLE if is_row_for(row, name, method, state)), None)
    return row[3 + ROLES.index(role)] if row else "not in the table"


def is_row_for(row: list[str], name: str, method: str, state: str) -> bool:
    names, states = row[0].replace("`", "").split(", "), row[2].split(", ")
    return name in names and method in row[1].split() and (row[2] == "*" or state in states)


def iterate_requests() -> Iterator[tuple[str, str, str]]:
    """Yield every URL name with a method and a state, and those without states once."""
    for name in list_url_names():
        for state in STATES if name in QUESTION_URL_NAMES | ITEM_URL_NAMES | REPLY_URL_NAMES else STATES[:1]:
            for method in ("GET", "POST"):
                yield name, method, state


def get_answers(world: World, role: str) -> dict[tuple[str, str, str], str]:
    client = Client()
    if role != "visitor":
        client.force_login(world.people[role])
    client.get(reverse("discussions:questions"))  # the facets are read once, and not by each request that is undone
    return {
        each: get_answer(
            client, each[1], get_address(world, role, each[0], each[2]), make_form_data(world, role, each[0], each[2])
        )
        for each in iterate_requests()
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.matrix
def test_every_address_answers_as_the_table_says(world, role, record_property):
    given = get_answers(world, role)

    record_property("answers", len(given))
    assert {
        " ".join(each): f"{found}, but the table of docs/security.md says: {get_expected_answer(*each, role)}"
        for each, found in given.items()
        if found not in get_expected_answer(*each, role).split(" or ")
    } == {}


def test_every_row_of_the_table_is_used():
    met = {
        next((index for index, row in enumerate(ROWS_OF_TABLE) if is_row_for(row, *each)), None)
        for each in iterate_requests()
    }

    assert met == set(range(len(ROWS_OF_TABLE)))


def test_without_the_token_of_a_form_nothing_changes(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["superuser"])
    client.get(reverse("discussions:questions"))

    given = {
        name: get_answer(
            client,
            "POST",
            get_address(world, "superuser", name, "visible"),
            make_form_data(world, "superuser", name, "visible"),
        )
        for name in list_url_names()
    }

    assert [name for name, found in given.items() if found == "done" or "wrote" in found] == []
