"""Which fields the form of each kind has, in the order and groups in which they are asked."""

from __future__ import annotations

from typing import NamedTuple

from gateway.catalogue.models import Kind

NEEDED_FOR_REVIEW = ("summary", "focus_areas")
"""What a draft can do without, and what is sent for review cannot."""
KINDS = (Kind.RESOURCE, Kind.RESEARCH, Kind.NEWS, Kind.EVENT)
OF_THE_PAGE = frozenset({"publisher", "slug", "published_at", "is_sample"})
"""What belongs to the page on the site, whatever version it shows; a new version of it is not asked for these."""
TAXONOMY = ("focus_areas", "areas_of_need", "phases", "setting_types")


class Section(NamedTuple):
    """Fields that belong together under a heading."""

    heading: str
    fields: tuple[str, ...]


WORDS = Section("What it says", ("title", "summary", "body"))
FILES = Section("Files", ("uploads",))
ABOUT = Section("What it is about", (*TAXONOMY, "keywords"))
DATES = Section("When", ("published_at", "review_by"))
FOR_EDITORS = Section("For editors", ("slug", "url_is_page", "is_sample", "editors_note"))

OWN_SECTIONS: dict[str, tuple[Section, ...]] = {
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
NAMES: dict[str, str] = {
    Kind.RESOURCE: "resource",
    Kind.RESEARCH: "piece of research",
    Kind.NEWS: "news story",
    Kind.EVENT: "event",
}
"""What one of a kind is called in a sentence."""
WHAT_IT_IS: dict[str, str] = {
    Kind.RESOURCE: "Guidance, a toolkit, a video, a course or anything else that helps schools.",
    Kind.RESEARCH: "A study, review or report, with its authors and year.",
    Kind.NEWS: "Something new that schools should hear about.",
    Kind.EVENT: "A webinar, conference, course date or meeting, with a start and an end.",
}


def sections(kind: str, *, is_editor: bool, asks_publisher: bool, is_revision: bool = False) -> list[Section]:
    """The sections of the form of one kind; some fields are asked of editors only, and some not of a new version."""
    publisher = [Section("Who publishes it", ("publisher",))] if asks_publisher else []
    everybody = [*publisher, WORDS, *OWN_SECTIONS[kind], FILES, ABOUT, DATES]
    chosen = [*everybody, FOR_EDITORS] if is_editor else everybody
    left_out = OF_THE_PAGE if is_revision else frozenset()
    asked = [section._replace(fields=tuple(n for n in section.fields if n not in left_out)) for section in chosen]
    return [section for section in asked if section.fields]
