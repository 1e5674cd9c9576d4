"""Recovery of forms that were refused because their sender had to log in.

A refused form is kept, and shown again after the log-in to be sent once more. This applies to every form of the site,
including the admin's. Mark a view that puts the kept fields into its own form with `fills_kept_form`, and a view to
which a page posts by itself with `saves_itself`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from accounts import form_recovery_store
from accounts.auth.second_factor import is_second_factor_missing
from accounts.form_labels import Labels, get_page_with_form
from accounts.rate_limits.limiter import is_allowed

VISITOR_FORMS_RATE = "20/h/ip"
DISCARD_FIELD = "discard-kept-form"
SHOWN_WORD_PATTERN = re.compile(r"[^\W\d_]{3}")
"""What a value must contain to be shown as typed words: keys and tokens mean nothing to users."""
HIDDEN_NAME_PATTERN = re.compile(r"_FORMS$|_key$|^_|^version$|^next$|-id$")
ROW_PATTERN = re.compile(r"-(\d+)-")
UUID_PATTERN = re.compile(r"[0-9a-f-]{32,36}", re.IGNORECASE)


class KeptFormMiddleware:
    """Middleware that keeps a form that is answered with a log-in and shows it again at its address afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_refused_form(request, response):
            is_autosave = form_recovery_store.is_autosave(request)
            response = JsonResponse({}, status=401) if is_autosave else keep_or_show(request, response)
        form_recovery_store.set_writer_cookie(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Show the form kept for this address, or discard it once it is sent again."""
        # A fragment of a page cannot hold the form.
        is_part = request.method == "GET" and "HX-Request" in request.headers
        if (
            is_part
            or settings.SESSION_COOKIE_NAME not in request.COOKIES
            or form_recovery_store.FORMS_SESSION_KEY not in request.session
        ):
            return None
        entry = form_recovery_store.find_entry(request)
        if entry is None or getattr(view, "fills_kept_form", False) or not request.user.is_authenticated:
            return None
        if request.method == "POST":
            form_recovery_store.forget_form(request)
            return HttpResponseRedirect(request.get_full_path()) if DISCARD_FIELD in request.POST else None
        if request.method != "GET":
            return None
        return show_again(request, entry, get_page_with_form(request, view, args, kwargs), is_kept=True)


def is_refused_form(request: HttpRequest, response: HttpResponse) -> bool:
    """Return True if the response to a posted form asks the visitor to log in or to reauthenticate."""
    if request.method != "POST" or response.status_code not in (302, 303) or is_about_log_in(request):
        return False
    return urlsplit(response["Location"]).path in {
        resolve_url(settings.LOGIN_URL),
        reverse("admin:login"),
        reverse("account_reauthenticate"),
        reverse("mfa_reauthenticate"),
    }


def is_about_log_in(request: HttpRequest) -> bool:
    """Return True if the address belongs to allauth, whose forms hold passwords and codes."""
    return request.path.startswith(reverse("account_login").removesuffix("login/"))


def keep_or_show(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep a refused form, or show it if it cannot be kept.

    A form that is shown can be sent again after a log-in in another tab.
    """
    if getattr(request, "has_kept_form", False):
        return response
    if is_allowed(request, "keep_form", VISITOR_FORMS_RATE) and form_recovery_store.keep_form(request):
        return response
    return show_again(request, form_recovery_store.make_entry(request), log_in_url=response["Location"])


def show_again(request: HttpRequest, entry: dict[str, Any], form_page: str = "", **more: Any) -> HttpResponse:
    """Return a page with what was typed and a button to send it again; `form_page` holds its labels."""
    fields = QueryDict(entry["fields"])
    context = {
        "action": entry["address"],
        "fields": [(name, value) for name, values in fields.lists() for value in values],
        "words": list_typed_words(fields, Labels(form_page, fields)),
        "files": entry["files"],
        "discard": DISCARD_FIELD,
        **more,
    }
    response = render(request, "accounts/send-form-again.html", context)
    add_never_cache_headers(response)
    return response


def list_typed_words(fields: QueryDict, labels: Labels) -> list[tuple[str, str]]:
    """Return what the user typed or chose as (label, value) pairs."""
    words = []
    for name, values in fields.lists():
        known = ROW_PATTERN.sub("-__prefix__-", name) if not labels.has_field(name) else name
        if not labels.has_field(known):
            words += [(format_field_name(name), value) for value in values if is_shown(name, value)]
        elif labels.is_typed(known):
            said = [labels.get_value_label(known, value) for value in values if not labels.is_untouched(known, value)]
            label = add_row_number(name, labels.get_label(known)) or format_field_name(name)
            words.append((label, ", ".join(filter(None, said))))
    return [(name, value) for name, value in words if value.strip()]


def add_row_number(name: str, label: str) -> str:
    """Return the label, followed by the row number if the field belongs to a row."""
    row = ROW_PATTERN.search(name)
    return f"{label} ({int(row[1]) + 1})" if row and label else label


def is_shown(name: str, value: str) -> bool:
    """Return True if a field that is on no known page holds words that the user typed."""
    return bool(SHOWN_WORD_PATTERN.search(value)) and not (
        HIDDEN_NAME_PATTERN.search(name) or UUID_PATTERN.fullmatch(value)
    )


def format_field_name(name: str) -> str:
    """Return a field name as words: `files-0-title` becomes “Files 1 title”."""
    parts = [str(int(part) + 1) if part.isdecimal() else part for part in re.split(r"[-_]+", name) if part]
    return " ".join(parts).capitalize()


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show a form with an outdated CSRF token again if a page of this site sent it; otherwise refuse it."""
    is_ours = (
        request.method == "POST" and form_recovery_store.is_from_this_site(request) and not is_about_log_in(request)
    )
    if not is_ours:
        return render(request, "403_csrf.html", status=403)
    view: Any = request.resolver_match and request.resolver_match.func
    if (
        getattr(view, "fills_kept_form", False)
        and request.user.is_authenticated
        and form_recovery_store.keep_form(request)
    ):
        return HttpResponseRedirect(request.get_full_path())
    response = show_again(request, form_recovery_store.make_entry(request), get_page_for_labels(request))
    response.status_code = 403
    return response


def get_page_for_labels(request: HttpRequest) -> str:
    """Return the page that holds the labels of a form with an outdated CSRF token.

    No other middleware has checked such a request yet, so the log-in and the second factor are checked here.
    """
    match = request.resolver_match
    if match is None or not request.user.is_authenticated or getattr(match.func, "fills_kept_form", False):
        return ""
    if request.path.startswith(reverse("admin:index")) and is_second_factor_missing(request.user):
        return ""
    return get_page_with_form(request, match.func, match.args, match.kwargs)
