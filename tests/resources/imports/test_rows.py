"""Tests that the form that users fill in by hand decides what each row would do, and that the report says so."""

from __future__ import annotations

import pytest

from gateway.catalogue.models import Kind, Status
from resources.models import Publication
from tests.factories import make_contributor, make_editor, make_owner, make_publication, make_publisher
from tests.resources.imports.sheets import ROW, import_file, list_outcomes, list_problems, make_csv, make_xlsx

pytestmark = pytest.mark.django_db

EVENT = {**ROW, "kind": "event", "starts_at": "2027-05-04 09:30", "ends_at": "2027-05-04 12:00", "is_online": "yes"}
BAD_CELLS = {
    "no kind": ({"kind": ""}, "kind", "Enter one of: resource, research, news, event."),
    "a practice example": ({"kind": "practice"}, "kind", "Enter one of: resource, research, news, event."),
    "no title": ({"title": ""}, "title", "This field is required. Up to 200 characters."),
    "a long title": ({"title": "a" * 201}, "title", "at most 200 characters (it has 201)"),
    "a long summary": ({"summary": "a" * 601}, "summary", "at most 600 characters (it has 601)"),
    "a script for an address": ({"url": "javascript:alert(1)"}, "url", "Enter a valid URL. Where readers find it"),
    "a name for an address": ({"url": "http://[::1"}, "url", "Enter a valid URL"),
    "an unknown term": ({"focus_areas": "leadrship"}, "focus_areas", "Do you mean leadership?"),
    "nonsense for a term": ({"focus_areas": "zzzz"}, "focus_areas", "Enter one or more of: "),
    "one unknown term of two": ({"phases": "primary; moon"}, "phases", "“moon” is not known"),
    "an unknown format": ({"format": "hologram"}, "format", "Enter one of: web-page, document"),
    "an unknown licence": ({"licence": "mine"}, "licence", "ogl-3.0"),
    "a year in words": ({"year": "last year"}, "year", "Enter a whole number"),
    "a year too early": ({"year": "1066"}, "year", "greater than or equal to 1900"),
    "a year that is huge": ({"year": "9" * 400}, "year", ""),
    "a day that is none": ({"review_by": "31/02/2030"}, "review_by", "Enter a day, such as 2026-11-24"),
    "a day that has gone": ({"review_by": "2020-01-01"}, "review_by", "Choose a future date."),
    "a date that has gone": ({"published_at": "2020-01-01 10:00"}, "published_at", "Choose a future date"),
    "another status": ({"status": "published"}, "status", "Enter draft or leave this empty."),
    "a slug that is none": ({"slug": "My Guide!"}, "slug", "such as my-guide"),
    "a slug that is too long": ({"slug": "a" * 221}, "slug", "small letters"),
    "a field of another kind": ({"doi": "10.1000/1"}, "doi", "This is not for a resource."),
    "too many keywords": ({"keywords": "; ".join(map(str, range(30)))}, "keywords", "up to 20 keywords"),
    "no publisher of ours": ({"publisher": "Elsewhere"}, "publisher", "such as Acorn"),
}
BAD_EVENTS = {
    "no start": ({"starts_at": ""}, "starts_at", "This field is required"),
    "an end before its start": ({"ends_at": "2027-05-03 12:00"}, "ends_at", "cannot end before it starts"),
    "a start without a time": ({"starts_at": "2027-05-04"}, "starts_at", "Enter a day and a time"),
    "a start in words": ({"starts_at": "next Tuesday"}, "starts_at", "Enter a day and a time"),
    "an hour that does not exist": ({"starts_at": "2027-03-28 01:30"}, "starts_at", "2027-03-28 01:30"),
    "neither a venue nor online": ({"is_online": "no"}, "venue", "Name the venue"),
    "perhaps online": ({"is_online": "perhaps"}, "is_online", "Enter yes or no."),
}


@pytest.fixture
def publisher():
    return make_publisher("Acorn")


@pytest.fixture
def owner(client, publisher):
    owner = make_owner(publisher)
    client.force_login(owner)
    return owner


