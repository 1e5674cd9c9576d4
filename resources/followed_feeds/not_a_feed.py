"""Messages that say what an address returned instead of a feed or calendar, and what to do about it."""

from __future__ import annotations

import html
import re

from resources.followed_feeds.entries import resolve_link

LINK_PATTERN = re.compile(r"<link\b[^>]{0,1000}>", re.IGNORECASE)
TYPE_PATTERN = re.compile(r"\btype\s*=\s*[\"']?(application/(?:rss|atom)\+xml|text/calendar)", re.IGNORECASE)
HREF_PATTERN = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
FEED_PATTERN = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
PAGE_PATTERN = re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
HEAD_CHARACTERS = 1_000
ASK_ADVICE = "Look on that page for the address of its {}, or ask who looks after the site."


def explain_missing_feed(text: str, url: str) -> str:
    if "BEGIN:VCALENDAR" in text[:HEAD_CHARACTERS].upper():
        return "This is neither RSS nor Atom, but a calendar. Follow it again, and choose events."
    return f"This is neither RSS nor Atom{describe_content(text, url, 'RSS or Atom feed')}"


def explain_missing_calendar(text: str, url: str) -> str:
    if FEED_PATTERN.search(text[:HEAD_CHARACTERS]):
        return "This is not a calendar in iCal form, but RSS or Atom. Follow it again, and choose what its entries are."
    return f"This is not a calendar in iCal form{describe_content(text, url, 'calendar in iCal form')}"


def describe_content(text: str, url: str, wanted: str) -> str:
    """Return the end of the sentence: what was returned instead, and what to do."""
    if not text.strip():
        return ": the site sent nothing. Open the address in your browser: if you see nothing either, it is not right."
    if address := find_linked_feed(text, url, is_calendar="iCal" in wanted):
        return f", but a page. It names this feed: {address[:200]}"
    if PAGE_PATTERN.search(text[:HEAD_CHARACTERS]):
        return f", but a page. {ASK_ADVICE.format(wanted)}"
    if text.lstrip().startswith(("{", "[")):
        return f", but JSON, which we do not read. Ask who looks after the site for the address of its {wanted}."
    return f". Ask who looks after the site for the address of its {wanted}."


def find_linked_feed(text: str, url: str, *, is_calendar: bool) -> str:
    """Return the address of the first feed or calendar that a page links to, or an empty string."""
    for link in LINK_PATTERN.finditer(text):
        sort, href = TYPE_PATTERN.search(link[0]), HREF_PATTERN.search(link[0])
        if sort and href and (sort[1].lower() == "text/calendar") == is_calendar:
            return resolve_link(html.unescape(href[1]), url)
    return ""
