"""Where the site is: SITE_URL alone says so. A request's host is only one of the names by which somebody reached it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings


def absolute_url(path: str) -> str:
    """Return the whole address of a path of the site, which begins with a slash."""
    return settings.SITE_URL + path


def on_site(address: str) -> str:
    """Return the same path and query on our site, whatever host the address names."""
    return absolute_url(urlsplit(address)._replace(scheme="", netloc="").geturl())


def site_host() -> str:
    """Return the host in SITE_URL: what the numbers of messages and of calendar entries end with."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
