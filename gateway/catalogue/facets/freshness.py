"""One facet index a process, as fresh as the last committed change.

Each question costs one short query for the number of the latest change. Few changes are patched in at once; many, or a
change of everything, build the index anew: at once while the catalogue is small, else beside the running requests.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterator
from dataclasses import replace

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from gateway.catalogue.facets.groups import groups
from gateway.catalogue.facets.index import Entry, FacetIndex, empty_index, filled
from gateway.catalogue.models import Change, ChangeCounter, Item, Status

logger = logging.getLogger(__name__)

SMALL_CATALOGUE = 5_000
"""Up to so many items, building anew takes a few hundredths of a second and is done at once."""
FEW_CHANGES = 50
"""Up to so many changed items are patched into the index."""

LATEST_CHANGE = f"SELECT epoch, value FROM {ChangeCounter._meta.db_table} WHERE id = 1"  # noqa: S608 (no input in it)
"""Asked at every request, so written out: the ORM takes three times as long to say it."""

_lock = threading.Lock()
_index = empty_index()
_rebuilding = False


def current_index() -> FacetIndex:
    """The index with every change committed so far (or, during a long rebuild, all but the latest)."""
    global _index
    index = _index
    if (index.epoch, index.sequence, index.day) == (*latest_change(), timezone.localdate()):
        return index
    with _lock:
        _index = brought_up_to_date(_index)
        return _index


def brought_up_to_date(index: FacetIndex) -> FacetIndex:
    """The index after whatever happened since: nothing, if another thread has just seen to it."""
    epoch, sequence = latest_change()
    if index.epoch != epoch or sequence < index.sequence:
        return read_everything()
    if index.sequence < sequence:
        return caught_up(index)
    return index if index.day == timezone.localdate() else with_terms_of_today(index)


def forget() -> None:
    """Drops the index of this process; the next question builds it anew."""
    global _index
    with _lock:
        _index = empty_index()


def latest_change() -> tuple[str, int]:
    """The log's identity and the number of its latest change."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST_CHANGE)
        row = cursor.fetchone()
    if row is None:
        row = ChangeCounter.objects.get_or_create(pk=1)[0].epoch.hex, 0
    return str(row[0]).replace("-", ""), row[1]


def read_everything() -> FacetIndex:
    """An index built from the tables; changes that commit meanwhile have later numbers and are patched in after."""
    epoch, sequence = latest_change()
    vocabularies = {group.parameter: group.vocabulary() for group in groups()}
    published = published_items(Item.objects.order_by("published_at", "pk"))
    return filled(
        empty_index(epoch, sequence, timezone.localdate(), vocabularies),
        published,
        {group.parameter: group.links() for group in groups()},
    )


def published_items(items: QuerySet[Item]) -> Iterator[tuple[int, float]]:
    """Those of the items that are published, each with its date in seconds since 1970."""
    rows = items.filter(status=Status.PUBLISHED, published_at__isnull=False, is_withheld=False).values_list(
        "pk", "published_at"
    )
    return ((pk, moment.timestamp()) for pk, moment in rows.iterator(10_000) if moment is not None)


def caught_up(index: FacetIndex) -> FacetIndex:
    """The index with the changes that it has not seen."""
    changes = list(
        Change.objects.filter(sequence__gt=index.sequence)
        .order_by("sequence")
        .values_list("sequence", "scope", "item_pk")[: FEW_CHANGES * 10]
    )
    if not changes:
        return read_everything()
    scopes = {scope for _, scope, _ in changes}
    pks = {pk for _, _, pk in changes if pk is not None}
    is_gap = changes[0][0] != index.sequence + 1
    if is_gap or Change.Scope.EVERYTHING in scopes or len(pks) > FEW_CHANGES:
        return read_everything() if len(index.pks) <= SMALL_CATALOGUE else rebuilt_meanwhile(index)
    if Change.Scope.TERMS in scopes:
        index = with_terms_of_today(index)
    return replace(patched(index, pks), sequence=changes[-1][0])


def with_terms_of_today(index: FacetIndex) -> FacetIndex:
    """The index under the terms as the database has them, and as they are valid today."""
    return index.with_vocabularies({group.parameter: group.vocabulary() for group in groups()}, timezone.localdate())


def patched(index: FacetIndex, pks: Collection[int]) -> FacetIndex:
    """The index with these items as the database has them now."""
    if not pks:
        return index
    published = dict(published_items(Item.objects.filter(pk__in=pks)))
    terms: dict[int, list[tuple[str, int]]] = {pk: [] for pk in published}
    for group in groups():
        for pk, key in group.links(list(published)):
            terms[pk].append((group.parameter, key))
    entries = [Entry(pk, moment, tuple(terms[pk])) for pk, moment in published.items()]
    return index.with_changes(entries, [pk for pk in pks if pk not in published])


def rebuilt_meanwhile(index: FacetIndex) -> FacetIndex:
    """The index as it is; a thread builds the new one and puts it in place."""
    global _rebuilding
    if not _rebuilding:
        _rebuilding = True
        threading.Thread(target=rebuild, name="facet index", daemon=True).start()
    return index


def rebuild() -> None:
    """Builds the index anew, off the requests."""
    global _index, _rebuilding
    try:
        fresh = read_everything()
        with _lock:
            _index = fresh
    except Exception:
        logger.exception("The facet index could not be rebuilt; the old one goes on.")
    finally:
        _rebuilding = False
        connection.close()
