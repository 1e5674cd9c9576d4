"""Counting of what visitors do with publications, buffered in `gateway.catalogue.usage.count_buffer`."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest

from gateway.catalogue.usage.count_buffer import Buffer, add_to, log_exceptions
from resources.models import Publication, Use, WeeklyCount, WeeklyFilter, get_this_week
from resources.statistics.visitors import is_person, read_narrowing_terms

VIEW_COUNT_NAME = "view of a publication"
"""The name under which views of kept pages are counted (gateway.catalogue.page_cache)."""

type Row = tuple[type[models.Model], tuple[Any, ...]]


@transaction.atomic
def store(counts: Counter[Row]) -> None:
    """Add counts to the rows of the database, except those of publications that no longer exist."""
    wanted = {key[0] for _, key in counts}
    there = set(Publication.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for model in (WeeklyCount, WeeklyFilter):
        rows = sorted((*key, count) for (table, key), count in counts.items() if table is model and key[0] in there)
        if rows:
            add_to(model, rows)


buffer: Buffer[Row] = Buffer(store)


@log_exceptions
def count_view(request: HttpRequest, pk: int) -> None:
    """Count a view of a public publication by a person, and the terms by which they had narrowed the list."""
    if request.method != "GET" or not is_person(request):
        return
    week = get_this_week()
    rows: list[Row] = [(WeeklyCount, (pk, week, Use.VIEW.value))]
    rows += [(WeeklyFilter, (pk, week, *term)) for term in read_narrowing_terms(request)]
    buffer.add(rows)


@log_exceptions
def count_download(request: HttpRequest, publication: Publication) -> None:
    """Count a download of a publication's file by a person. Further parts of the same download do not count."""
    is_first_part = request.headers.get("Range", "bytes=0-").startswith("bytes=0-")
    if request.method == "GET" and is_first_part and publication.is_public and is_person(request):
        buffer.add([(WeeklyCount, (publication.pk, get_this_week(), Use.DOWNLOAD.value))])


@log_exceptions
def count_click(request: HttpRequest, publication: Publication) -> None:
    """Count a click by a person on a publication's link to another site."""
    if publication.is_public and is_person(request):
        buffer.add([(WeeklyCount, (publication.pk, get_this_week(), Use.CLICK.value))])