@pytest.mark.parametrize(("cells", "column", "words"), BAD_CELLS.values(), ids=BAD_CELLS.keys())
def test_a_bad_cell_is_refused_by_name_with_what_would_be_right(client, owner, cells, column, words):
    brought = import_file(client, make_csv({**ROW, **cells}))

    assert list_outcomes(brought) == ["refuse"]
    assert [(where, words in why) for where, why in list_problems(brought)] == [(column, True)]


@pytest.mark.parametrize(("cells", "column", "words"), BAD_EVENTS.values(), ids=BAD_EVENTS.keys())
def test_a_bad_cell_of_an_event_is_refused_too(client, owner, cells, column, words):
    brought = import_file(client, make_csv({**EVENT, **cells}))

    assert list_outcomes(brought) == ["refuse"]
    assert (column, True) in [(where, words in why) for where, why in list_problems(brought)]


def test_everything_that_is_wrong_with_a_row_is_said_at_once(client, owner):
    brought = import_file(client, make_csv({**ROW, "title": "", "format": "hologram", "phases": "moon", "kind": "x"}))

    assert {column for column, _ in list_problems(brought)} >= {"format", "phases"} or {"kind"} <= {
        column for column, _ in list_problems(brought)
    }


@pytest.mark.parametrize("kind", ["resource", "Resource", "Resources", "RESEARCH", "News", "Events"])
def test_a_kind_is_known_by_what_people_call_it(client, owner, kind):
    row = {**EVENT, "kind": kind} if kind == "Events" else {**ROW, "kind": kind}

    assert list_outcomes(import_file(client, make_csv(row))) == ["create"]


@pytest.mark.parametrize("terms", ["leadership", "Leadership", "LEADERSHIP ; leadership"])
def test_terms_are_known_by_slug_or_name_whatever_their_case(client, owner, terms):
    brought = import_file(client, make_csv({**ROW, "focus_areas": terms}))

    assert [len(row.ready["values"]["focus_areas"]) for row in brought.rows.all()] == [1]


def test_a_name_with_commas_in_it_is_one_term(client, owner):
    brought = import_file(client, make_csv({**ROW, "areas_of_need": "Speech, language and communication needs"}))

    assert (list_outcomes(brought), list_problems(brought)) == (["create"], [])


def test_a_formula_in_a_workbook_is_refused_and_not_worked_out(client, owner):
    brought = import_file(client, make_xlsx({**ROW, "summary": '=HYPERLINK("https://evil.example","x")'}), "table.xlsx")

    assert [(column, why.split(".")[0]) for column, why in list_problems(brought)] == [("summary", "This is a formula")]


def test_the_second_of_two_rows_with_one_address_is_refused(client, owner):
    brought = import_file(client, make_csv({**ROW, "slug": "guide"}, {**ROW, "slug": "guide", "title": "Another"}))

    assert list_outcomes(brought) == ["create", "refuse"]
    assert list_problems(brought) == [("slug", "Row 2 is the same one. Keep one of the two rows.")]


def test_the_second_of_two_rows_with_one_title_is_refused(client, owner):
    assert list_outcomes(import_file(client, make_csv(ROW, {**ROW, "title": "READING TOGETHER"}))) == [
        "create",
        "refuse",
    ]


def test_a_file_that_was_imported_before_makes_nothing_a_second_time(client, owner, publisher):
    make_publication(ROW["title"], publisher=publisher, slug="there")

    brought = import_file(client, make_csv(ROW))

    assert list_problems(brought) == [("slug", "There is already one with this title. To change it, enter there here.")]


def test_an_address_of_another_publisher_is_taken_and_nothing_more_is_told(client, owner):
    make_publication("Their secret", slug="theirs", status=Status.DRAFT)

    brought = import_file(client, make_csv({**ROW, "slug": "theirs"}))

    assert list_outcomes(brought) == ["refuse"]
    assert "secret" not in client.get(brought.get_absolute_url()).text


def test_a_title_whose_address_is_taken_gets_another_one(client, owner):
    make_publication("Reading together", slug="reading-together")

    (row,) = import_file(client, make_csv(ROW)).rows.all()

    assert row.outcome == "create"
    assert row.ready["slug"].startswith("reading-together-")


