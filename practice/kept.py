"""Keeps what somebody typed whose log-in has run out: it stands in the form again once they have logged in.

The text lies in the visitor's own session for that time and goes when it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

from accounts.limits import is_allowed, too_many_requests

NAME = "kept"
MOST = 150_000
"""Characters that are kept; more than the longest step of a story that a person writes."""
RATE = "20/h/ip"
NOT_KEPT = ("csrfmiddlewaretoken",)

type View = Callable[..., HttpResponse]


def logged_in_or_kept(view: View) -> View:
    """For a form's view: a visitor who is not logged in is sent to log in, and what they posted is kept for then."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            if not is_allowed(request, "keep_text", RATE):
                return too_many_requests(request)
            keep(request)
        return redirect_to_login(request.path)

    return wrapped


def keep(request: HttpRequest) -> None:
    """Puts what was posted to this address into the session, unless it is longer than anybody writes."""
    posted = request.POST.copy()
    for name in NOT_KEPT:
        posted.pop(name, None)
    text = posted.urlencode()
    if len(text) <= MOST * 3:
        request.session[NAME] = {"path": request.path, "text": text}


def kept_for(request: HttpRequest) -> QueryDict | None:
    """What was kept for this address, once."""
    kept = request.session.get(NAME)
    if not kept or kept.get("path") != request.path:
        return None
    del request.session[NAME]
    return QueryDict(kept["text"], mutable=False)
