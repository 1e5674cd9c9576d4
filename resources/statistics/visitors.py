"""Which requests come from a person, and by what they had narrowed the list before.

Nothing of a request is stored: it is looked at once, and only numbers are kept.
"""

from __future__ import annotations

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from accounts.addresses.redirects import split_address
from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.filters import read_filters
from gateway.catalogue.models import KIND_SPECS
from gateway.catalogue.usage.bots import is_reader
from resources.backends import has_publisher

LIST_URL_NAMES = (
    "home",
    "browse",
    *(spec.url_name for spec in KIND_SPECS.values()),
    "focus_area",
    "resources:publisher",
)
FIXED_GROUPS = {"focus_area": "focus", "resources:publisher": "publisher"}
MAX_REFERRER_LENGTH = 4_000
MAX_TERMS = 20


def is_person(request: HttpRequest) -> bool:
    """Whether the request comes from a reader's browser, and not from a member of a publisher."""
    return is_reader(request) and not has_publisher(request.user)


def read_narrowing_terms(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the terms of the list on this site that the visitor came from, as pairs of a group and a slug.

    Only known terms of the vocabularies are returned. Words that a visitor typed are never read.
    """
    referrer = split_address(request.headers.get("Referer", "")[:MAX_REFERRER_LENGTH])
    if referrer.netloc != request.get_host():
        return []
    try:
        match = resolve(referrer.path)
        index = get_current_index()
        filters, _ = read_filters(QueryDict(referrer.query), index)
    except (Resolver404, SuspiciousOperation):
        return []
    if match.view_name not in LIST_URL_NAMES:
        return []
    fixed = {FIXED_GROUPS[match.view_name]: match.kwargs["slug"]} if match.view_name in FIXED_GROUPS else {}
    if "kind" in match.kwargs:
        fixed["kind"] = str(match.kwargs["kind"])
    known = [(group, slug) for group, slug in fixed.items() if slug in index.vocabularies[group].by_slug]
    chosen = [(group, term.slug) for group, terms in filters.chosen.items() for term in terms]
    return list(dict.fromkeys(known + chosen))[:MAX_TERMS]
