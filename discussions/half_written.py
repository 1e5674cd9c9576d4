"""Keeps what somebody has written until they are logged in: in their own session, for a day."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest

NAME = "half_written"
FIELDS = ("text", "kind")
LASTS = 24 * 60 * 60


def keep(request: HttpRequest) -> None:
    """Puts what was written for this address into the session, in the place of anything else that waits there."""
    written = {name: request.POST.get(name, "") for name in FIELDS}
    request.session[NAME] = {"path": request.path, "at": int(time.time()), **written}


def of(request: HttpRequest) -> dict[str, str]:
    """What waits in the session for this address."""
    kept: Any = request.session.get(NAME)
    if not kept or kept["path"] != request.path or kept["at"] < time.time() - LASTS:
        return {}
    return {name: kept[name] for name in FIELDS if kept[name]}


def forget(request: HttpRequest) -> None:
    """Lets go of what was written for this address, once it is posted."""
    if (request.session.get(NAME) or {}).get("path") == request.path:
        del request.session[NAME]


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form, as the browser says (Fetch Metadata; RFC 6454)."""
    headers = request.headers
    if "Sec-Fetch-Site" in headers:
        return headers["Sec-Fetch-Site"] == "same-origin"
    sent_from = headers.get("Origin") or headers.get("Referer", "")
    parts = urlsplit(sent_from)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
