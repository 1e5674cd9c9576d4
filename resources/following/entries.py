"""The entries of a feed, and how what a feed says becomes plain text."""

from __future__ import annotations

import hashlib
import html
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urljoin

import nh3

from gateway.catalogue.text import plain

MAX_ENTRIES = 200
MAX_MARKUP_CHARACTERS = 200_000
BLOCK_END = re.compile(r"</(p|div|li|h[1-6]|tr|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)
NO_TEXT = {"script", "style", "iframe", "noscript", "template", "title", "svg", "math"}
NAMES = (
    "a|abbr|acronym|address|applet|area|article|aside|audio|b|base|basefont|bdi|bdo|big|blink|blockquote|body|br|"
    "button|canvas|caption|center|cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|dir|div|dl|dt|em|"
    "embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|i|"
    "iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|math|menu|meta|meter|nav|nobr|noframes|"
    "noscript|object|ol|optgroup|option|output|p|param|picture|pre|progress|q|rp|rt|ruby|s|samp|script|section|"
    "select|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|tfoot|th|"
    "thead|time|title|tr|track|tt|u|ul|var|video|wbr"
)
"""The elements of HTML, past and present."""
NOT_A_TAG = re.compile(rf"<(?!/?(?:{NAMES}|\w+:\w+)(?=[\s/>])|!--)", re.IGNORECASE)
"""A sign that begins no element of HTML, such as that in "pupils at <P4"."""


class UnreadableFeed(Exception):
    """What came is no feed that we read; the message says why."""


@dataclass(frozen=True)
class Entry:
    """One entry, as plain text.

    `problem` says why nothing can be made of it, and `is_left_out` that this is nobody's fault; `note` says what the
    owner of the draft should know. `own_url` is the address if no other entry of the feed has it.
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
        """What changes when the feed says something else about the entry."""
        said = (self.url, self.title, self.text, self.starts_at, self.ends_at, self.venue, self.problem)
        return hashlib.sha256(repr([str(part) for part in said]).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Reading:
    """What a feed holds, and what of it could not be read."""

    entries: list[Entry]
    notes: list[str] = field(default_factory=list)


def told_apart(entries: list[Entry]) -> list[Entry]:
    """Return the entries with names and addresses of their own, where several different ones share them."""
    names = Counter(guid for guid, _ in {(entry.guid, entry.title) for entry in entries})
    shared = [
        replace(entry, guid=short(f"{entry.guid}\n{entry.title}")) if names[entry.guid] > 1 else entry
        for entry in entries
    ]
    addresses = Counter(url for url, _ in {(entry.url, entry.guid) for entry in shared})
    return [replace(entry, own_url=entry.url if addresses[entry.url] == 1 else "") for entry in shared]


def as_text(markup: str) -> str:
    """Return HTML as plain text, its paragraphs parted by blank lines."""
    markup = NOT_A_TAG.sub("&lt;", str(markup)[:MAX_MARKUP_CHARACTERS])
    return tidy(html.unescape(nh3.clean(BLOCK_END.sub("\n\n", markup), tags=set(), clean_content_tags=NO_TEXT)))


def tidy(text: str) -> str:
    """Return the text without runs of spaces and of blank lines."""
    lines = [" ".join(line.split()) for line in plain(text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """Return the text on one line."""
    return " ".join(text.split())


def web_address(link: str, base: str) -> str:
    """Return a link of an entry as an address of the web; nothing if there is none, or if it is no such address."""
    link = str(link or "").strip()
    if not link:
        return ""
    try:
        address = urljoin(base, link)
    except ValueError:
        return ""
    is_plain = plain(address) == address and len(address) <= 500
    return address if is_plain and address.startswith(("http://", "https://")) else ""


def short(guid: str) -> str:
    """Return a name of an entry that fits its column."""
    guid = plain(guid)
    return guid if len(guid) <= 500 else hashlib.sha256(guid.encode()).hexdigest()


def digest(*parts: str) -> str:
    """Return a name for an entry that has none of its own."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
