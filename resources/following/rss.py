"""Reads RSS and Atom as servers send it: in the wrong encoding, with bare ampersands, blanks before its head."""

from __future__ import annotations

import codecs
import html
import io
import re
from html.entities import html5
from typing import Any

import feedparser

from resources.following.entries import (
    MAX_ENTRIES,
    Entry,
    Reading,
    UnreadableFeed,
    as_text,
    digest,
    one_line,
    short,
    told_apart,
    web_address,
)

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be",
}  # fmt: skip
DECLARATION = re.compile(r"^<\?xml[^>]*\?>")
DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
DECLARES = re.compile(r"<!(ENTITY|DOCTYPE[^>]{0,1000}\[)", re.IGNORECASE)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
AMPERSAND = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|\w{2,31};)")
NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(\w{2,31});")
NO_LINK = re.compile(r"<guid\b[^>]{0,300}>(?=\s*(?!\s|https?://|<!\[CDATA\[\s*https?://))", re.IGNORECASE)
FEED_LINK = re.compile(r"<link\b[^>]{0,500}\btype=[\"']?application/(?:rss|atom)\+xml[^>]{0,500}>", re.IGNORECASE)
HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


def read_rss(body: bytes, url: str, charset: str = "") -> Reading:
    """Return the entries of RSS or Atom. Raise UnreadableFeed."""
    text = decoded(body, charset)
    if DECLARES.search(text):
        raise UnreadableFeed("It declares entities, which no feed needs and some attacks use.")
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(io.BytesIO(repaired(text).encode()), response_headers=headers, sanitize_html=False)
    except Exception as error:  # whatever a broken feed makes of the parser
        raise UnreadableFeed("It cannot be read as RSS or Atom.") from error
    if not parsed.get("version") and not parsed.entries:
        raise UnreadableFeed(what_it_is(text, url))
    entries = [feed_entry(entry, url) for entry in parsed.entries]
    notes = [f"It has {len(entries)} entries. We read the first {MAX_ENTRIES}."] if len(entries) > MAX_ENTRIES else []
    return Reading(told_apart(entries[:MAX_ENTRIES]), notes)


def decoded(body: bytes, charset: str) -> str:
    """Return the text of a feed in the first encoding that fits: what it says of itself is often wrong."""
    start = body.lstrip(b" \t\r\n")
    for mark, encoding in BOMS.items():
        if start.startswith(mark):
            return start.decode(encoding, "replace")
    named = DECLARED.search(body[:500])
    for encoding in ("utf-8", named[1].decode() if named else "", charset):
        try:
            return body.decode("cp1252" if encoding.lower() in ("iso-8859-1", "latin-1", "us-ascii") else encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def repaired(text: str) -> str:
    """Return the text with what people and programs most often get wrong put right, so that it is XML."""
    text = DECLARATION.sub("", NOT_XML.sub("", text).lstrip("\ufeff \t\r\n"))
    text = NO_LINK.sub('<guid isPermaLink="false">', text)
    first, *others = text.split("<![CDATA[")
    parts = [with_entities(first)]
    for other in others:
        literal, end, markup = other.partition("]]>")
        parts.append(f"<![CDATA[{literal}{end}{with_entities(markup)}")
    return '<?xml version="1.0" encoding="utf-8"?>' + "".join(parts)


def with_entities(markup: str) -> str:
    """Return markup with no ampersand and no entity in it that XML does not know."""
    return NAMED.sub(numbered, AMPERSAND.sub("&amp;", markup))


def numbered(entity: re.Match[str]) -> str:
    """Return an entity of HTML by its numbers, which XML knows; any other is text."""
    known = html5.get(f"{entity[1]};")
    return "".join(f"&#{ord(character)};" for character in known) if known else f"&amp;{entity[1]};"


def what_it_is(text: str, url: str) -> str:
    """Say what came in place of a feed, and what to do."""
    if "BEGIN:VCALENDAR" in text[:1_000].upper():
        return "This is neither RSS nor Atom, but a calendar. Follow it again, and choose events."
    found = FEED_LINK.search(text)
    href = HREF.search(found[0]) if found else None
    address = web_address(html.unescape(href[1]), url) if href else ""
    if address:
        return f"This is neither RSS nor Atom, but a page. It names this feed: {address[:200]}"
    return "This is neither RSS nor Atom."


def feed_entry(entry: Any, base: str) -> Entry:
    """Return an entry of RSS or Atom."""
    link = web_address(entry.get("link", ""), base)
    content = entry.get("content") or [{}]
    text = as_text(content[0].get("value") or entry.get("summary", ""))
    title = one_line(as_text(entry.get("title", "")))
    guid = short(entry.get("id") or link or digest(title, text[:200]))
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    problem = "" if title else "It has no title."
    return Entry(guid, link, title[:200], text, when.tm_year if when else None, problem=problem)
