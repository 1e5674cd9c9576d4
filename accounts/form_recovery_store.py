"""Forms that were refused because their sender had to log in first, kept in the session until they have.

A kept form is returned to the same user only. A form that a logged-in user opened holds a CSRF token; it is kept under
that user's mark, which a cookie that cannot be forged still holds when their session has ended.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.crypto import salted_hmac

from accounts.addresses.redirects import split_address

FORMS_SESSION_KEY = "kept_forms"
MAX_FORMS = 5
MAX_CHARACTERS = 450_000
"""The maximum length of a form as it is sent: three times the longest step of a story."""
LIFETIME_SECONDS = 24 * 60 * 60
SECRET_FIELD_PATTERN = re.compile(
    r"csrfmiddlewaretoken|password|passphrase|secret|credential|^(otp_?)?code$", re.IGNORECASE
)
WRITER_COOKIE = "writer"
STAY_VALUE = "stay"
"""The value of `go` in a form that saves itself (static/js/typed-words.js)."""


def keep_form(request: HttpRequest) -> bool:
    """Keep what was posted to this address until its sender logs in; return False if it is too long."""
    entry = make_entry(request)
    if len(entry["fields"]) > MAX_CHARACTERS:
        return False
    others = [each for each in get_entries(request) if each["path"] != request.path]
    request.session[FORMS_SESSION_KEY] = [entry, *others][:MAX_FORMS]
    request.has_kept_form = True  # type: ignore[attr-defined]
    return True


def make_entry(request: HttpRequest) -> dict[str, Any]:
    """Return what is kept of a form: its fields without secrets, the names of its files and its writer's mark."""
    fields = request.POST.copy()
    for name in [name for name in fields if SECRET_FIELD_PATTERN.search(name)]:
        del fields[name]
    was_opened_by_member = "csrfmiddlewaretoken" in request.POST
    return {
        "path": request.path,
        "address": request.get_full_path(),
        "fields": fields.urlencode(),
        "files": [file.name for name in request.FILES for file in request.FILES.getlist(name)],
        "writer": get_writer_mark(request) if was_opened_by_member else "",
        "at": int(time.time()),
    }


def get_entries(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the forms in this session that are not too old, the newest first."""
    since = time.time() - LIFETIME_SECONDS
    return [entry for entry in request.session.get(FORMS_SESSION_KEY, ()) if entry["at"] >= since]


def find_entry(request: HttpRequest) -> dict[str, Any] | None:
    """Return the form that is kept for this address and this user, if any."""
    allowed = {"", make_user_mark(request.session[SESSION_KEY])} if SESSION_KEY in request.session else {""}
    found = (each for each in get_entries(request) if each["path"] == request.path and each["writer"] in allowed)
    return next(found, None)


def find_fields(request: HttpRequest) -> QueryDict | None:
    entry = find_entry(request)
    return QueryDict(entry["fields"]) if entry else None


def take_fields(request: HttpRequest) -> QueryDict | None:
    """Return the fields kept for this address and this user, and remove them from the session."""
    fields = find_fields(request)
    if fields is not None:
        forget_form(request)
    return fields


def forget_form(request: HttpRequest) -> None:
    if FORMS_SESSION_KEY in request.session:
        request.session[FORMS_SESSION_KEY] = [each for each in get_entries(request) if each["path"] != request.path]


def fills_kept_form[Answer: HttpResponseBase](view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Mark a view that puts the kept fields for its address into its own form."""
    view.fills_kept_form = True  # type: ignore[attr-defined]
    return view


def saves_itself[Answer: HttpResponseBase](view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Mark a view to which a page posts by itself while the user types, with `go` set to STAY_VALUE.

    A refusal is answered with 401 and nothing is kept: the page is still open, holds the words and says so.
    """
    view.saves_itself = True  # type: ignore[attr-defined]
    return view


def is_autosave(request: HttpRequest) -> bool:
    """Return True if a page posted its form by itself, to a view that is marked with `saves_itself`."""
    view: Any = request.resolver_match and request.resolver_match.func
    return getattr(view, "saves_itself", False) and request.POST.get("go") == STAY_VALUE


def make_user_mark(user_pk: Any) -> str:
    """Return a mark of the user for the cookie, which nobody can make without the site's secret."""
    return salted_hmac("accounts.kept_forms", str(user_pk), algorithm="sha256").hexdigest()[:32]


def get_writer_mark(request: HttpRequest) -> str:
    """Return the mark of the user who is logged in, or who last was in this browser."""
    if SESSION_KEY in request.session:
        return make_user_mark(request.session[SESSION_KEY])
    return request.COOKIES.get(WRITER_COOKIE, "")


def set_writer_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set a cookie with the logged-in user's mark, which still says who that was when the session has ended."""
    if not (hasattr(request, "session") and request.session.accessed and SESSION_KEY in request.session):
        return
    mark = make_user_mark(request.session[SESSION_KEY])
    if request.COOKIES.get(WRITER_COOKIE) != mark:
        response.set_cookie(
            WRITER_COOKIE,
            mark,
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def is_from_this_site(request: HttpRequest) -> bool:
    """Return True if a page of this site sent the form, as the browser says (Fetch Metadata; RFC 6454)."""
    headers = request.headers
    if "Sec-Fetch-Site" in headers:
        return headers["Sec-Fetch-Site"] == "same-origin"
    sent_from = headers.get("Origin") or headers.get("Referer", "")
    parts = split_address(sent_from)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
