"""How forms of discussions answer, also those of visitors who must log in first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

type View = Callable[..., HttpResponseBase]


class SeeOther(HttpResponseRedirect):
    """Leads on with GET after a form that changed something (RFC 9110, 15.4.4)."""

    status_code = HTTPStatus.SEE_OTHER


def token_is_checked_here(view: View) -> View:
    """For a form that visitors may send before they log in, from a page that holds no token.

    Sets `request.has_token`. The view must change nothing for a person where it is false.
    """

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refused = CsrfViewMiddleware(lambda _: HttpResponse()).process_view(request, view, (), {})
        request.has_token = refused is None  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return wrapped
