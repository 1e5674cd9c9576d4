"""The entries of a feed, and the conversion of their content to plain text."""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote, urljoin

import nh3
from django.core.exceptions import ValidationError

from gateway.catalogue.text.characters import is_blank, strip_invisible
from gateway.catalogue.text.web_addresses import repair_address, validate_web_address

MAX_ENTRIES = 200
MAX_MARKUP_CHARACTERS = 200_000
MAX_TITLE_CHARACTERS = 200
MAX_LENGTHS_BY_FIELD = {"title": MAX_TITLE_CHARACTERS, "venue": 300, "text": 20_000}
FIELD_LABELS = {"venue": "place"}
NO_ADDRESS_MESSAGE = (
    "Its link is no address of the web, or a very long one, so we left it out: look whether it needs one."
)
EMBEDDED_DATA_PATTERN = re.compile(r"data:[\w/+.;=-]{1,100},[\w/+=%-]{500,}")
"""An image embedded in an address. It is removed before the text is cut, so that no text after it is lost."""
BLOCK_END_PATTERN = re.compile(r"</(p|div|li|h[1-6]|tr|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)
TEXTLESS_TAGS = {"script", "style", "iframe", "noscript", "template", "title", "svg", "math"}
TAG_NAMES = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|basefont|bdi|bdo|big|blink|blockquote|body|br|"
    "button|canvas|caption|center|cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|dir|div|dl|dt|em|"
    "embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|i|"
    "iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|math|menu|meta|meter|nav|nobr|noframes|"
    "noscript|object|ol|optgroup|option|output|p|param|picture|pre|progress|q|rp|rt|ruby|s|samp|script|section|"
    "select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|"
    "thead|time|title|tr|track|tt|u|ul|var|video|wbr"
)
"""All HTML elements, obsolete ones too."""
STRAY_BRACKET_PATTERN = re.compile(rf"<(?!/?(?:{TAG_NAMES}|\w+:\w+)(?=[\s/>])|!--)", re.IGNORECASE)
"""A "<" that begins no HTML element, such as the one in "pupils at <P4"."""
MISSING_SCHEME_PATTERN = re.compile(
    r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:uk|com|org|net|info|eu)(?=[/:?#]|$))", re.IGNORECASE
)
"""The beginning of an address without https://, as people write it."""
SAFE_ADDRESS_CHARACTERS = "%/:=&?~#+!$,;'@()*[]"


class UnreadableFeed(Exception):
    """The response is not a feed that we can read. The message says why."""


@dataclass(frozen=True)
class ParsedEntry:
    """One entry of a feed, as plain text.

    `problem` says why no draft can be made, and `is_left_out` that this is not an error. `note` is for the owner of the
    draft. `own_url` is the address if no other entry of the feed has it.
    """

    guid: str
    url: str
    title: str
    text: str = ""
    year: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    venue: str = ""
    is_online: bool = False
    problem: str = ""
    note: str = ""
    is_left_out: bool = False
    own_url: str = ""

    @property
    def fingerprint(self) -> str:
        """Return a hash that changes when the feed says something different about the entry."""
        said = (self.url, self.title, self.text, self.starts_at, self.ends_at, self.venue, self.problem)
        return hashlib.sha256(repr([str(part) for part in said]).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class FeedContent:
    """The entries of a feed, and notes on what could not be read."""

    entries: list[ParsedEntry]
    notes: list[str] = field(default_factory=list)


def remove_duplicates(entries: list[ParsedEntry]) -> list[ParsedEntry]:
    """Return the entries without duplicates.

    Different entries that share a guid get guids of their own, and an address shared by several entries is not used as
    `own_url`.
    """
    for mark in (lambda entry: entry.title, lambda entry: "" if entry.starts_at else entry.url):
        marks = {(entry.guid, mark(entry)) for entry in entries}
        names = Counter(guid for guid, _ in marks)
        entries = [
            replace(entry, guid=shorten_guid(f"{entry.guid}\n{mark(entry)}")) if names[entry.guid] > 1 else entry
            for entry in entries
        ]
    single = list({entry.guid: entry for entry in reversed(entries)}.values())[::-1]
    addresses = Counter(entry.url for entry in single)
    return [replace(entry, own_url=entry.url if addresses[entry.url] == 1 else "") for entry in single]


def shorten_fields(entry: ParsedEntry) -> ParsedEntry:
    """Return the entry cut to the length that a draft may have, with a note if it was cut."""
    too_long = [name for name, most in MAX_LENGTHS_BY_FIELD.items() if len(getattr(entry, name)) > most]
    if not too_long:
        return entry
    cut: dict[str, Any] = {name: shorten_text(getattr(entry, name), MAX_LENGTHS_BY_FIELD[name]) for name in too_long}
    called = " and ".join(FIELD_LABELS.get(name, name) for name in too_long)
    note = f"Too long for a draft, so we cut it: its {called}. {entry.note}".strip()
    return replace(entry, **cut, note=note)


def shorten_text(text: str, most: int) -> str:
    """Return the text, cut between words if it is too long."""
    if len(text) <= most:
        return text
    beginning = text[: most - 1]
    return (beginning.rpartition(" ")[0] or beginning).rstrip() + "…"


def clean_title(text: str) -> str:
    """Return a title on one line, or an empty string if all its characters are invisible."""
    return "" if is_blank(text) else join_lines(text)


def convert_to_text(markup: str) -> str:
    """Return HTML as plain text, with blank lines between paragraphs."""
    markup = STRAY_BRACKET_PATTERN.sub("&lt;", EMBEDDED_DATA_PATTERN.sub("", str(markup))[:MAX_MARKUP_CHARACTERS])
    return clean_text(
        html.unescape(nh3.clean(BLOCK_END_PATTERN.sub("\n\n", markup), tags=set(), clean_content_tags=TEXTLESS_TAGS))
    )


def clean_text(text: str) -> str:
    lines = [" ".join(line.split()) for line in strip_invisible(text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def join_lines(text: str) -> str:
    return " ".join(text.split())


def resolve_link(link: str, base: str) -> str:
    """Return the link of an entry as an absolute web address, or an empty string if it is not valid."""
    link = add_scheme(str(link or ""))
    if not link:
        return ""
    try:
        address = urljoin(base, link)
    except ValueError:
        return ""
    if any(character.isspace() for character in address):
        address = quote(address, safe=SAFE_ADDRESS_CHARACTERS)
    try:
        validate_web_address(address)
    except ValidationError:
        return ""
    return address if strip_invisible(address) == address and len(address) <= 500 else ""


def add_scheme(link: str) -> str:
    """Return a link with its missing scheme added and stray characters removed."""
    link = repair_address(link)
    return f"https://{link}" if MISSING_SCHEME_PATTERN.match(link) else link


def shorten_guid(guid: str) -> str:
    """Return the guid of an entry, hashed if it is too long for its column."""
    guid = strip_invisible(guid)
    return guid if len(guid) <= 500 else hashlib.sha256(guid.encode()).hexdigest()


def make_guid(*parts: str) -> str:
    """Return a guid for an entry that has none."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
