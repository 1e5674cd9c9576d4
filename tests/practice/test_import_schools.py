"""The import of schools from files of Get Information About Schools."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from practice.models import School, SchoolImport
from tests.factories import make_member, make_school

pytestmark = pytest.mark.django_db

SHORT_HEADER = (
    "URN,EstablishmentName,EstablishmentStatus (name),PhaseOfEducation (name),TypeOfEstablishment (name),"
    "LA (name),GOR (name),Town,Postcode,OpenDate,CloseDate\n"
)
ALDGATE_ROW = "100000,The Aldgate School,Open,Primary,Voluntary Aided School,City of London,London,London,EC3A 5DE,,\n"
CLOSED_ROW = "100004,Old School,Closed,Primary,,Kent,South East,Dover,CT16 1AA,01-01-1900,31-08-2012\n"
FULL_ROW = {
    "URN": "100000",
    "EstablishmentName": "École St Zoë’s",
    "EstablishmentStatus (name)": "Open, but proposed to close",
    "LA (name)": "Camden",
    "Town": "London",
    "Postcode": "NW1 4AA",
    "PhaseOfEducation (name)": "Not applicable",
    "StatutoryLowAge": "3",
    "StatutoryHighAge": "11",
    "NumberOfPupils": "1,045",
    "SchoolWebsite": "WWW.zoe.camden.sch.uk",
    "SEN1 (name)": "ASD - Autistic Spectrum Disorder",
    "SEN2 (name)": "SpLD - Specific Learning Difficulty",
    "SEN3 (name)": "OTH - Other Difficulty/Disability",
    "TypeOfResourcedProvision (name)": "SEN unit",
    "Easting": "530000",
    "Northing": "180000",
    "OpenDate": "01/09/1999",
    "ThisColumnIsNew": "something",
}


@pytest.fixture
def load(tmp_path, capsys):
    """Return a function that imports a file with this content, and returns the output and errors of the command."""

    def load(content: str | bytes, name: str = "schools.csv", **options: object) -> tuple[str, str]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        out, err = io.StringIO(), io.StringIO()
        call_command("import_schools", str(path), stdout=out, stderr=err, verbosity=0, **options)
        return out.getvalue(), err.getvalue()

    return load


def make_full_file(**changes: str) -> str:
    """Return a file with the columns of the full download and one row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, FULL_ROW | changes, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerow(FULL_ROW | changes)
    return text.getvalue()


def test_our_own_extract_is_read(load):
    load(gzip.compress((SHORT_HEADER + ALDGATE_ROW).encode()), "schools.csv.gz")

    school = School.objects.get(urn="100000")
    assert (school.name, school.type, school.place) == (
        "The Aldgate School",
        "Voluntary aided school",
        "London, EC3A 5DE",
    )
    assert [phase.slug for phase in school.phases.all()] == ["primary"]
    assert school.position == pytest.approx((51.51, -0.08), abs=0.02)
    assert not school.has_exact_position


def test_the_full_download_in_windows_1252_is_read(load):
    load(make_full_file().encode("cp1252"))

    school = School.objects.get(urn="100000")
    assert (school.name, school.status, school.pupils) == ("École St Zoë’s", School.Status.CLOSING, 1045)
    assert (school.website_domain, school.opened_on) == ("zoe.camden.sch.uk", date(1999, 9, 1))
    assert [need.code for need in school.sen_provision.order_by("code")] == ["ASD", "SpLD"]
    assert [phase.slug for phase in school.phases.all()] == ["early-years", "primary"]


def test_a_place_on_the_national_grid_becomes_degrees(load):
    load(make_full_file(Easting="651410", Northing="313177"))

    # The Ordnance Survey's worked example of a transformation (Caister water tower), accurate to about five metres.
    assert School.objects.get().position == pytest.approx((52.65798, 1.71605), abs=0.0001)
    assert School.objects.get().has_exact_position


@pytest.mark.parametrize(("easting", "northing"), [("", ""), ("0", "0"), ("a", "b"), ("-1", "5"), ("9999999", "1")])
def test_without_a_place_on_the_grid_the_postcode_says_where_it_is(load, easting, northing):
    load(make_full_file(Easting=easting, Northing=northing))

    assert School.objects.get().position == pytest.approx((51.53, -0.15), abs=0.03)


