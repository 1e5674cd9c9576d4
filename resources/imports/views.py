from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rate_limits.limiter import is_allowed, too_many_requests
from gateway.catalogue.text.characters import strip_invisible
from gateway.catalogue.text.csv_tables import make_csv_response
from resources.custom_admin_pages import render_admin_page
from resources.imports.cell_values import Vocabularies, get_allowed_values
from resources.imports.export import build_example_rows, build_rows
from resources.imports.forms import ConfirmForm, ExportForm, UploadForm
from resources.imports.spreadsheets.columns import Column, get_columns
from resources.imports.spreadsheets.reader import Row
from resources.imports.spreadsheets.xlsx_writer import build_workbook_download
from resources.imports.tasks import check_import, save_import
from resources.models import BulkImport, ImportRow, ImportState, Outcome

ROWS_PER_PAGE = 100
COLUMN_WIDTH = 24


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Accept a spreadsheet and queue its check. Show the columns and the user's earlier imports."""
    if request.method == "POST" and not is_allowed(request, "import", "20/h/user"):
        return too_many_requests(request)
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if form.is_valid():
        return redirect(begin_import(request.user, form.cleaned_data["file"].name, form.rows, form.notices))
    context = {
        "form": form,
        "columns": add_allowed_values(get_columns(request.user)),
        "export": ExportForm(request.user),
        "imports": BulkImport.objects.for_user(request.user)[:10],
    }
    status = 400 if form.errors else 200
    return render_admin_page(request, "resources/imports/upload.html", "Import and export", context, status)


def add_allowed_values(columns: tuple[Column, ...]) -> list[tuple[Column, list[str]]]:
    """Return the columns, each with the values that it accepts if they are fixed."""
    terms = Vocabularies().list_names()
    return [(column, terms.get(column.name) or get_allowed_values(column.name)) for column in columns]


@transaction.atomic
def begin_import(user: Any, name: str, rows: list[Row], notices: list[str]) -> BulkImport:
    """Store the rows of a file, queue their check, and delete old imports."""
    BulkImport.objects.old().delete()
    file_name = strip_invisible(PurePath(name).name)[:100]
    made = BulkImport.objects.create(user=user, file_name=file_name, row_count=len(rows), notices=notices)
    ImportRow.objects.bulk_create(
        (ImportRow(bulk_import=made, number=row.number, cells=row.cells, problems=row.problems) for row in rows), 1_000
    )
    transaction.on_commit(lambda: check_import.enqueue(made.pk))
    return made


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the progress of an import, and what each row would do or did."""
    bulk_import = get_object_or_404(BulkImport.objects.for_user(request.user), pk=pk)
    return render_report(request, bulk_import)


def render_report(request: HttpRequest, bulk_import: BulkImport, form: ConfirmForm | None = None) -> HttpResponseBase:
    context: dict[str, Any] = {"import": bulk_import}
    if bulk_import.is_running:
        return render_admin_page(request, "resources/imports/progress.html", f"Import of {bulk_import}", context)
    counts = bulk_import.count_rows_by_outcome()
    wanted = request.GET.get("show", "")
    rows = bulk_import.rows.filter(outcome=wanted) if wanted in Outcome.values else bulk_import.rows.all()
    context |= {
        "tally": [(each.value, each.label, counts[each]) for each in Outcome],
        "will": counts[Outcome.CREATE] + counts[Outcome.CHANGE],
        "refused": counts[Outcome.REFUSE],
        "show": wanted,
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "form": form or ConfirmForm(bulk_import, counts[Outcome.REFUSE]),
    }
    return render_admin_page(request, "resources/imports/report.html", f"Import of {bulk_import}", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Queue the storing of exactly what the report showed, once."""
    bulk_import = get_object_or_404(BulkImport.objects.for_user(request.user), pk=pk)
    form = ConfirmForm(bulk_import, bulk_import.count_rows_by_outcome()[Outcome.REFUSE], request.POST)
    if not bulk_import.can_be_confirmed:
        messages.warning(request, "This can no longer be imported as it was shown. Upload the file again.")
        return redirect(bulk_import)
    if not form.is_valid():
        return render_report(request, bulk_import, form)
    with transaction.atomic():
        waiting = BulkImport.objects.filter(pk=pk, state=ImportState.CHECKED)
        if waiting.update(state=ImportState.SAVING):
            transaction.on_commit(lambda: save_import.enqueue(pk))
    return redirect(bulk_import)


@require_safe
def blank(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Download a file to fill in, with the column names and an example."""
    return build_download(build_example_rows(request.user), "publications-to-import", ending, request)


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    if not is_allowed(request, "export", "60/h/user"):
        return too_many_requests(request)
    form = ExportForm(request.user, request.GET)
    if not form.is_valid():
        raise Http404
    return build_download(
        build_rows(form.get_publications(), request.user), "publications", form.cleaned_data["format"], request
    )


def build_download(rows: Any, name: str, ending: str, request: HttpRequest) -> HttpResponseBase:
    if ending == "csv":
        return make_csv_response(rows, name)
    return build_workbook_download(rows, name, [COLUMN_WIDTH] * len(get_columns(request.user)))
