"""Made-up publications for measurements: the same ones for the same seed on the same day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from modelsearch.models import IndexEntry

from gateway.catalogue.models import AreaOfNeed, Item, Kind, Status, Step
from gateway.catalogue.models.change_log import record_everything
from gateway.catalogue.models.index_queue import ITEM_MODEL
from gateway.catalogue.models.item import make_sort_title
from gateway.catalogue.search_index.indexing import index_keys
from gateway.demo.population.word_generator import Calendar, Dates, WeightedChoice, Writer, make_skewed_choice
from gateway.demo.starter.publications import TAXONOMY
from resources.imports.bulk_insert import BulkTable, analyse_tables, reserve_keys
from resources.models import Cost, Format, Licence, Publication, Publisher

SLUG_PREFIX = "populated-"
"""The beginning of every slug; a number follows, so that no title leads to one by accident."""
ITEMS_PER_BATCH = 10_000
"""How many items are held in memory and written in one transaction."""
KIND_WEIGHTS = {Kind.RESOURCE: 55, Kind.RESEARCH: 20, Kind.NEWS: 15, Kind.EVENT: 10}
STATUS_WEIGHTS = {Status.PUBLISHED: 94, Status.DRAFT: 3, Status.ARCHIVED: 3}
STEPS_BY_STATUS = {
    Status.DRAFT: ("", Status.DRAFT),
    Status.PUBLISHED: ("", Status.DRAFT, Status.PUBLISHED),
    Status.ARCHIVED: ("", Status.DRAFT, Status.PUBLISHED, Status.ARCHIVED),
}
LICENCES, COSTS, FORMATS = Licence.values, Cost.values, Format.values
TERM_COUNTS = {"focus_areas": (1, 3), "areas_of_need": (0, 3), "phases": (1, 3), "setting_types": (0, 2)}

type Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PlannedItem:
    pk: int
    number: int
    kind: Kind
    status: Status
    topic: dict[str, str]
    dates: Dates
    starts_at: datetime | None
    ends_at: datetime | None


class PublicationGenerator:
    """A generator of made-up publications, as rows of every table that holds a part of one."""

    def __init__(self, chance: Random, publishers: Sequence[int]) -> None:
        self.chance, self.writer, self.calendar = chance, Writer(chance), Calendar(chance)
        self.kinds, self.statuses = WeightedChoice(chance, KIND_WEIGHTS), WeightedChoice(chance, STATUS_WEIGHTS)
        self.publishers = make_skewed_choice(chance, publishers, 0.6)
        terms = {name: list(model.objects.current()) for name, model in TAXONOMY.items()}
        self.terms = {name: make_skewed_choice(chance, [term.pk for term in rows], 0.8) for name, rows in terms.items()}
        self.parents = dict(AreaOfNeed.objects.exclude(parent=None).values_list("pk", "parent_id"))
        self.item, self.publication, self.step = BulkTable(Item, with_key=True), BulkTable(Publication), BulkTable(Step)
        self.links = {name: BulkTable(getattr(Item, name).through) for name in TERM_COUNTS}

    def make_rows(self, pk: int, number: int) -> Iterator[tuple[BulkTable, Row]]:
        """Yield every row of a publication, each with its table."""
        idea = self.make_idea(pk, number)
        yield self.item, self.make_item_row(idea)
        yield self.publication, self.make_publication_row(idea)
        yield from ((self.step, row) for row in self.make_step_rows(idea))
        for name, table in self.links.items():
            yield from ((table, (pk, key)) for key in self.choose_term_keys(name))

    def make_idea(self, pk: int, number: int) -> PlannedItem:
        kind, status, topic = self.kinds.choose_one(), self.statuses.choose_one(), self.writer.choose_topic()
        starts_at, ends_at = self.calendar.choose_event_times() if kind == Kind.EVENT else (None, None)
        return PlannedItem(pk, number, kind, status, topic, self.calendar.choose_dates(starts_at), starts_at, ends_at)

    def make_item_row(self, idea: PlannedItem) -> Row:
        title = self.writer.write_title(idea.kind, idea.topic)
        return self.item.make_row(
            id=idea.pk,
            kind=idea.kind.value,
            title=title,
            sort_title=make_sort_title(title),
            slug=f"{SLUG_PREFIX}{idea.number:08}-{slugify(title)}",
            summary=self.writer.write_summary(idea.topic),
            status=idea.status.value,
            is_sample=True,
            created_at=idea.dates.created_at,
            updated_at=idea.dates.updated_at,
            published_at=None if idea.status == Status.DRAFT else idea.dates.published_at,
            starts_at=idea.starts_at,
            ends_at=idea.ends_at,
        )

    def make_publication_row(self, idea: PlannedItem) -> Row:
        return self.publication.make_row(
            item_ptr_id=idea.pk,
            publisher_id=self.publishers.choose_one(),
            url=f"https://example.org/{SLUG_PREFIX}{idea.number}",
            url_is_page=self.chance.random() < 0.9,
            **getattr(self, f"make_{idea.kind}_fields")(idea),
        )

    def make_resource_fields(self, idea: PlannedItem) -> dict[str, Any]:
        any_of = self.chance.choice
        return {
            "body": self.writer.write_body(idea.topic, self.chance.randint(0, 2)),
            "year": idea.dates.published_at.year,
            "licence": any_of(LICENCES),
            "cost": any_of(COSTS),
            "format": any_of(FORMATS),
        }

    def make_research_fields(self, idea: PlannedItem) -> dict[str, Any]:
        year, authors = idea.dates.published_at.year, self.writer.write_authors()
        return {"year": year, "authors": authors, "doi": f"10.5555/{SLUG_PREFIX}{idea.number}"}

    def make_news_fields(self, idea: PlannedItem) -> dict[str, Any]:
        return {"body": self.writer.write_body(idea.topic, 3)}

    def make_event_fields(self, idea: PlannedItem) -> dict[str, Any]:
        venue = self.writer.write_venue() if self.chance.random() < 0.6 else ""
        booking_url = f"https://example.org/{SLUG_PREFIX}{idea.number}/book"
        return {"is_online": not venue, "venue": venue, "booking_url": booking_url}

    def make_step_rows(self, idea: PlannedItem) -> Iterator[Row]:
        steps = STEPS_BY_STATUS[idea.status]
        moments = (idea.dates.created_at, min(idea.dates.published_at, idea.dates.updated_at), idea.dates.updated_at)
        for before, after, at in zip(steps, steps[1:], moments, strict=False):
            yield self.step.make_row(item_id=idea.pk, from_status=before, to_status=after, at=at)

    def choose_term_keys(self, name: str) -> list[int]:
        """Return keys of terms in one vocabulary; a type of need comes with the area that it belongs to."""
        keys = self.terms[name].choose_some(*TERM_COUNTS[name])
        if name == "areas_of_need":
            keys += {self.parents[key] for key in keys if key in self.parents}.difference(keys)
        return keys


def populate(items: int, seed: int, done: Callable[[int], object]) -> int:
    """Add `items` publications and return how many publishers were added.

    Call `done` with the number of items of each batch.
    """
    number = get_last_number(Item) + 1
    chance = Random(f"{seed} {number}")  # noqa: S311
    publishers = make_publishers(min(max(items // 200, 20), 5_000), chance)
    population = PublicationGenerator(chance, publishers)
    first_pk = reserve_keys(Item, items)
    try:
        for batch in batched(range(items), ITEMS_PER_BATCH):
            write_rows(row for each in batch for row in population.make_rows(first_pk + each, number + each))
            done(len(batch))
        index_keys(ITEM_MODEL, range(first_pk, first_pk + items))
    finally:
        record_everything()
    analyse_tables(
        [IndexEntry, Publisher, Item, Publication, Step, *(getattr(Item, name).through for name in TERM_COUNTS)]
    )
    return len(publishers)


def get_last_number(model: type[Item | Publisher]) -> int:
    """Return the number of the last row that was made up before, or 0."""
    last = model.objects.filter(slug__startswith=SLUG_PREFIX, is_sample=True).aggregate(last=Max("slug"))["last"]
    return int(last.removeprefix(SLUG_PREFIX)[:8]) if last else 0


def make_publishers(count: int, chance: Random) -> list[int]:
    writer, first = Writer(chance), get_last_number(Publisher) + 1
    made = Publisher.objects.bulk_create(
        Publisher(
            name=writer.write_publisher_name(number),
            slug=f"{SLUG_PREFIX}{number:08}",
            website=f"https://example.org/{SLUG_PREFIX}{number}",
            description="Made up for measurements.",
            is_sample=True,
        )
        for number in range(first, first + count)
    )
    return [publisher.pk for publisher in made]


@transaction.atomic
def write_rows(rows: Iterator[tuple[BulkTable, Row]]) -> None:
    """Write rows of several tables in one transaction, a table at a time."""
    by_table: dict[BulkTable, list[Row]] = defaultdict(list)
    for table, row in rows:
        by_table[table].append(row)
    for table, its_rows in by_table.items():
        table.insert_rows(its_rows)