def test_a_zip_with_one_file_is_read(load, tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("edubasealldata.csv", SHORT_HEADER + ALDGATE_ROW)

    load(packed.getvalue(), "extract.zip")

    assert School.objects.count() == 1


@pytest.mark.parametrize("missing", ["StatutoryLowAge", "SchoolWebsite", "Easting", "SEN1 (name)", "NumberOfPupils"])
def test_a_column_that_an_edition_lacks_leaves_what_is_known(load, missing):
    load(make_full_file())
    known = School.objects.values("low_age", "website", "pupils").get() | {"needs": 2}

    rest = {column: cell for column, cell in FULL_ROW.items() if column != missing}
    load(",".join(rest) + "\n" + ",".join(f'"{cell}"' for cell in rest.values()))

    school = School.objects.values("low_age", "website", "pupils").get()
    assert school | {"needs": School.objects.get().sen_provision.count()} == known


def test_a_second_run_updates_and_keeps_who_works_there(load):
    load(SHORT_HEADER + ALDGATE_ROW)
    member = make_member(School.objects.get())

    said, _ = load(
        SHORT_HEADER + ALDGATE_ROW.replace("The Aldgate School", "Aldgate Academy").replace("Primary", "All-through")
    )

    school = School.objects.get()
    assert said.startswith("Schools: 0 added, 1 updated, 0 rows skipped")
    assert (school.name, " academy" in school.search_text) == ("Aldgate Academy", True)
    assert [phase.slug for phase in school.phases.all()] == ["primary", "secondary"]
    assert school.memberships.get().user == member


def test_a_school_that_closes_is_marked_and_stays(load):
    load(SHORT_HEADER + CLOSED_ROW.replace("Closed", "Open").replace("31-08-2012", ""))

    load(SHORT_HEADER + CLOSED_ROW)

    school = School.objects.get()
    assert (school.status, school.closed_on, school.is_open) == (School.Status.CLOSED, date(2012, 8, 31), False)


def test_schools_that_a_file_does_not_name_stay_as_they_are(load):
    make_school("Added by hand", urn="")

    load(SHORT_HEADER + ALDGATE_ROW)

    assert School.objects.filter(name="Added by hand", status="open").exists()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("x1,Name,Open,,,,,,,,\n", "Line 2: its URN is “x1”"),
        ("1000012345,Name,Open,,,,,,,,\n", "Line 2: its URN is"),
        ("100001, ,Open,,,,,,,,\n", "Line 2: the school has no name."),
        ("100001,Name,Exploded,,,,,,,,\n", "Line 2: its status is “Exploded”"),
        ("100001,Name,Open,,,,,,,32-13-1999,\n", "Line 2: “32-13-1999” is not a date."),
        ("100001,Name,Open\n", "Line 2: has 3 cells, where the first line names 11."),
        ("100001,Name,Open,,,,,,,,,,,\n", "Line 2: has 14 cells"),
        ('100001,"Name,Open,,,,,,,,\n', "Line 2: has a quotation mark that is never closed."),
        ("100001,Na\0me,Open,,,,,,,,\n", "Line 2: EstablishmentName has characters that cannot be read."),
        (ALDGATE_ROW, "Line 3: the URN 100000 is in the file more than once."),
        ("100001," + "x" * 200_000 + ",Open,,,,,,,,\n", "Line 2: is not CSV"),
    ],
)
def test_a_bad_row_is_reported_with_its_line_and_skipped(load, row, why):
    said, wrong = load(
        SHORT_HEADER + row + "\n" + ALDGATE_ROW if why.startswith("Line 2") else SHORT_HEADER + ALDGATE_ROW + row
    )

    assert wrong.startswith(why)
    assert "1 added, 0 updated, 1 rows skipped" in said
    assert School.objects.get().name == "The Aldgate School"


def test_a_name_may_go_over_two_lines(load):
    load(SHORT_HEADER + ALDGATE_ROW.replace("The Aldgate School", '"The Aldgate\r\nSchool"'))

    assert School.objects.get().name == "The Aldgate School"


def test_only_the_first_bad_rows_are_spelt_out(load):
    said, wrong = load(SHORT_HEADER + "x,,,,,,,,,,\n" * 150 + ALDGATE_ROW)

    assert "150 rows skipped" in said
    assert len(wrong.splitlines()) == 101


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name,town\nOak,York\n",
        b"<!doctype html><title>Not found</title>",
        b"\x89PNG\r\n\x1a\n" + bytes(5_000),
        SHORT_HEADER.replace("URN", "UKPRN").encode() + ALDGATE_ROW.encode(),
        SHORT_HEADER.encode("utf-16"),
        gzip.compress((SHORT_HEADER + ALDGATE_ROW * 9_000).encode())[:-20],
        b"PK\x03\x04 and nothing more",
    ],
    ids=["empty", "other CSV", "HTML", "picture", "no URN", "UTF-16", "broken off", "broken zip"],
)
def test_a_file_that_is_not_from_gias_changes_nothing(load, content):
    load(SHORT_HEADER + ALDGATE_ROW)
    before = list(School.objects.values())

    with pytest.raises(CommandError, match="Nothing was changed"):
        load(content)

    assert list(School.objects.values()) == before


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("import_schools", str(tmp_path / "nowhere.csv"))


def test_a_file_that_was_read_is_not_read_once_more_when_that_is_asked(load):
    load(SHORT_HEADER + ALDGATE_ROW)
    School.objects.update(name="As an editor has it")

    said, _ = load(SHORT_HEADER + ALDGATE_ROW, once=True)

    assert said == "Schools: schools.csv was read before.\n"
    assert School.objects.get().name == "As an editor has it"
    assert SchoolImport.objects.count() == 1


def test_what_we_ship_is_from_gias_and_whole():
    path = Path("practice/data/schools.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == 51_018
    assert rows[0]["EstablishmentName"] == "The Aldgate School"


def test_a_batch_costs_few_queries_however_many_schools_it_has(load, django_assert_max_num_queries):
    rows = "".join(ALDGATE_ROW.replace("100000", str(100_000 + number)) for number in range(900))

    with django_assert_max_num_queries(25):
        load(SHORT_HEADER + rows)

    assert School.objects.count() == 900


def test_a_file_without_schools_is_refused(load):
    with pytest.raises(CommandError, match="no schools"):
        load(SHORT_HEADER)

    assert not SchoolImport.objects.exists()


def test_an_extract_does_not_blank_what_the_full_download_said(load):
    load(make_full_file())

    with pytest.raises(CommandError, match="add --extract"):
        load(SHORT_HEADER + ALDGATE_ROW)

    assert School.objects.get(urn="100000").pupils == 1045


def test_an_extract_is_read_after_the_full_download_if_somebody_means_it(load):
    load(make_full_file())

    load(SHORT_HEADER + ALDGATE_ROW, extract=True)

    assert School.objects.get(urn="100000").name == "The Aldgate School"


def test_the_full_download_is_read_again_and_again(load):
    load(SHORT_HEADER + ALDGATE_ROW)
    load(make_full_file())

    load(make_full_file(EstablishmentName="Another name"))

    assert School.objects.get(urn="100000").name == "Another name"
