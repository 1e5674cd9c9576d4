"""Markdown that people write, converted to HTML that is safe and fits the page's outline."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gateway.catalogue.text.characters import strip_invisible

MAX_MARKDOWN_LENGTH = 20_000
"""In characters; the rest is left out, so that no text can keep a worker busy."""
CLOSING_CHARACTERS = "”’»›…‥。、，！？"
"""Characters that never end an address: typographic quotes, and those of other scripts."""
TEXT_TAGS = {"a", "blockquote", "br", "code", "del", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "ul"}
TABLE_TAGS = {"table", "tbody", "td", "th", "thead", "tr"}
TAGS = {*TEXT_TAGS, *TABLE_TAGS, "h2", "h3", "h4", "h5", "h6"}


class Addresses(LinkifyIt):
    """A finder of what is plainly a web or e-mail address in a text.

    "well.It" ends one sentence and begins another; it is not a site in Italy.
    """

    def match(self, text: str) -> list[Any] | None:
        """Return the addresses that have a scheme or “www.” and those of e-mail, or None."""
        found = super().match(text) or []
        return [trim_match(each) for each in found if each.schema or each.raw.lower().startswith("www.")] or None

    def match_at_start(self, text: str) -> Any:
        found = super().match_at_start(text)
        return trim_match(found) if found else None


def trim_match(found: Any) -> Any:
    """Return an address without the characters at its end that close the sentence around it, such as ” … »."""
    closing = len(found.raw) - len(found.raw.rstrip(CLOSING_CHARACTERS))
    if closing:
        found.last_index -= closing
        found.raw, found.text, found.url = found.raw[:-closing], found.text[:-closing], found.url[:-closing]
    return found


def make_parser(*, as_typed: bool = False) -> MarkdownIt:
    """Return a parser for one text; it builds its rules at its first use, so threads must not share one.

    `as_typed` is for people who know no Markdown (docs/decisions/1082).
    """
    options = {"linkify": as_typed, "breaks": as_typed, "html": False, "maxNesting": 20}
    parser = MarkdownIt("js-default", options).disable(["image"])
    if as_typed:
        parser.linkify = Addresses()
        parser.disable(["code", "lheading"])
    return parser


def render(text: str, top: int = 3, *, names: Collection[str] = (), as_typed: bool = False) -> SafeString:
    """Return safe HTML whose highest heading is of level `top`, with no level left out (WCAG 2.2, 1.3.1).

    Raw HTML is shown as text, images are left out, and links lead only to web and e-mail addresses. Where the text has
    one of `names` after an @, the name is in bold. With `as_typed`, an address becomes a link, a single line break is
    kept, and neither spaces nor dashes in the wrong place make code or headings.
    """
    parser = make_parser(as_typed=as_typed)
    tokens = parser.parse(strip_invisible(text[:MAX_MARKDOWN_LENGTH]))
    fit_headings(tokens, top)
    label_empty_links(tokens)
    if names:
        mark_mentions(tokens, names)
    html = parser.renderer.render(tokens, parser.options, {})
    return mark_safe(  # noqa: S308
        nh3.clean(
            html,
            tags=TAGS | {"b"},
            attributes={"*": set(), "a": {"href"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}},
            url_schemes={"http", "https", "mailto"},
            generic_attribute_prefixes=set(),
            attribute_filter=filter_attribute,
            link_rel="nofollow ugc noopener noreferrer",
        )
    )


def filter_attribute(tag: str, attribute: str, value: str) -> str | None:
    """Return the value of an attribute, or None for an address that could deceive.

    Such an address shows one site's name and leads to another (RFC 3986, 7.6).
    """
    if attribute != "href":
        return value
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if "@" not in parts.netloc and (parts.scheme or not parts.netloc) else None


def fit_headings(tokens: list[Token], top: int) -> None:
    """Give headings levels from `top` on, each at most one below the one before, even if the writer skipped some."""
    open_levels: list[int] = []
    for token in tokens:
        if token.type == "heading_open":
            written = int(token.tag[1])
            while open_levels and open_levels[-1] >= written:
                open_levels.pop()
            open_levels.append(written)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(top - 1 + len(open_levels), 6)}"


def label_empty_links(tokens: list[Token]) -> None:
    """Show the address of a link without words; otherwise no reader would see or hear it (WCAG 2.2, 2.4.4)."""
    for block in tokens:
        children = block.children or []
        starts = [place for place, each in enumerate(children) if each.type == "link_open"]
        for start in reversed(starts):
            end = next(place for place in range(start, len(children)) if children[place].type == "link_close")
            if not "".join(each.content for each in children[start:end]).strip():
                address = str(children[start].attrGet("href"))
                children[start + 1 : end] = [Token("text", "", 0, content=address)]


def build_mention_pattern(names: Collection[str]) -> re.Pattern[str]:
    """Return a pattern for these names after an @, the longest first, so that “Ann Lee” is not taken for “Ann”."""
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)@(?:{longest_first})(?!\w)", re.IGNORECASE)


def mark_mentions(tokens: list[Token], names: Collection[str]) -> None:
    """Put names after an @ in bold, outside code and the addresses of links."""
    pattern = build_mention_pattern(names)
    for token in (child for block in tokens for child in block.children or ()):
        if token.type == "text" and pattern.search(token.content):
            parts = pattern.split(token.content)
            said = [f"<b>{escape(name)}</b>" for name in pattern.findall(token.content)]
            pieces = [escape(part) + bold for part, bold in zip(parts, [*said, ""], strict=True)]
            token.type, token.content = "html_inline", "".join(pieces)
