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
from tests.site.forms import presses
from tests.site.world import ROLES, World, addresses

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
FAULTS = ("/fault/400/", "/fault/403/", "/fault/form/", "/fault/500/")
LEAST_FAULT = 400
ANSWERS = (200, 405)
"""A page or a file, or nothing but for a form: whoever asks gets no more of it."""
PATHS_TRIED = 4
"""Of one address, where a sample is enough."""


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


def ask(client: Client, method: str, path: str, data: Any = None) -> Any:
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


def every_page(world: World) -> list[Page]:
    """Return the pages of each role, one for each address and set of templates."""
    found: dict[tuple[Any, ...], Page] = {}
    for role in ROLES:
        for page in Walk(world, role, addresses(world)).pages():
            found.setdefault((role, page.kind, frozenset(page.templates)), page)
    return list(found.values())


def sample_pages(world: World, chance: random.Random) -> list[Page]:
    """Return one random page of each type. Once a role has been answered at an address, no other role asks."""
    found: dict[tuple[str, ...], Page] = {}
    left = {name: chance.sample(paths, min(PATHS_TRIED, len(paths))) for name, paths in addresses(world).items()}
    sent: set[tuple[Any, ...]] = set()
    for role in chance.sample(ROLES, len(ROLES)):
        walk = Walk(world, role, left, sent)
        for page in walk.pages():
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

    def pages(self) -> Iterator[Page]:
        """Yield every page. All changes are rolled back."""
        with transaction.atomic():
            self.world.log_in(self.client, self.role)
            for name, path in ((name, path) for name, paths in self.among.items() for path in paths):
                yield from self.pages_at(name, path)
            yield from self.faults()
            transaction.set_rollback(True)

    def pages_at(self, name: str, path: str) -> Iterator[Page]:
        """Yield the page of an address and those of its forms."""
        response = ask(self.client, "get", path)
        if response.status_code in ANSWERS:
            self.answered.add(name)
        yield from read(self.role, name, path, response)
        for press in presses(response.text, path) if is_page(response) else []:
            where = resolve(press.address.partition("?")[0]).view_name
            key = (where, press.button, press.filled_in)
            if press.filled_in and key not in self.sent:
                self.sent.add(key)
                answer = ask(self.client, "post", press.address, press.left_empty())
                yield from read(self.role, where, press.address, answer, is_sent_empty=True)

    def faults(self) -> Iterator[Page]:
        self.client.raise_request_exception = False
        with override_settings(ROOT_URLCONF="tests.browser.faults"):
            for path in FAULTS:
                yield from read(self.role, "fault", path, ask(self.client, "get", path))


def read(role: str, name: str, path: str, response: Any, *, is_sent_empty: bool = False) -> Iterable[Page]:
    if not is_page(response) or b"<html" not in response.content:
        return ()
    templates = tuple(template.name for template in response.templates if template.name)
    headers = {name: value for name, value in response.headers.items() if name.lower() != "content-length"}
    return (Page(role, name, path, templates, response.status_code, headers, response.content, is_sent_empty),)
