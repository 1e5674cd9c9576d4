"""Tests of every address of /manage/ for every role, against the table in docs/security.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, reverse

from accounts.models import User
from gateway.catalogue.models import Keyword, Kind, Status
from resources.models import BulkImport, FollowedFeed, Publication
from resources.publications.revisions import open_revision
from resources.urls import urlpatterns
from tests.factories import (
    PASSWORD,
    make_contributor,
    make_editor,
    make_owner,
    make_publication,
    make_publisher,
    make_user,
)

TABLE = Path(__file__).parents[3] / "docs" / "security.md"
ROLES = ("anonymous", "member", "contributor", "owner", "other publisher", "editor", "superuser")
VARIANTS = (Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.PUBLISHED, Status.ARCHIVED)


class Address(NamedTuple):
    """An address, and its name in the table."""

    name: str
    path: str


@pytest.fixture
def publisher(db):
    """Return publisher A, which is not trusted. It owns the publications of these tests."""
    return make_publisher()


@pytest.fixture
def addresses(publisher) -> list[Address]:
    """Return every address of the admin, with rows of A where it takes a row."""
    rows: dict[Any, Any] = {model: get_first_row(model) for model in admin.site._registry if model is not Publication}
    publications: dict[str, Publication] = {status: make_row(publisher, status) for status in VARIANTS}
    publications["revision"] = open_revision(make_row(publisher, Status.PUBLISHED), by=None)
    found = []
    for name in list_names(admin.site.urls[0]):
        model = next((each for each in rows if name.startswith(get_prefixes(each))), None)
        if name.startswith("resources_publication_") and has_row_argument(name):
            found += [Address(f"{name} {status}", get_address(name, row.pk)) for status, row in publications.items()]
        else:
            found.append(Address(name, get_address(name, rows[model].pk if model and rows[model] else 1)))
    return found + list(list_addresses_beside_the_admin(publisher))


def list_addresses_beside_the_admin(publisher: Any) -> Iterator[Address]:
    """Yield the addresses of imports, exports, feeds and statistics, which are outside Django's admin.

    The import belongs to an owner of A.
    """
    rows = {
        "import": BulkImport.objects.create(user=make_owner(publisher), file_name="some.csv", row_count=0).pk,
        "feed": FollowedFeed.objects.create(publisher=publisher, url="https://example.org/feed", kind=Kind.NEWS).pk,
        "statistics": make_publication(publisher=publisher).slug,
    }
    for pattern in urlpatterns:
        if str(pattern.pattern).startswith("manage/"):
            given = {key: rows[str(pattern.name).partition("_")[0]] for key in pattern.pattern.converters}
            yield Address(f"resources:{pattern.name}", reverse(f"resources:{pattern.name}", kwargs=given or None))


def make_row(publisher: Any, status: str) -> Publication:
    start = Status.IN_REVIEW if status == Status.RETURNED else status
    row = make_publication(publisher=publisher, status=start, body="Words.", focus_areas=["leadership"])
    if status == Status.RETURNED:
        row.move(status, reason="Because.")
    return row


def get_prefixes(model: Any) -> tuple[str, ...]:
    """Return the prefixes of a model's URL names. Django's page to change a password has the prefix of its own app."""
    own = f"{model._meta.label_lower.replace('.', '_')}_"
    return (own, "auth_user_") if model is User else (own,)


def get_first_row(model: Any) -> Any:
    if model is User:
        return make_user()
    if model is Keyword:
        return Keyword.objects.create(name="reading", slug="reading")
    return model._default_manager.first()


def list_names(patterns: list[Any]) -> Iterator[str]:
    """Yield the names of URL patterns, including nested ones."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from list_names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def has_row_argument(name: str) -> bool:
    about_a_row = ("change", "history", "delete", "step", "copy", "revise", "changes", "autosave")
    return name != "password_change" and name.rpartition("_")[2] in about_a_row


def get_address(name: str, pk: Any) -> str:
    """Return the address of this name, with a row if it takes one."""
    if name == "view_on_site":
        return reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(Publication).pk, pk])
    if name == "app_list":
        return reverse("admin:app_list", args=["resources"])
    return reverse(f"admin:{name}", args=[pk] if has_row_argument(name) else [])


def read_table() -> list[list[str]]:
    """Return the rows of the table: an address pattern, a method, and an answer for each role."""
    lines = TABLE.read_text().partition("## Who gets which answer in /manage/")[2].splitlines()
    cells = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]
    return [row for row in cells if len(row) == len(ROLES) + 2]


def get_expected_answer(address: Address, method: str, role: str) -> str:
    """Return what the table says of an address: the answer in the first row that matches."""
    for pattern, methods, *answers in read_table():
        if fnmatch(address.name, pattern) and method in methods:
            return answers[ROLES.index(role)]
    return "not in the table"


def answer(client: Client, address: Address, method: str) -> str:
    """Return the Gateway's answer, and roll back what the request did."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        sent = {"post": "yes", "to": "archived"} if method == "POST" else {}
        response = getattr(client, method.lower())(address.path, sent)
        list(response)  # an unread download would leave its file open
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.status_code == 302 and "/login/" in response.headers["Location"]:
        return "log in"
    return str(response.status_code)


def make_person(role: str, publisher: Any) -> User | None:
    """Return a user with this role, at A unless the role is at another publisher."""
    if role == "superuser":
        return User.objects.create_superuser("root@example.org", PASSWORD)
    makers: dict[str, Callable[[], Any]] = {
        "anonymous": lambda: None,
        "member": make_user,
        "contributor": lambda: make_contributor(publisher),
        "owner": lambda: make_owner(publisher),
        "other publisher": lambda: make_owner(make_publisher(is_trusted=True)),
        "editor": make_editor,
    }
    return makers[role]()


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.matrix
def test_every_address_answers_as_the_table_says(client, publisher, addresses, role):
    somebody = make_person(role, publisher)
    if somebody:
        client.force_login(somebody)
    asked = [(address, method) for address in addresses for method in ("GET", "POST")]

    given = {(address, method): answer(client, address, method) for address, method in asked}

    print(f"{len(given)} answers checked for {role}")
    allowed = {(address, method): get_expected_answer(address, method, role) for address, method in asked}
    assert {
        f"{method} {address.name}": f"{found}, but the table of docs/security.md says: {allowed[address, method]}"
        for (address, method), found in given.items()
        if found not in allowed[address, method].split(" or ")
    } == {}
