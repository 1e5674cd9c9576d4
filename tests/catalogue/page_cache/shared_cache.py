"""A small shared cache that behaves like a CDN (RFC 9111).

It stores what it may, tells responses apart by `Vary`, and revalidates them by `ETag`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from django.test import Client


@dataclass
class Stored:
    """A stored response, with the request headers that it was requested with."""

    response: Any
    asked: dict[str, str]
    at: float

    def fits(self, headers: dict[str, str]) -> bool:
        """Whether a request matches in every header that the response varies by."""
        named = [name.strip() for name in self.response["Vary"].split(",")]
        return all(self.asked.get(name) == headers.get(name) for name in named)


@dataclass
class SharedCache:
    """A cache between visitors and the site. `how` records how each request was answered."""

    stored: dict[str, list[Stored]] = field(default_factory=dict)
    how: list[str] = field(default_factory=list)

    def get(self, address: str, client: Client, **headers: str) -> Any:
        """Return the response that a visitor gets."""
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in sorted(client.cookies.items()))
        asked = headers | ({"Cookie": cookies} if cookies else {})
        for stored in self.stored.get(address, []):
            if stored.fits(asked):
                return self.from_store(stored, address, client, headers)
        response = client.get(address, headers=headers)
        self.how.append("passed on")
        self.keep(address, asked, response)
        return response

    def from_store(self, stored: Stored, address: str, client: Client, headers: dict[str, str]) -> Any:
        """Return a stored response while it is fresh, or once the site confirms it."""
        if time.time() - stored.at < lifetime(stored.response):
            self.how.append("from the store")
            return stored.response
        response = client.get(address, headers=headers | {"If-None-Match": stored.response["ETag"]})
        self.how.append("asked again" if response.status_code == 304 else "passed on")
        stored.at = time.time()
        if response.status_code == 304:
            return stored.response
        stored.response = response
        return response

    def keep(self, address: str, asked: dict[str, str], response: Any) -> None:
        """Store a response if a shared cache may do so."""
        said = directives(response)
        may_store = "public" in said and not {"private", "no-store"} & said.keys() and "*" not in response["Vary"]
        if may_store and "Set-Cookie" not in response.headers and not response.cookies:
            self.stored.setdefault(address, []).append(Stored(response, asked, time.time()))


def directives(response: Any) -> dict[str, str]:
    """Return the Cache-Control directives of a response."""
    parts = [part.strip().partition("=") for part in response["Cache-Control"].split(",")]
    return {name: value for name, _, value in parts}


def lifetime(response: Any) -> int:
    """Return for how many seconds a shared cache may use a response without asking again."""
    said = directives(response)
    return 0 if "no-cache" in said else int(said.get("s-maxage", said.get("max-age", 0)))
