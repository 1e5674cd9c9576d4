"""Every page of the site as each role sees it, including error pages and forms that were sent empty."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.urls import resolve

from tests.client import Client
from tests.site.forms import find_buttons
from tests.site.world import ROLES, World, list_addresses

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
FAULTS = ("/fault/400/", "/fault/403/", "/fault/form/", "/fault/500/")
LEAST_FAULT = 400
FOUND_STATUSES = (200, 405)
"""A page or file, or an address that only takes forms: no other role needs to ask."""
MAX_PATHS_PER_NAME = 4


@dataclass(frozen=True)
class Page:
    """A page that a role got from an address, and the templates that it was made of."""

    role: str
    name: str
    path: str
    templates: tuple[str, ...]
    status: int
    headers: dict[str, str]
    html: bytes
    is_sent_empty: bool = False

    @property
    def kind(self) -> tuple[str, ...]:
        """Return the type of page: its address and template. Error pages of one status are the same everywhere."""
        where = self.name if self.status < LEAST_FAULT else str(self.status)
        return (where, self.templates[0] if self.templates else "", "sent empty" if self.is_sent_empty else "")

    def __str__(self) -> str:
        """Return the words with which a failing test names the page."""
        return f"{self.role}: {self.path}{' sent empty' if self.is_sent_empty else ''} ({self.status})"


def send_request(client: Client, method: str, path: str, data: Any = None) -> Any:
    """Return the response to a request, whose changes are rolled back."""
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        response = getattr(client, method)(path, data, headers=FROM_HERE)
        list(response)  # an unread download leaves its file open
        transaction.set_rollback(True)
    token = client.cookies.get(settings.CSRF_COOKIE_NAME)
    client.cookies = cookies
    if token and method == "get":
        client.cookies[settings.CSRF_COOKIE_NAME] = token.value
    return response


def is_page(response: Any) -> bool:
    """Return whether the response is an HTML page, and not a file or a redirect."""
    return response.get("Content-Type", "").startswith("text/html") and bool(response.content)


def list_pages(world: World) -> list[Page]:
    """Return the pages of each role, one for each address and set of templates."""
    found: dict[tuple[Any, ...], Page] = {}
    for role in ROLES:
        for page in Walk(world, role, list_addresses(world)).visit_pages():
            found.setdefault((role, page.kind, frozenset(page.templates)), page)
    return list(found.values())


def sample_pages(world: World, chance: random.Random) -> list[Page]:
    """Return one random page of each type. Once a role has been answered at an address, no other role asks."""
    found: dict[tuple[str, ...], Page] = {}
    left = {
        name: chance.sample(paths, min(MAX_PATHS_PER_NAME, len(paths))) for name, paths in list_addresses(world).items()
    }
    sent: set[tuple[Any, ...]] = set()
    for role in chance.sample(ROLES, len(ROLES)):
        walk = Walk(world, role, left, sent)
        for page in walk.visit_pages():
            found.setdefault(page.kind, page)
        left = {name: paths for name, paths in left.items() if name not in walk.answered}
    return list(found.values())


class Walk:
    """The pages that a role gets at addresses and by sending their forms empty."""

    def __init__(
        self, world: World, role: str, among: dict[str, list[str]], sent: set[tuple[Any, ...]] | None = None
    ) -> None:
        self.world, self.role, self.among = world, role, among
        self.sent = set() if sent is None else sent
        self.answered: set[str] = set()
        self.client = Client()

    def visit_pages(self) -> Iterator[Page]:
        """Yield every page. All changes are rolled back."""
        with transaction.atomic():
            self.world.log_in(self.client, self.role)
            for name, path in ((name, path) for name, paths in self.among.items() for path in paths):
                yield from self.visit_address(name, path)
            yield from self.visit_faults()
            transaction.set_rollback(True)

    def visit_address(self, name: str, path: str) -> Iterator[Page]:
        """Yield the page of an address and those of its forms."""
        response = send_request(self.client, "get", path)
        if response.status_code in FOUND_STATUSES:
            self.answered.add(name)
        yield from read_page(self.role, name, path, response)
        for button in find_buttons(response.text, path) if is_page(response) else []:
            where = resolve(button.address.partition("?")[0]).view_name
            key = (where, button.value, button.filled_in)
            if button.filled_in and key not in self.sent:
                self.sent.add(key)
                answer = send_request(self.client, "post", button.address, button.get_unfilled_fields())
                yield from read_page(self.role, where, button.address, answer, is_sent_empty=True)

    def visit_faults(self) -> Iterator[Page]:
        self.client.raise_request_exception = False
        with override_settings(ROOT_URLCONF="tests.browser.faults"):
            for path in FAULTS:
                yield from read_page(self.role, "fault", path, send_request(self.client, "get", path))


def read_page(role: str, name: str, path: str, response: Any, *, is_sent_empty: bool = False) -> Iterable[Page]:
    if not is_page(response) or b"<html" not in response.content:
        return ()
    templates = tuple(template.name for template in response.templates if template.name)
    headers = {name: value for name, value in response.headers.items() if name.lower() != "content-length"}
    return (Page(role, name, path, templates, response.status_code, headers, response.content, is_sent_empty),)
