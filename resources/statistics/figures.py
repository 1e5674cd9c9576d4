"""The figures of publications over several weeks, for users who may edit them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.facets.groups import get_legends
from resources.models import Use, WeeklyCount, WeeklyFilter, get_this_week
from resources.models.publication import PublicationQuerySet

SPANS_IN_WEEKS = (12, 26, 52)
MAX_TERMS = 30


class Week(NamedTuple):
    monday: date
    views: int
    downloads: int
    clicks: int


class Term(NamedTuple):
    """A term by which visitors had narrowed the list before they came, and how often."""

    group: str
    label: str
    times: int


def get_mondays(span: int) -> list[date]:
    """Return the Mondays of the last `span` weeks, oldest first."""
    return [get_this_week() - timedelta(weeks=back) for back in range(span - 1, -1, -1)]


def annotate_totals(publications: PublicationQuerySet, span: int) -> QuerySet[Any]:
    """Return the publications with `views`, `downloads` and `clicks` over `span` weeks, most viewed first."""
    since = Q(weekly_counts__week__gte=get_mondays(span)[0])
    names = {"views": Use.VIEW, "downloads": Use.DOWNLOAD, "clicks": Use.CLICK}
    totals: dict[str, Any] = {
        name: Coalesce(Sum("weekly_counts__count", filter=since & Q(weekly_counts__use=use)), 0)
        for name, use in names.items()
    }
    order = ("-views", "-downloads", "title", "pk")
    return publications.select_related("publisher").annotate(**totals).order_by(*order)


def sum_by_week(publications: PublicationQuerySet, span: int) -> list[Week]:
    """Return the totals of these publications for each week, including weeks without any."""
    weeks = get_mondays(span)
    counts = WeeklyCount.objects.filter(publication__in=publications, week__gte=weeks[0]).order_by()
    sums = {(week, use): total for week, use, total in counts.values_list("week", "use").annotate(Sum("count"))}
    return [Week(week, *(sums.get((week, use), 0) for use in Use.values)) for week in weeks]


def count_narrowing_terms(publications: PublicationQuerySet, span: int, index: FacetIndex) -> list[Term]:
    """Return the terms by which visitors had narrowed the list before opening these publications, most used first."""
    filters = WeeklyFilter.objects.filter(publication__in=publications, week__gte=get_mondays(span)[0]).order_by()
    sums = filters.values("parameter", "term").annotate(total=Sum("count")).order_by("-total", "parameter", "term")
    names = get_legends()
    found = []
    for row in sums[:MAX_TERMS]:
        vocabulary = index.vocabularies.get(row["parameter"])
        term = vocabulary.by_slug.get(row["term"]) if vocabulary else None
        label = term.label if term else row["term"]
        found.append(Term(names.get(row["parameter"], row["parameter"]), label, row["total"]))
    return found


def build_csv_rows(publications: PublicationQuerySet, span: int) -> Iterator[list[Any]]:
    """Yield the rows of the CSV file: a heading, then one row for each publication and week with any use."""
    yield ["week", "slug", "title", "publisher", *(use.label.lower().replace(" ", "_") for use in Use)]
    counts = WeeklyCount.objects.filter(publication__in=publications, week__gte=get_mondays(span)[0])
    counts = counts.order_by("-week", "publication__sort_title", "publication_id", "use")
    names = ("week", "publication__slug", "publication__title", "publication__publisher__name")
    yield from merge_uses(counts.values_list(*names, "use", "count").iterator(2_000))


def merge_uses(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[Any]]:
    """Merge rows of one use each into rows of all uses."""
    current: list[Any] | None = None
    for *key, use, count in rows:
        if current is None or current[:4] != [key[0].isoformat(), *key[1:]]:
            if current is not None:
                yield current
            current = [key[0].isoformat(), *key[1:], *([0] * len(Use.values))]
        current[4 + Use.values.index(use)] = count
    if current is not None:
        yield current
