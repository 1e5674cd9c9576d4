"""Keeps what somebody typed whose log-in has run out: it stands in the form again once they have logged in.

The text lies in the visitor's own session for that time and goes when it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt

from accounts.limits import is_allowed, too_many_requests

NAME = "kept"
MOST = 150_000
"""Characters that are kept; more than the longest step of a story that a person writes."""
RATE = "20/h/ip"
NOT_KEPT = ("csrfmiddlewaretoken",)

type View = Callable[..., HttpResponse]


def logged_in_or_kept(view: View) -> View:
    """For a form's view: a visitor who is not logged in is sent to log in, and what they posted is kept for then.

    The token of a form grows old when its writer logs in again in another tab. Such a form is shown again with what was
    typed, and changes nothing. A form of another site comes without the cookie of a log-in, and is refused.
    """

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = CsrfViewMiddleware(view).process_view(request, view, (), {})
        if refused is not None and request.user.is_authenticated:
            keep(request)
            return redirect(request.path)
        if refused is not None or request.user.is_authenticated:
            return refused or view(request, *args, **kwargs)
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
