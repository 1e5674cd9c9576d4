"""The reader of RSS and Atom, including feeds with a wrong encoding, bare ampersands or blanks before the header."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import replace
from html.entities import html5
from typing import Any

import feedparser

from gateway.catalogue.text.characters import decode_text
from resources.followed_feeds.entries import (
    MAX_ENTRIES,
    MAX_TITLE_CHARACTERS,
    NO_ADDRESS_MESSAGE,
    FeedContent,
    ParsedEntry,
    UnreadableFeed,
    clean_title,
    convert_to_text,
    make_guid,
    remove_duplicates,
    resolve_link,
    shorten_fields,
    shorten_guid,
)
from resources.followed_feeds.not_a_feed import explain_missing_feed

ENCODINGS_BY_BOM = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
DECLARATION_PATTERN = re.compile(r"^<\?xml[^>]*\?>")
DECLARED_ENCODING_PATTERN = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
ENTITY_DECLARATION_PATTERN = re.compile(r"<!(ENTITY|DOCTYPE[^>]{0,1000}\[)", re.IGNORECASE)
LITERAL_PATTERN = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
OWN_ENTITIES_MESSAGE = (
    "It declares entities of its own, and some attacks do that, so we do not read it. "
    "Ask who looks after the site to leave out the lines that begin with <!ENTITY."
)
NON_XML_CHARACTER_PATTERN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BARE_AMPERSAND_PATTERN = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|\w{2,31};)")
NAMED_ENTITY_PATTERN = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(\w{2,31});")
NUMBERED_ENTITY_PATTERN = re.compile(r"&#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}));")
GUID_WITHOUT_LINK_PATTERN = re.compile(
    r"<(guid|(?:\w+:)?id)(?:\s[^>]{0,300})?>(?=\s*(?!\s|https?://|<!\[CDATA\[\s*https?://))", re.IGNORECASE
)
"""The guid of an entry that is not an address, and must not be used as one."""
ENTRY_START_PATTERN, ENTRY_END_PATTERN = (
    re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]"),
    re.compile(r"</(?:\w+:)?(?:item|entry|rss|feed|RDF)\s*>"),
)
READABLE_TYPES = ("text/", "application/xhtml")


def read_rss(body: bytes, url: str, charset: str = "") -> FeedContent:
    """Return the entries of RSS or Atom. Raise UnreadableFeed."""
    text = decode_feed(body, charset)
    if ENTITY_DECLARATION_PATTERN.search(LITERAL_PATTERN.sub("", text)):
        raise UnreadableFeed(OWN_ENTITIES_MESSAGE)
    headers = {"content-type": "application/xml; charset=utf-8"}  # links stay relative; we know their base
    try:
        parsed = feedparser.parse(io.BytesIO(repair_xml(text).encode()), response_headers=headers, sanitize_html=False)
    except Exception as error:  # the parser raises many errors for broken feeds
        raise UnreadableFeed("It cannot be read as RSS or Atom.") from error
    if not parsed.get("version") and not parsed.entries:
        raise UnreadableFeed(explain_missing_feed(text, url))
    entries = [try_to_read_entry(entry, url) for entry in parsed.entries]
    if entries and is_cut_off(text):
        entries[-1] = replace(entries[-1], problem="The feed ends in the middle of it.")
    note = f"It has {len(entries):,} entries. We read the first {MAX_ENTRIES:,}."
    return FeedContent(remove_duplicates(entries[:MAX_ENTRIES]), [note] if len(entries) > MAX_ENTRIES else [])


def decode_feed(body: bytes, charset: str) -> str:
    """Return the text of a feed in the first encoding that fits, as the declared one is often wrong."""
    start = body.lstrip(b" \t\r\n")
    for mark, encoding in ENCODINGS_BY_BOM.items():
        if start.startswith(mark):
            return start.decode(encoding, "replace")
    named = DECLARED_ENCODING_PATTERN.search(body[:500])
    for encoding in ("utf-8", named[1].decode() if named else "", charset):
        try:
            return body.decode("cp1252" if encoding.lower() in ("iso-8859-1", "latin-1", "us-ascii") else encoding)
        except (UnicodeError, LookupError, ValueError):
            continue
    return decode_text(body)


def repair_xml(text: str) -> str:
    """Return the text as valid XML, with the most common errors repaired."""
    text = DECLARATION_PATTERN.sub("", NON_XML_CHARACTER_PATTERN.sub("", text).lstrip("\ufeff \t\r\n"))
    text = GUID_WITHOUT_LINK_PATTERN.sub(r'<\1 isPermaLink="false">', text)
    first, *others = text.split("<![CDATA[")
    parts = [repair_entities(first)]
    for other in others:
        literal, end, markup = other.partition("]]>")
        parts.append(f"<![CDATA[{literal}{end}{repair_entities(markup)}")
    whole = "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return f'<?xml version="1.0" encoding="utf-8"?>{whole}'


def repair_entities(markup: str) -> str:
    """Return markup in which every ampersand and entity is valid in XML."""
    return NAMED_ENTITY_PATTERN.sub(
        convert_named_entity,
        NUMBERED_ENTITY_PATTERN.sub(repair_numeric_reference, BARE_AMPERSAND_PATTERN.sub("&amp;", markup)),
    )


def repair_numeric_reference(reference: re.Match[str]) -> str:
    """Return a numeric reference if XML allows it, the surrogate itself if it is one, or an empty string."""
    number = int(reference[1]) if reference[1] else int(reference[2], 16)
    if 0xD800 <= number < 0xE000:
        return chr(number)
    return "" if number > 0x10FFFF or NON_XML_CHARACTER_PATTERN.match(chr(number)) else reference[0]


def convert_named_entity(entity: re.Match[str]) -> str:
    """Return an HTML entity as numeric references, which XML knows. Any other name becomes text."""
    known = html5.get(f"{entity[1]};")
    return "".join(f"&#{ord(character)};" for character in known) if known else f"&amp;{entity[1]};"


def is_cut_off(text: str) -> bool:
    last_begin = max((found.start() for found in ENTRY_START_PATTERN.finditer(text)), default=-1)
    return last_begin > max((found.start() for found in ENTRY_END_PATTERN.finditer(text)), default=-1)


def try_to_read_entry(entry: Any, base: str) -> ParsedEntry:
    """Return an entry, or one with a problem if it cannot be read. Other entries are not affected."""
    try:
        return read_entry(entry, base)
    except Exception:  # the parser may return anything for broken entries
        title = clean_title(convert_to_text(entry.get("title") or ""))[:MAX_TITLE_CHARACTERS]
        return ParsedEntry(
            shorten_guid(make_guid("unread", title, repr(entry))), "", title, problem="Something in it cannot be read."
        )


def read_entry(entry: Any, base: str) -> ParsedEntry:
    link, text = find_entry_page(entry, base), get_entry_text(entry)
    title = clean_title(convert_to_text(entry.get("title") or entry.get("itunes_title") or ""))
    said = text[:200] or entry.get("published", "")
    guid = shorten_guid(entry.get("id") or link or make_guid(title[:MAX_TITLE_CHARACTERS], said))
    changed = entry.get("updated_parsed") if "updated_parsed" in entry else None
    when = entry.get("published_parsed") or changed
    problem = "" if title else "It has no title."
    note = NO_ADDRESS_MESSAGE if entry.get("link") and not link else ""
    return shorten_fields(
        ParsedEntry(guid, link, title, text, when.tm_year if when else None, problem=problem, note=note)
    )


def find_entry_page(entry: Any, base: str) -> str:
    """Return the page of an entry or, if it has none, its enclosure."""
    links = entry.get("links", [])
    pages = [link.get("href") for link in links if link.get("rel") == "alternate"]
    enclosed = [link.get("href") for link in links if link.get("rel") == "enclosure"]
    sources = [content.get("src") for content in entry.get("content", [])]
    found = (resolve_link(link, base) for link in [*pages, entry.get("link"), *sources, *enclosed])
    return next(filter(None, found), "")


def get_entry_text(entry: Any) -> str:
    """Return the text of an entry: its full content, or else its summary."""
    contents = [
        each for each in entry.get("content", []) if each.get("type", READABLE_TYPES[0]).startswith(READABLE_TYPES)
    ]
    return convert_to_text(
        next((each["value"] for each in contents if each.get("value")), "") or entry.get("summary", "")
    )
