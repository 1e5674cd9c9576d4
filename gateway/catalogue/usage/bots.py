"""Which requests come from a reader; a request is examined once, and only numbers are stored of it."""

from __future__ import annotations

import re

from django.http import HttpRequest

BROWSER_PATTERN = re.compile(r"^(Mozilla|Opera)/\d")
BOT_PATTERN = re.compile(
    r"bot\b|bot[/_;-]|crawl|spider|slurp|scrap|archiver|fetch|monitor|uptime|pingdom|checker|validator|preview|headless"
    r"|phantom|lighthouse|pagespeed|facebookexternalhit|whatsapp|skypeuri|bingpreview|google(-|other|web)|mediapartners"
    r"|yandex|baidu|sogou|bytespider|ahrefs|semrush|curl|wget|python|java/|okhttp|axios|node|go-http|libwww|httpclient",
    re.IGNORECASE,
)
PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def is_reader(request: HttpRequest) -> bool:
    """Return whether a browser with a reader sent the request: no bot, no prefetch, no member of staff.

    This is a guess from what the request says: a bot that imitates a browser well counts as a reader.
    """
    agent = request.headers.get("User-Agent", "")
    if not BROWSER_PATTERN.match(agent) or BOT_PATTERN.search(agent) or not request.headers.get("Accept-Language"):
        return False
    return not is_prefetch(request) and not request.user.is_staff


def is_prefetch(request: HttpRequest) -> bool:
    """Return whether a browser fetches this in advance, only in case it is wanted."""
    said = " ".join(request.headers.get(name, "") for name in PREFETCH_HEADERS).lower()
    return any(word in said for word in ("prefetch", "preview", "prerender"))
