"""The text of an example as its page, its preview and its review show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString

from accounts.addresses.redirects import get_site
from accounts.addresses.site_address import build_absolute_url
from gateway.catalogue.items.term_links import format_local_date
from gateway.catalogue.models import Kind
from gateway.catalogue.text.markdown import render as render_markdown
from practice.examples.story_parts import PARTS_BY_FIELD
from practice.models import Evidence, PracticeExample

GLANCE_FIELDS = ("who_for", "who_did_it", "how_long", "cost", "evidence_kind")
STORY_FIELDS = ("need", "what_we_did", "what_changed", "evidence", "numbers", "what_did_not_work", "what_next")
LINE_END_PATTERN = re.compile(r"(?:\r?\n)+")
NAMELESS_AUTHOR = "A member of staff"


@dataclass(frozen=True)
class Section:
    """A part of the story as readers see it: prose, or steps."""

    field: str
    heading: str
    html: SafeString | str = ""
    steps: tuple[str, ...] = ()


def get_key_facts(example: PracticeExample) -> list[tuple[str, str]]:
    """Return the key facts of an example as pairs of a label and a value."""
    values = {name: getattr(example, name) for name in GLANCE_FIELDS}
    if example.evidence_kind:
        values["evidence_kind"] = Evidence(example.evidence_kind).label
    return [(PARTS_BY_FIELD[name].heading, value) for name, value in values.items() if value]


def build_story(example: PracticeExample) -> list[Section]:
    """Return the parts of the story that have text, in order."""
    return [build_section(example, name) for name in STORY_FIELDS if getattr(example, name).strip()]


def build_section(example: PracticeExample, name: str) -> Section:
    """Return a part of the story, with each figure on a line of its own, as it was written."""
    if name == "what_we_did":
        return Section(name, PARTS_BY_FIELD[name].heading, steps=tuple(example.steps_taken))
    text = getattr(example, name)
    if name == "numbers":
        text = LINE_END_PATTERN.sub("\n\n", text)
    return Section(name, PARTS_BY_FIELD[name].heading, render_markdown(text))


def get_author_name(example: PracticeExample) -> str:
    """Return the author's public name, which is never an address; "" for an example from elsewhere."""
    if example.is_elsewhere:
        return ""
    return example.created_by.public_name if example.created_by else NAMELESS_AUTHOR


def get_source_host(example: PracticeExample) -> str:
    """Return the site on which an example from elsewhere is published."""
    return get_site(example.source_url)


def format_citation(example: PracticeExample) -> str:
    """Return how to cite an example: author, setting (year) title. Publisher. Address."""
    if example.is_elsewhere:
        year = example.source_year or "no date"
        return f"{example.setting} ({year}) {example.title}. {example.source_name}. {example.source_url}"
    who = ", ".join(part for part in (get_author_name(example), example.setting) if part)
    year = format_local_date(example.published_at)[-4:] or "no date"
    return f"{who} ({year}) {example.title}. SEND Gateway. {build_address(example)}"


def build_address(example: PracticeExample) -> str:
    return build_absolute_url(example.get_absolute_url())


def build_mail_link(example: PracticeExample) -> str:
    """Return a link that starts an e-mail about an example (RFC 6068)."""
    body = f"I thought this might interest you:\n\n{example.title}\n{build_address(example)}\n"
    return f"mailto:?subject={quote(example.title)}&body={quote(body)}"


def build_article_data(example: PracticeExample) -> dict[str, Any]:
    """Return the structured data of an example as a schema.org Article."""
    school = {"@type": "EducationalOrganization", "name": example.setting} if example.setting else None
    author = {"@type": "Person", "name": get_author_name(example), "affiliation": school}
    return {
        "@type": Kind.PRACTICE.spec.schema_type,
        "headline": example.title[:110],
        "name": example.title,
        "description": example.summary,
        "url": build_address(example),
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "author": school if example.is_elsewhere else author,
        "publisher": {"@type": "Organization", "name": example.source_name or "SEND Gateway"},
        "datePublished": str(example.source_year or "")
        if example.is_elsewhere
        else example.published_at and example.published_at.isoformat(),
        "dateModified": example.updated_at.isoformat(),
        "commentCount": example.comment_count or None,
        "sameAs": example.source_url,
        "isBasedOn": example.adapted_from and example.adapted_from.is_public and build_address(example.adapted_from),
    }
