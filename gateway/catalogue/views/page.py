"""What every page says of itself: title, description, address and breadcrumbs, for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from accounts.addresses.site_address import build_absolute_url

SITE_DESCRIPTION = (
    "Resources, research, practice, news and events on special educational needs and disability (SEND), "
    "organised by the focus areas of the SEND Review Guide."
)
PICTURE_NAMES = frozenset(file.stem for file in (settings.BASE_DIR / "static" / "share").glob("*.png"))
"""The pictures that `manage.py draw_share_pictures` drew: one for each section of the site and each focus area."""


@dataclass(frozen=True)
class Crumb:
    """One step of the breadcrumbs; the page itself has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Page:
    """The head of a page; `things` are what it shows, as schema.org describes them."""

    request: HttpRequest
    title: str
    description: str
    section: str = ""
    path: str = ""
    trail: Sequence[tuple[str, str]] = ()
    things: Sequence[dict[str, Any]] = ()
    feed_url: str = ""
    noindex: bool = False
    crumbs_end: str = ""
    head: str = ""
    number: int = 1
    picture: str = ""
    """The name of the picture that a shared link shows; by default that of the section."""

    @property
    def head_title(self) -> str:
        """Return the title for the browser's tab and search engines, unique to the page (WCAG 2.2, 2.4.2)."""
        return (self.head or self.title) + (f", page {self.number:,}" if self.number > 1 else "")

    @cached_property
    def canonical(self) -> str:
        """Return the one address of this page, without what a visitor chose on it."""
        return build_absolute_url(self.path or self.request.path)

    @property
    def picture_url(self) -> str:
        """Return the address of the page's own picture for shared links (Open Graph), or an empty string."""
        name = next((name for name in (self.picture, self.section) if name in PICTURE_NAMES), "")
        return build_absolute_url(static(f"share/{name}.png")) if name else ""

    @cached_property
    def breadcrumbs(self) -> list[Crumb]:
        """Return the way from the home page to this one; the home page has none."""
        if self.section == "home":
            return []
        trail = [Crumb("Home", reverse("home")), *(Crumb(label, url) for label, url in self.trail)]
        return [*trail, Crumb(self.crumbs_end or self.title)]

    @property
    def structured_data(self) -> SafeString:
        """Return the JSON-LD of what the page shows and of its breadcrumbs (schema.org)."""
        things = [*self.things, *([self.make_breadcrumb_list()] if self.breadcrumbs else [])]
        return render_json_ld({"@context": "https://schema.org", "@graph": things}) if things else mark_safe("")

    def make_breadcrumb_list(self) -> dict[str, Any]:
        steps = [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb.label,
                "item": build_absolute_url(crumb.url) if crumb.url else self.canonical,
            }
            for position, crumb in enumerate(self.breadcrumbs, start=1)
        ]
        return {"@type": "BreadcrumbList", "itemListElement": steps}


SCRIPT_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def render_json_ld(data: dict[str, Any]) -> SafeString:
    """Return data in a script element, escaped so that no text in it can end the element."""
    text = json.dumps(drop_blanks(data), ensure_ascii=False).translate(SCRIPT_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def drop_blanks(value: Any) -> Any:
    """Return the same data without keys that have no value."""
    if isinstance(value, dict):
        return {key: drop_blanks(each) for key, each in value.items() if each not in (None, "", [], {})}
    if isinstance(value, list):
        return [drop_blanks(each) for each in value]
    return value
