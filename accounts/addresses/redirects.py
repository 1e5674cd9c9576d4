"""Addresses that come with a request: the page to redirect back to, and what a header names."""

from __future__ import annotations

from urllib.parse import SplitResult, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

MAX_ADDRESS_LENGTH = 2_000
EMPTY_ADDRESS = SplitResult("", "", "", "", "")


def redirect_back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to the page of this site that `next` names, or else to an address or a URL name."""
    return HttpResponseRedirect(get_safe_next(request) or resolve_url(otherwise))


def get_safe_next(request: HttpRequest) -> str:
    """Return the path in `next` if it leads to this site, or an empty string."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    return address if is_own_path(request, address) else ""


def add_next(address: str, after: str) -> str:
    """Return an address of this site with the path in `after`, if there is one, as its `next`."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'next': after})}" if after else address


def is_own_path(request: HttpRequest, address: str) -> bool:
    """Return True if this is a path on this site, whatever is behind it."""
    if not address.startswith("/") or len(address) > MAX_ADDRESS_LENGTH or not address.isprintable():
        return False
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())


def split_address(address: str) -> SplitResult:
    """Return the parts of an address from elsewhere, which are empty if it cannot be parsed."""
    try:
        return urlsplit(address)
    except ValueError:
        return EMPTY_ADDRESS


def get_host(address: str, *, unreadable: str = "") -> str:
    """Return the host that an address names in small letters, or nothing; `unreadable` if it cannot be parsed."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return unreadable


def get_site(address: str, *, unreadable: str = "") -> str:
    """Return the same without the “www.” that says nothing."""
    return get_host(address, unreadable=unreadable).removeprefix("www.")
