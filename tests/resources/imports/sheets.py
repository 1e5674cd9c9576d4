"""Spreadsheets, good and bad, and their import."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from openpyxl import Workbook

from resources.models import BulkImport

ROW = {
    "kind": "resource",
    "title": "Reading together",
    "summary": "How to read with a pupil.",
    "url": "https://example.org/reading",
    "focus_areas": "leadership",
}


def make_csv(*rows: dict[str, Any], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Return rows as a CSV file with the columns of the first row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def make_xlsx(*rows: dict[str, Any]) -> bytes:
    """Return rows as a workbook with the columns of the first row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in [list(rows[0]), *(list(row.values()) for row in rows)]:
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


def upload(client: Any, data: bytes, name: str = "publications.csv") -> Any:
    """Upload a file, run its check and return the response."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(reverse("resources:import"), {"file": SimpleUploadedFile(name, data)})


def import_file(client: Any, data: bytes, name: str = "publications.csv") -> BulkImport:
    """Upload a readable file and return its import, checked."""
    response = upload(client, data, name)
    assert response.status_code == 302, response.context["form"].errors
    return BulkImport.objects.get(pk=response["Location"].rstrip("/").rpartition("/")[2])


def confirm(client: Any, brought: BulkImport, **answers: Any) -> Any:
    """Confirm an import, run its task and return the response."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post(reverse("resources:import_confirm", args=[brought.pk]), answers)
    brought.refresh_from_db()
    return response


def list_outcomes(brought: BulkImport) -> list[str]:
    return list(brought.rows.values_list("outcome", flat=True))


def list_problems(brought: BulkImport) -> list[tuple[str, str]]:
    """Return the problems of all rows, as pairs of a column and a sentence."""
    return [(column, why) for row in brought.rows.all() for column, why in row.problems]
