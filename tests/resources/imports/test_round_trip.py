"""Tests that an unchanged export changes nothing when imported, and an edited one changes only what was edited."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from gateway.catalogue.models import Kind, Status
from gateway.catalogue.text.csv_tables import render_csv_lines
from resources.imports.export import build_rows
from resources.imports.import_check import Checker
from resources.imports.row_check import RowCheck
from resources.imports.spreadsheets.columns import COLUMNS
from resources.imports.spreadsheets.reader import read_sheet
from resources.imports.spreadsheets.xlsx_writer import write_workbook
from resources.models import Publication
from tests.factories import make_editor, make_owner, make_publication, make_publisher
from tests.resources.imports.sheets import confirm, import_file, list_outcomes, make_csv

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\r\t=+-@'\"＝;,"), max_size=60)
BEGAN, ENDS = datetime(1990, 1, 1), datetime(2090, 1, 1)  # noqa: DTZ001


def export(client, **asked):
    response = client.get(reverse("resources:export"), {"format": "csv", **asked})
    return b"".join(response)


def read_rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["csv", "xlsx"])
def test_an_export_of_every_kind_changes_nothing_when_it_is_imported(client, sort):
    editor, publisher = make_editor(), make_publisher("=Acorn")
    terms: dict[str, Any] = {
        "focus_areas": ["leadership", "outcomes"],
        "phases": ["primary"],
        "keywords": ["one, two", "=x"],
    }
    for kind in (Kind.RESOURCE, Kind.RESEARCH, Kind.NEWS, Kind.EVENT):
        make_publication(f"@{kind}", publisher=publisher, kind=kind, body="- a\r\n- b", credit="+x", **terms)
    make_publication("Draft", publisher=publisher, status=Status.DRAFT, summary="", review_by=timezone.localdate())
    client.force_login(editor)

    brought = import_file(client, export(client, format=sort), f"publications.{sort}")

    assert list_outcomes(brought) == ["same"] * 5


class RoundTrip(TestCase):
    """Any text in any field is exported and imported unchanged."""

    @settings(max_examples=40, deadline=None)
    @given(title=TEXT, summary=TEXT, body=TEXT, authors=TEXT, when=st.datetimes(BEGAN, ENDS, timezones=st.just(UTC)))
    def test_any_words_come_back_as_they_were(self, title, summary, body, authors, when):
        """Importing an export of these fields changes nothing."""
        words = {"summary": summary, "body": body, "authors": authors}
        publication = make_publication(f"x{title}", slug="guide", published_at=when, **words)
        editor = make_editor()

        with write_workbook(build_rows(Publication.objects.all(), editor), []) as file:
            files = ["".join(render_csv_lines(build_rows(Publication.objects.all(), editor))).encode(), file.read()]
        for data in files:
            (row,) = read_sheet(data)
            checker = Checker(editor, [(row.number, row.cells)])
            checked = RowCheck(checker, checker.find_existing([row.cells]), row.number, row.cells).check_row(
                row.problems
            )
            assert (checked.outcome, checked.problems) == ("same", [])
        publication.delete()


@pytest.mark.django_db
def test_what_is_edited_in_an_export_is_what_changes(client):
    publisher = make_publisher()
    make_publication("Old", publisher=publisher, slug="guide", status=Status.DRAFT, body="=1", phases=["primary"])
    client.force_login(make_owner(publisher))
    (row,) = read_rows(export(client))

    row |= {"title": "New", "phases": row["phases"] + "; secondary"}
    brought = import_file(client, make_csv(row))
    confirm(client, brought)

    changed = Publication.objects.get(slug="guide")
    assert [each["column"] for each in brought.rows.get().changes] == ["title", "phases"]
    assert (changed.title, changed.body, changed.phases.count()) == ("New", "=1", 2)


@pytest.mark.django_db
def test_an_export_holds_what_the_person_may_edit_and_nothing_else(client):
    own, foreign = make_publication(slug="own"), make_publication(slug="foreign")
    client.force_login(make_owner(own.publisher))

    rows = read_rows(export(client))

    assert [row["slug"] for row in rows] == ["own"]
    assert rows[0].keys() == {column.name for column in COLUMNS if not column.for_editors}
    assert foreign.title not in export(client).decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", [{"publisher": "foreign"}, {"format": "exe"}, {"kind": "practice"}, {"kind": "' OR 1=1"}]
)
def test_what_is_not_offered_cannot_be_exported(client, asked):
    make_publication(publisher=make_publisher("Foreign"))
    client.force_login(make_owner(make_publisher()))

    response = client.get(reverse("resources:export"), {"format": "csv", **asked})

    assert response.status_code == 404


@pytest.mark.django_db
def test_an_export_can_be_of_one_publisher_and_one_kind(client):
    acorn = make_publisher("Acorn")
    make_publication(slug="a", publisher=acorn), make_publication(slug="b", publisher=acorn, kind=Kind.NEWS)
    make_publication(slug="c", kind=Kind.NEWS)
    client.force_login(make_editor())

    assert [row["slug"] for row in read_rows(export(client, publisher="acorn", kind="news"))] == ["b"]


@pytest.mark.django_db
def test_no_cell_of_an_export_begins_a_formula(client):
    for number, start in enumerate("=+-@＝"):
        make_publication(f"{start}SUM(A1)", slug=f"guide-{number}", summary=f"{start}1", authors=f"\t{start}")
    client.force_login(make_editor())

    data = export(client)
    sheet = load_workbook(io.BytesIO(export(client, format="xlsx"))).worksheets[0]

    cells = [cell for row in read_rows(data) for cell in row.values()]
    cells += [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


@pytest.mark.django_db
@pytest.mark.parametrize("many", [10, 200])
def test_an_export_costs_the_same_for_ten_and_for_200(client, django_assert_num_queries, many):
    publisher = make_publisher()
    for _ in range(many):
        make_publication(publisher=publisher, phases=["primary"], keywords=["one"])
    client.force_login(make_owner(publisher))
    export(client)

    with django_assert_num_queries(21):
        export(client)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["import_csv", "import_xlsx"])
def test_the_example_in_the_empty_table_can_be_imported(client, name):
    client.force_login(make_owner(make_publisher("Sample Charity")))
    data = b"".join(client.get(reverse(f"resources:{name}")))

    brought = import_file(client, data)

    assert list_outcomes(brought) == ["create"]
    assert timezone.now() - brought.created_at < timedelta(minutes=1)
