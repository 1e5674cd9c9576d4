"""Background tasks of an import. Each can be run again after its worker was killed."""

from __future__ import annotations

import logging
from itertools import batched
from time import monotonic

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from resources.imports.import_check import Checker, ExistingPublications
from resources.imports.row_check import RowCheck
from resources.imports.save import ImportOutOfDate, save_import_rows
from resources.models import BulkImport, ImportRow, ImportState

ROWS_PER_CHUNK = 100
MAX_TASK_SECONDS = 60
"""Seconds after which a check continues in another task, because a slow worker would count as dead."""
FIELDS = ("outcome", "title", "changes", "problems", "ready", "publication")
OUR_FAULT_MESSAGE = "Something went wrong on our side, so nothing was imported. Please tell us, and try again later."

logger = logging.getLogger(__name__)


@task
def check_import(pk: int) -> None:
    """Work out what every row would do. Rows that are already checked are skipped."""
    bulk_import = BulkImport.objects.select_related("user").filter(pk=pk, state=ImportState.CHECKING).first()
    if bulk_import is None:
        return
    try:
        is_done = check_rows(bulk_import, monotonic() + MAX_TASK_SECONDS)
    except Exception:
        logger.exception("An import could not be checked.")
        finish(bulk_import, ImportState.FAILED, OUR_FAULT_MESSAGE)
    else:
        if is_done:
            finish(bulk_import, ImportState.CHECKED)
        else:
            check_import.enqueue(pk)


def check_rows(bulk_import: BulkImport, until: float) -> bool:
    """Check the rows in chunks and store the progress. Return False if time ran out."""
    rows = list(bulk_import.rows.all())
    checker = Checker(bulk_import.user, [(row.number, row.cells) for row in rows])
    checker.given |= {row.ready["slug"] for row in rows if row.ready}
    done = sum(bool(row.outcome) for row in rows)
    for chunk in batched((row for row in rows if not row.outcome), ROWS_PER_CHUNK):
        there = checker.find_existing([row.cells for row in chunk])
        for row in chunk:
            check_row(checker, there, row)
        done += len(chunk)
        with transaction.atomic():
            ImportRow.objects.bulk_update(chunk, FIELDS)
            BulkImport.objects.filter(pk=bulk_import.pk).update(done_count=done)
        if monotonic() > until:
            return done == len(rows)
    return True


def check_row(checker: Checker, there: ExistingPublications, row: ImportRow) -> None:
    """Check one row. Problems from reading its cells still count."""
    checked = RowCheck(checker, there, row.number, row.cells).check_row(row.problems)
    for name in FIELDS:
        setattr(row, name, getattr(checked, name))


@task
def save_import(pk: int) -> None:
    """Store a confirmed import, all of it or nothing."""
    bulk_import = BulkImport.objects.select_related("user").filter(pk=pk, state=ImportState.SAVING).first()
    if bulk_import is None:
        return
    try:
        with transaction.atomic():
            waits = BulkImport.objects.select_for_update().filter(pk=pk, state=ImportState.SAVING)
            if waits.exists():  # otherwise another worker has already stored it
                save_import_rows(bulk_import)
                finish(bulk_import, ImportState.DONE)
    except ImportOutOfDate as stale:
        finish(bulk_import, ImportState.STALE, str(stale))
    except Exception:
        logger.exception("An import could not be saved.")
        finish(bulk_import, ImportState.FAILED, OUR_FAULT_MESSAGE)


def finish(bulk_import: BulkImport, state: str, problem: str = "") -> None:
    """Store how the import ended, unless another worker has done so."""
    same = BulkImport.objects.filter(pk=bulk_import.pk, state=bulk_import.state)
    same.update(state=state, problem=problem[:500], finished_at=timezone.now())