def test_a_slug_may_be_a_whole_address(client, owner, publisher):
    publication = make_publication("Old", publisher=publisher, slug="guide", status=Status.DRAFT)

    brought = import_file(client, make_csv({"slug": "https://gateway.example.org/resources/guide/", "title": "New"}))

    assert [(row.outcome, row.publication) for row in brought.rows.all()] == [("change", publication)]


def test_a_row_for_another_publisher_is_refused(client, owner):
    other = make_publisher("Beech")

    for said in (other.name, other.slug):
        assert list_outcomes(import_file(client, make_csv({**ROW, "publisher": said}))) == ["refuse"]


def test_an_editor_may_import_for_any_publisher_and_must_say_for_which(client):
    make_publisher("Acorn"), make_publisher("Beech")
    client.force_login(make_editor())

    brought = import_file(client, make_csv({**ROW, "publisher": "beech"}, {**ROW, "publisher": ""}))

    assert list_outcomes(brought) == ["create", "refuse"]


def test_a_suspended_publisher_gets_nothing_new(client, owner, publisher):
    publisher.suspend(by=None, reason="Why not.")

    assert list_outcomes(import_file(client, make_csv(ROW))) == ["refuse"]


def test_what_readers_see_is_changed_only_by_who_may_publish(client, publisher):
    make_publication("Old", publisher=publisher, slug="guide", focus_areas=["leadership"])
    rows = make_csv({"slug": "guide", "title": "New"})
    found = []
    for person in (make_contributor(publisher), make_owner(publisher), make_editor()):
        client.force_login(person)
        found += list_outcomes(import_file(client, rows))

    assert found == ["refuse", "refuse", "change"]


def test_an_owner_whom_editors_trust_may_change_what_readers_see(client, publisher):
    publisher.is_trusted = True
    publisher.save()
    make_publication("Old", publisher=publisher, slug="guide", focus_areas=["leadership"])
    client.force_login(make_owner(publisher))

    assert list_outcomes(import_file(client, make_csv({"slug": "guide", "title": "New"}))) == ["change"]


def test_a_row_that_says_what_is_there_changes_nothing_even_where_one_may_not(client, publisher):
    make_publication("Old", publisher=publisher, slug="guide")
    client.force_login(make_contributor(publisher))

    assert list_outcomes(import_file(client, make_csv({"slug": "guide", "title": "Old"}))) == ["same"]


def test_a_change_says_what_was_and_what_will_be(client, owner, publisher):
    make_publication("Old", publisher=publisher, slug="guide", status=Status.DRAFT, phases=["primary"])

    brought = import_file(client, make_csv({"slug": "guide", "title": "New", "phases": "Secondary"}))

    assert brought.rows.get().changes == [
        {"column": "title", "before": "Old", "after": "New"},
        {"column": "phases", "before": "primary", "after": "Secondary"},
    ]


def test_a_kind_does_not_change(client, owner, publisher):
    make_publication("Old", publisher=publisher, slug="guide", kind=Kind.NEWS, status=Status.DRAFT)

    assert list_problems(import_file(client, make_csv({"slug": "guide", "title": "Old", "kind": "resource"}))) == [
        ("kind", "Enter news, or leave this empty. You cannot change it.")
    ]


@pytest.mark.parametrize("column", ["editors_note", "is_sample", "url_is_page"])
def test_columns_of_editors_are_not_publishers_to_fill(client, owner, column):
    brought = import_file(client, make_csv({**ROW, column: "yes"}))

    assert list_outcomes(brought) == ["refuse"]


def test_checking_stores_nothing(client, owner):
    import_file(client, make_csv(ROW))

    assert Publication.objects.count() == 0


def test_checking_costs_no_more_for_rows_that_change_nothing(client, owner, publisher, django_assert_max_num_queries):
    rows = [{"slug": make_publication(publisher=publisher).slug, "summary": ""} for _ in range(90)]
    for row in rows:
        row["summary"] = Publication.objects.get(slug=row["slug"]).summary

    with django_assert_max_num_queries(75):
        import_file(client, make_csv(*rows))
