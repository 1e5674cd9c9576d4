"""Which requests are a person's, and what that person had narrowed the list by before.

Nothing of a request is kept: it is looked at once, and only numbers go on.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from gateway.catalogue.facets import current_index
from gateway.catalogue.filters import read
from resources.backends import belongs_to_a_publisher

BROWSER = re.compile(r"^(Mozilla|Opera)/\d")
BOT = re.compile(
    r"bot\b|bot[/_;-]|crawl|spider|slurp|scrap|archiver|fetch|monitor|uptime|pingdom|checker|validator|preview|headless"
    r"|phantom|lighthouse|pagespeed|facebookexternalhit|whatsapp|skypeuri|bingpreview|google(-|other|web)|mediapartners"
    r"|yandex|baidu|sogou|bytespider|ahrefs|semrush|curl|wget|python|java/|okhttp|axios|node|go-http|libwww|httpclient",
    re.IGNORECASE,
)
PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
LISTS = ("home", "browse", "resources", "research", "news", "practice", "events", "focus_area", "resources:publisher")
FIXED = {"focus_area": "focus", "resources:publisher": "publisher"}
LONGEST_REFERRER = 4_000
MOST_TERMS = 20


def is_person(request: HttpRequest) -> bool:
    """Whether a browser with a reader before it asks: no bot, nothing fetched in advance, nobody who manages items.

    A guess by what the request says of itself: a bot that takes pains to look like a browser counts as a person.
    """
    agent = request.headers.get("User-Agent", "")
    if not BROWSER.match(agent) or BOT.search(agent) or not request.headers.get("Accept-Language"):
        return False
    return not is_prefetch(request) and not request.user.is_staff and not belongs_to_a_publisher(request.user)


def is_prefetch(request: HttpRequest) -> bool:
    """Whether a browser fetches this only in case it is wanted."""
    said = " ".join(request.headers.get(name, "") for name in PREFETCH_HEADERS).lower()
    return any(word in said for word in ("prefetch", "preview", "prerender"))


def narrowed_by(request: HttpRequest) -> list[tuple[str, str]]:
    """The terms of the list of ours that the visitor came from, as pairs of a group and a slug.

    Only known terms of the vocabularies; words that somebody typed are never read.
    """
    referrer = urlsplit(request.headers.get("Referer", "")[:LONGEST_REFERRER])
    if referrer.netloc != request.get_host():
        return []
    try:
        match = resolve(referrer.path)
        index = current_index()
        filters, _ = read(QueryDict(referrer.query), index)
    except (Resolver404, SuspiciousOperation):
        return []
    if match.view_name not in LISTS:
        return []
    fixed = {FIXED[match.view_name]: match.kwargs["slug"]} if match.view_name in FIXED else {}
    if "kind" in match.kwargs:
        fixed["kind"] = str(match.kwargs["kind"])
    known = [(group, slug) for group, slug in fixed.items() if slug in index.vocabularies[group].by_slug]
    chosen = [(group, term.slug) for group, terms in filters.chosen.items() for term in terms]
    return list(dict.fromkeys(known + chosen))[:MOST_TERMS]
