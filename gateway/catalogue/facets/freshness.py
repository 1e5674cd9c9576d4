"""One facet index per process, as fresh as the last committed change.

Each use costs one short query for the number of the latest change. A few changes are patched in at once. Many, or a
change of everything, rebuild the index: at once while the catalogue is small, otherwise in a thread beside the running
requests.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Iterator
from contextvars import ContextVar
from dataclasses import replace

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from gateway.catalogue.facets.groups import get_groups
from gateway.catalogue.facets.index import Entry, FacetIndex, Mark, fill_index, make_empty_index
from gateway.catalogue.models import Change, ChangeCounter, Item, Status
from gateway.catalogue.search_index.indexing import index_few
from gateway.catalogue.search_index.synonyms import read_synonyms

logger = logging.getLogger(__name__)

MAX_ITEMS_TO_REBUILD_AT_ONCE = 5_000
"""A rebuild of at most this number takes a few hundredths of a second."""
MAX_CHANGES_TO_PATCH = 50
"""Up to this number of changed items are patched into the index."""

MAX_LOG_ROWS = 10 * MAX_CHANGES_TO_PATCH
"""Up to this number of rows of the log are read; the same few items may have changed repeatedly."""

LATEST_CHANGE_SQL = f"SELECT epoch, value, token FROM {ChangeCounter._meta.db_table} WHERE id = 1"  # noqa: S608 (no input)
"""Written out because every request runs it: the ORM takes three times as long to build it."""

known_mark: ContextVar[Mark | None] = ContextVar("known_mark", default=None)
"""The mark of the log when this request began, if known, so that a page that only reads need not query it again."""

_lock = threading.Lock()
_index = make_empty_index()
_rebuilding = False
_settled = Mark()
"""The mark of the log when this process last checked that words are indexed."""


def get_current_index() -> FacetIndex:
    """Return the index with every change committed so far or, during a long rebuild, all but the latest."""
    global _index
    index = _index
    if (index.mark, index.day) == (known_mark.get() or get_latest_mark(), timezone.localdate()):
        return index
    with _lock:
        _index = update_index(_index)
        return _index


def index_waiting_words(mark: Mark) -> bool:
    """Index queued words if the log has moved on to this mark, and return whether there were any."""
    global _settled
    if mark in (_index.mark, _settled):
        return False
    indexed = index_few()
    _settled = get_latest_mark() if indexed else mark
    return bool(indexed)


def update_index(index: FacetIndex) -> FacetIndex:
    """Return the index with all committed changes, or as it is if another thread has just updated it."""
    index_waiting_words(get_latest_mark())
    latest = get_latest_mark()
    if index.mark.epoch != latest.epoch:
        return build_index()
    if index.mark != latest:
        return apply_changes(index)
    return index if index.day == timezone.localdate() else reload_terms(index)


def drop_index() -> None:
    """Drop the index of this process, so that the next use builds a new one."""
    global _index
    with _lock:
        _index = make_empty_index()


def get_latest_mark() -> Mark:
    """Return the mark of the latest change in the log."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST_CHANGE_SQL)
        row = cursor.fetchone()
    if row is None:
        row = ChangeCounter.objects.get_or_create(pk=1)[0].epoch.hex, 0, 0
    return make_mark(*row)


def make_mark(epoch: object, sequence: int, token: int) -> Mark:
    """Return the mark in a row of the counter, whose epoch SQLite and PostgreSQL write differently."""
    return Mark(str(epoch).replace("-", ""), sequence, token)


def build_index() -> FacetIndex:
    """Return an index built from the tables.

    Changes that commit in the meantime have later numbers and are patched in afterwards.
    """
    mark = get_latest_mark()
    vocabularies = {group.parameter: group.read_vocabulary() for group in get_groups()}
    published = iterate_published_items(Item.objects.order_by("published_at", "pk"))
    return fill_index(
        replace(make_empty_index(mark, timezone.localdate(), vocabularies), synonyms=read_synonyms()),
        published,
        {group.parameter: group.list_links() for group in get_groups()},
    )


def iterate_published_items(items: QuerySet[Item]) -> Iterator[tuple[int, float]]:
    """Yield the key of each published item with its date in seconds since 1970."""
    rows = items.filter(status=Status.PUBLISHED, published_at__isnull=False, is_withheld=False).values_list(
        "pk", "published_at"
    )
    return ((pk, moment.timestamp()) for pk, moment in rows.iterator(10_000) if moment is not None)


def apply_changes(index: FacetIndex) -> FacetIndex:
    changes = get_changes_since(index.mark)
    if changes is None:
        return rebuild_index(index)
    scopes = {change.scope for change in changes}
    pks = {change.item_pk for change in changes if change.item_pk is not None}
    if Change.Scope.EVERYTHING in scopes or len(pks) > MAX_CHANGES_TO_PATCH:
        return rebuild_index(index)
    if Change.Scope.TERMS in scopes:
        index = reload_terms(index)
    mark = index.mark._replace(sequence=changes[-1].sequence, token=changes[-1].token)
    return replace(patch_items(index, pks), mark=mark)


def get_changes_since(mark: Mark) -> list[Change] | None:
    """Return the changes after a mark, one or more, or None if they cannot be known for certain.

    That is the case when the mark's own change was rolled back or is no longer kept, and when there are too many.
    """
    start = max(mark.sequence, 1)
    changes = list(Change.objects.filter(sequence__gte=start).order_by("sequence")[: MAX_LOG_ROWS + 2])
    if len(changes) > MAX_LOG_ROWS or not changes or changes[0].sequence != start:
        return None
    if not mark.sequence:
        return changes
    return changes[1:] or None if changes[0].token == mark.token else None


def rebuild_index(index: FacetIndex) -> FacetIndex:
    """Return a new index while the catalogue is small, otherwise the old one while a thread builds the new."""
    return build_index() if len(index.pks) <= MAX_ITEMS_TO_REBUILD_AT_ONCE else start_rebuild_thread(index)


def reload_terms(index: FacetIndex) -> FacetIndex:
    """Return the index with the terms as the database has them and as they are valid today."""
    vocabularies = {group.parameter: group.read_vocabulary() for group in get_groups()}
    return replace(index.with_vocabularies(vocabularies, timezone.localdate()), synonyms=read_synonyms())


def patch_items(index: FacetIndex, pks: Collection[int]) -> FacetIndex:
    """Return the index with these items as the database has them now."""
    if not pks:
        return index
    published = dict(iterate_published_items(Item.objects.filter(pk__in=pks)))
    terms: dict[int, list[tuple[str, int]]] = {pk: [] for pk in published}
    for group in get_groups():
        for pk, key in group.list_links(list(published)):
            terms[pk].append((group.parameter, key))
    entries = [Entry(pk, moment, tuple(terms[pk])) for pk, moment in published.items()]
    return index.with_changes(entries, [pk for pk in pks if pk not in published])


def start_rebuild_thread(index: FacetIndex) -> FacetIndex:
    """Return the index as it is, and start a thread that builds a new one and puts it in place."""
    global _rebuilding
    if not _rebuilding:
        _rebuilding = True
        threading.Thread(target=rebuild_in_thread, name="facet index", daemon=True).start()
    return index


def rebuild_in_thread() -> None:
    """Build a new index outside any request and put it in place."""
    global _index, _rebuilding
    try:
        fresh = build_index()
        with _lock:
            _index = fresh
    except Exception:
        logger.exception("The facet index could not be rebuilt; the old one stays in use.")
    finally:
        _rebuilding = False
        connection.close()
