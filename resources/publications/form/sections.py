"""The fields that each kind's form has, in order and in groups."""

from __future__ import annotations

from typing import NamedTuple

from gateway.catalogue.models import Kind

FIELDS_NEEDED_FOR_REVIEW = ("summary", "focus_areas")
"""Fields that may be empty in a draft, but not when it is sent for review."""
PAGE_FIELDS = frozenset({"publisher", "slug", "published_at", "is_sample"})
"""Fields of the page whatever its version. The form of a new version does not have them."""
TAXONOMY_FIELDS = ("focus_areas", "areas_of_need", "phases", "setting_types")


class Section(NamedTuple):
    """Fields that belong together under a heading."""

    heading: str
    fields: tuple[str, ...]


WORDS_SECTION = Section("What it says", ("title", "summary", "body"))
FILES_SECTION = Section("Files", ("uploads",))
SUBJECT_SECTION = Section("What it is about", (*TAXONOMY_FIELDS, "keywords"))
DATES_SECTION = Section("When", ("published_at", "review_by"))
EDITORS_SECTION = Section("For editors", ("slug", "url_is_page", "is_sample", "editors_note"))

SECTIONS_BY_KIND: dict[str, tuple[Section, ...]] = {
    Kind.RESOURCE: (
        Section("Where it is", ("url",)),
        Section("About the resource", ("format", "cost", "licence", "authors", "year", "credit")),
    ),
    Kind.RESEARCH: (
        Section("Where it is", ("url", "doi")),
        Section("About the research", ("authors", "year", "cost", "licence", "credit")),
    ),
    Kind.NEWS: (Section("Where it is", ("url",)),),
    Kind.EVENT: (
        Section("When and where", ("starts_at", "ends_at", "is_online", "venue")),
        Section("Booking", ("url", "booking_url", "cost", "credit")),
    ),
}
"""The fields that only some kinds have. Publishers choose a kind in this order."""
PUBLICATION_KINDS = tuple(Kind(kind) for kind in SECTIONS_BY_KIND)


def get_sections(kind: str, *, is_editor: bool, asks_publisher: bool, is_revision: bool = False) -> list[Section]:
    """Return the sections of a kind's form.

    Some fields are only for editors, and some are not part of a new version.
    """
    publisher = [Section("Who publishes it", ("publisher",))] if asks_publisher else []
    everybody = [*publisher, WORDS_SECTION, *SECTIONS_BY_KIND[kind], FILES_SECTION, SUBJECT_SECTION, DATES_SECTION]
    chosen = [*everybody, EDITORS_SECTION] if is_editor else everybody
    left_out = PAGE_FIELDS if is_revision else frozenset()
    asked = [section._replace(fields=tuple(n for n in section.fields if n not in left_out)) for section in chosen]
    return [section for section in asked if section.fields]
