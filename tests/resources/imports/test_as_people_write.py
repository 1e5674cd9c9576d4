"""Tests that headings, titles, dates and names of terms are understood as people and Excel write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from gateway.catalogue.models import AreaOfNeed, FocusArea, Phase
from resources.imports.cell_values import BadValue, Vocabularies
from resources.imports.spreadsheets.columns import COLUMNS, read_day, read_moment
from resources.imports.spreadsheets.reader import open_sheet, read_sheet
from resources.models import Publication
from tests.factories import make_owner, make_publisher
from tests.files import read_case
from tests.resources.imports.sheets import ROW, confirm, import_file, list_outcomes, list_problems, make_csv, make_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return make_publisher("Acorn")


@pytest.fixture(autouse=True)
def owner(client, publisher):
    owner = make_owner(publisher)
    client.force_login(owner)
    return owner


HEADINGS = {
    "Text": "body",
    "Year first issued": "year",
    "With": "credit",
    "Starts": "starts_at",
    "Ends": "ends_at",
    "Publish on": "published_at",
    "Look at it again by": "review_by",
    "It is online": "is_online",
    "Web address": "url",
    "Booking address": "booking_url",
    "Areas of need": "areas_of_need",
    "Setting types": "setting_types",
    "Focus areas (required)": "focus_areas",
    "Summary *": "summary",
    "Author": "authors",
    "License": "licence",
    "Address on the Gateway": "slug",
    "DOI:": "doi",
    "Keywords": "keywords",
    "VENUE": "venue",
    "Organisation": "publisher",
}


@pytest.mark.parametrize(("heading", "column"), HEADINGS.items())
def test_a_heading_is_understood_as_the_form_says_it(heading, column):
    (row,) = read_sheet(f"Title,{heading}\nA,b\n".encode())

    assert row.cells == {"title": "A", column: "b"}


def test_a_column_that_we_do_not_know_is_set_aside_with_a_notice(client):
    brought = import_file(client, make_csv({**ROW, "Sumary": "x", "Who typed it": "Ada", "created_by_id": "1"}))

    assert list_outcomes(brought) == ["create"]
    shown = client.get(brought.get_absolute_url()).text
    assert "The column “Who typed it” was left out" in shown
    assert "The column “created_by_id” was left out" in shown
    assert "The column “Sumary” was left out because we do not know it. Do you mean “summary”?" in (shown)


def test_markup_in_a_heading_is_shown_as_text(client):
    brought = import_file(client, make_csv({**ROW, "<script>alert(1)</script>": "x"}))

    shown = client.get(brought.get_absolute_url()).text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


TITLES = {
    "one": b"Our resources for 2026\r\n",
    "two and a blank": b"Oakfield Trust\r\nOur resources, for 2026\r\n\r\n",
    "what Excel says of the sign": b"sep=,\r\n",
    "blank rows": b"\r\n,,\r\n",
}


@pytest.mark.parametrize("above", TITLES.values(), ids=TITLES.keys())
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_above_the_names_of_the_columns_are_passed_over(above, delimiter):
    sheet = open_sheet(above + make_csv(ROW, delimiter=delimiter))

    assert [row.cells for row in sheet.rows] == [ROW]
    assert sheet.rows[0].number == above.count(b"\n") + 2


def test_a_title_of_a_workbook_is_passed_over_and_named(client):
    data = make_xlsx({"Our resources": "", **{f"x{n}": "" for n in range(4)}}, dict(zip(ROW, ROW, strict=True)), ROW)

    brought = import_file(client, data, "table.xlsx")

    assert list_outcomes(brought) == ["create"]
    assert (
        "We left out row 1, because the names of the columns are below it."
        in client.get(brought.get_absolute_url()).text
    )


@pytest.mark.parametrize(
    "text",
    [
        "24-Nov-26",
        "24-Nov-2026",
        "24-11-2026",
        "2026/11/24",
        "Tue 24 November 2026",
        "Tuesday, 24 November 2026",
        "24th November 2026",
        "24 November 2026 00:00:00",
        "2026-11-24T00:00:00",
        "46350",
    ],
)
def test_a_day_is_read_as_excel_and_people_write_it(text):
    assert read_day(text) == date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "24/11/2026 9.30am",
        "24/11/2026 09:30:00",
        "24/11/2026 9:30 AM",
        "24 November 2026 09:30",
        "Tuesday 24 November 2026 at 9:30",
        "24-Nov-2026, 9:30",
        "46350.3958333333",
        "24 November 2026 9:30 a.m.",
    ],
)
def test_a_moment_is_read_as_excel_and_people_write_it(text):
    assert read_moment(text) == datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    "text", ["24 November", "24/11/2026 25:00", "24/11/2026 9", "24/11/2026 13:00 am", "12345", "99999.5"]
)
def test_what_could_mean_several_moments_is_none(text):
    assert read_moment(text) is None


def test_dates_that_excel_holds_as_numbers_are_read(client):
    year = timezone.localdate().year + 1
    event = {
        **ROW,
        "kind": "event",
        "Starts": datetime(year, 5, 4, 9, 29, 59, 999_990),  # noqa: DTZ001
        "Ends": datetime(year, 5, 4, 12),  # noqa: DTZ001
        "venue": "York",
        "Look at it again by": date(year, 6, 1),
    }

    brought = import_file(client, make_xlsx(event), "table.xlsx")
    confirm(client, brought)

    made = Publication.objects.get()
    assert (f"{made.starts_at:%H:%M:%S}", made.review_by) == ("08:30:00", date(year, 6, 1))


def test_a_year_that_excel_made_a_date_is_its_year(client):
    brought = import_file(client, make_xlsx({**ROW, "year": date(2024, 1, 1)}), "table.xlsx")
    confirm(client, brought)

    assert Publication.objects.get().year == 2024


def test_terms_are_known_by_name_and_by_synonym(client):
    area = FocusArea.objects.get(slug="leadership")
    need = AreaOfNeed.objects.get(slug="speech-language-and-communication-needs")
    FocusArea.objects.filter(pk=area.pk).update(synonyms=["helm and wheel"])
    phases = [phase.name for phase in Phase.objects.current()[:2]]
    row = {
        **ROW,
        "focus_areas": "Helm & Wheel",
        "areas_of_need": f"{need.name}, SEMH",
        "phases": "\n".join(phases),
        "licence": "CC BY 4.0",
    }

    brought = import_file(client, make_csv(row))
    assert list_problems(brought) == []
    confirm(client, brought)

    made = Publication.objects.get()
    assert [term.pk for term in made.focus_areas.all()] == [area.pk]
    assert need in made.areas_of_need.all()
    assert made.areas_of_need.count() == 2
    assert (made.phases.count(), made.licence) == (2, "cc-by-4.0")


WORDS = [
    ("areas_of_need", "SALT; ASD", ["speech-language-and-communication-needs", "autistic-spectrum-disorder"]),
    ("areas_of_need", "SEMH/SLCN", ["semh-difficulties", "speech-language-and-communication-needs"]),
    ("areas_of_need", "ASD and ADHD", ["autistic-spectrum-disorder", "semh-difficulties"]),
    ("areas_of_need", "Autism Spectrum Disorder (ASD)", ["autistic-spectrum-disorder"]),
    ("areas_of_need", "C&I", ["communication-and-interaction"]),
    ("phases", "KS2", ["primary"]),
    ("phases", "KS2/KS3", ["primary", "secondary"]),
    ("phases", "Key Stages 1 to 3", ["primary", "secondary"]),
    ("phases", "Y4, Year 7", ["primary", "secondary"]),
    ("phases", "EYFS\nSixth form", ["early-years", "post-16"]),
    ("phases", "Early Years (EYFS)", ["early-years"]),
    ("phases", "Primary & Secondary", ["primary", "secondary"]),
    ("phases", "11\u201316", ["secondary"]),
    ("phases", "All phases", ["early-years", "primary", "secondary", "post-16"]),
    ("setting_types", "Mainstream; PRU", ["mainstream-school", "alternative-provision"]),
]
UNCLEAR = [
    ("phases", "KS9"),
    ("phases", "Year 20"),
    ("phases", "KS2 and beyond"),
    ("areas_of_need", "All"),
    ("phases", "4"),
]


def test_terms_are_known_by_the_words_of_schools():
    vocabularies = Vocabularies()
    slugs = {name: {term.pk: term.slug for term in terms} for name, terms in vocabularies.current.items()}

    assert [[slugs[name][key] for key in vocabularies.read_terms(name, text, {})] for name, text, _ in WORDS] == [
        found for _, _, found in WORDS
    ]
    for name, text in UNCLEAR:
        with pytest.raises(BadValue, match="is not known"):
            vocabularies.read_terms(name, text, {})


def test_a_synonym_of_two_terms_is_not_guessed(client):
    for area in FocusArea.objects.current()[:2]:
        FocusArea.objects.filter(pk=area.pk).update(synonyms=["helm and wheel"])

    assert [
        column for column, _ in list_problems(import_file(client, make_csv({**ROW, "focus_areas": "helm and wheel"})))
    ] == ["focus_areas"]


def test_all_problems_of_a_row_are_told_at_once(client):
    wrong = {
        "publisher": "Nobody",
        "title": "",
        "focus_areas": "moon; zzzz",
        "licence": "mine",
        "year": "1066",
        "url": "javascript:alert(1)",
        "review_by": "soon",
        "status": "published",
    }

    found = list_problems(import_file(client, make_csv({**ROW, **wrong})))

    assert {column for column, _ in found} == set(wrong)
    assert all(word in dict(found)["focus_areas"] for word in ("moon", "zzzz"))


def test_a_row_for_a_suspended_publisher_has_its_other_problems_told_too(client, publisher):
    publisher.suspend(by=None, reason="Why not.")

    found = list_problems(import_file(client, make_csv({**ROW, "focus_areas": "zzzz"})))

    assert [column for column, _ in found] == ["publisher", "focus_areas"]


def test_a_row_of_no_kind_has_its_other_problems_told_too(client):
    found = list_problems(
        import_file(client, make_csv({**ROW, "kind": "leaflet", "focus_areas": "zzzz", "review_by": "soon"}))
    )

    assert [column for column, _ in found] == ["kind", "focus_areas", "review_by"]


def test_the_page_lists_what_the_columns_may_say(client):
    shown = client.get(reverse("resources:import")).text

    assert all(term.name.replace("&", "&amp;") in shown for term in FocusArea.objects.current())
    assert "cc-by-4.0" in shown


def test_the_sample_with_texts_in_its_cells_is_imported(client):
    brought = import_file(client, read_case("inline-strings.xlsx"), "table.xlsx")

    assert [(row.title, row.outcome) for row in brought.rows.all()] == [("Phonics word mat", "create")]


def test_addresses_and_a_doi_are_taken_as_people_paste_them_and_no_hint_asks_for_more(client):
    pasted = {"kind": "research", "url": "www.example.org/page", "doi": "https://doi.org/10.5555/example"}
    confirm(client, import_file(client, make_csv({**ROW, **pasted})))

    publication = Publication.objects.get()
    hints = {column.name: column.hint for column in COLUMNS}
    assert (publication.url, publication.doi) == ("https://www.example.org/page", "10.5555/example")
    assert not [name for name in ("url", "booking_url") if "with https://" in hints[name]]
    assert "without the address" not in hints["doi"]
