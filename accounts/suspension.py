"""Who may take part: the one place that says so. Somebody whom an editor has suspended may not, for a time or for good.

They can log in, read, download, delete what is theirs and report what harms; they cannot post, change, vote, write to
schools or send practice. What they have said before stays, and so do their votes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render


def may_take_part(user: Any) -> bool:
    """Whether this person is logged in and not suspended now."""
    return user.is_authenticated and not user.is_suspended


def is_kept_out(user: Any) -> bool:
    """Whether this person is suspended; somebody who is not logged in is asked to log in instead."""
    return user.is_authenticated and user.is_suspended


def taking_part[Answer: HttpResponseBase](view: Callable[..., Answer]) -> Callable[..., Answer | HttpResponse]:
    """For the view of a form: whoever is suspended is told so in its place, whatever they send."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer | HttpResponse:
        return told_so(request) if is_kept_out(request.user) else view(request, *args, **kwargs)

    return guarded


def told_so(request: HttpRequest) -> HttpResponse:
    """The page that says until when, what is still possible, and how to appeal."""
    response = render(request, "accounts/suspended.html", {"person": request.user}, status=403)
    response["Cache-Control"] = "no-store"
    return response
