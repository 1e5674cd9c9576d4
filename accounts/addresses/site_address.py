"""The site's address, which SITE_URL alone decides: a request's host is only one of the names that led to it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings


def build_absolute_url(path: str) -> str:
    """Return the absolute address of a path, which begins with a slash."""
    return settings.SITE_URL + path


def replace_host(address: str) -> str:
    """Return the same path and query on this site, whatever host the address names."""
    return build_absolute_url(urlsplit(address)._replace(scheme="", netloc="").geturl())


def get_site_host() -> str:
    """Return the host in SITE_URL, with which the ids of messages and calendar entries end."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
