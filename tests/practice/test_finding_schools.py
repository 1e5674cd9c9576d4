from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.lookup.school_words import split_words
from practice.models import School
from tests.factories import make_school, make_user

pytestmark = pytest.mark.django_db


def list_suggestions(text: str) -> list[str]:
    return [school.name for school in School.objects.suggested(text)]


@pytest.mark.parametrize(
    "typed",
    ["aldg", "THE ALDGATE", "ec3a 5de", "EC3A5DE", "ec3a", "100000", "city of lon", "school aldgate", "élon aldgate"],
)
def test_a_school_is_found_by_the_beginnings_of_its_words(typed):
    make_school("The Aldgate School", urn="100000", town="Élon", local_authority="City of London", postcode="EC3A 5DE")
    make_school("Another", town="York", postcode="YO1 7HH")

    assert list_suggestions(typed) == ["The Aldgate School"]


@pytest.mark.parametrize("typed", ["", "   ", "…", "%", "_", "'", "ldgate", "aldgate york", "\\"])
def test_what_begins_no_word_finds_nothing(typed):
    make_school("The Aldgate School")

    assert list_suggestions(typed) == []


@pytest.mark.parametrize("typed", ["saint marys", "St. Mary’s", "st mary's", "ST MARY"])
def test_saints_are_found_however_they_are_written(typed):
    make_school("St Mary’s School")

    assert list_suggestions(typed) == ["St Mary’s School"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("St Mary's School", "St.Mary's"),
        ("St.Mary's School", "st marys"),
        ("St Mary School", "St Mary's"),
        ("St James' School", "st james's"),
        ("St James's School", "st james"),
        ("SS Peter and Paul School", "saints peter & paul"),
        ("Oak CofE Primary School", "oak church of england primary school"),
        ("Oak Church of England Primary School", "Oak CofE"),
        ("Oak Church of England Primary School", "Oak C of E"),
        ("Oak C of E Primary School", "oak cofe"),
        ("Oak C.E. Primary School", "oak c.of.e."),
        ("Oak CE School", "oak church of eng"),
        ("Oak Roman Catholic School", "oak rc"),
        ("Oak R.C. School", "oak catholic"),
        ("Oak Catholic School", "oak roman catholic"),
        ("Oak Voluntary Aided School", "oak va"),
        ("Oak V.C. School", "oak voluntary controlled"),
        ("Oak CP School", "oak community primary"),
        ("Oak Primary Academy", "oak primary school"),
        ("Oak School", "the oak school"),
        ("Oak Junior & Infant School", "oak jnr and inf sch"),
        ("Great Oak School", "gt oak"),
        ("Mt Oak School", "mount oak"),
        ("Oak Pre-School", "oak preschool"),
        ("Oak Preschool", "oak pre-school"),
        ("Oak 6th Form", "oak sixth form"),
        ("Oak-on-Sea School", "oak on sea"),
        ("Oak Sch\N{SOFT HYPHEN}ool", "oak school"),
        ("Oak CofE School", "oak coe"),
        ("Oak Infant School", "oak infants"),
        ("Oak Juniors' School", "oak junior school"),
        ("Oak School", "oak schl"),
        ("St Peter & St Paul School", "ss peter and paul"),
        ("St Mary's School", "StMarys"),
        ("Moor Side School", "Moorside"),
        ("Moorside School", "Moor Side"),
        ("Moor-side School", "moorside school"),
        ("Moorside School", "moor-side"),
        ("Zoe\N{COMBINING DIAERESIS} School", "zo\N{LATIN SMALL LETTER E WITH DIAERESIS}"),
        ("St Mary’s School", "st mary\N{MODIFIER LETTER APOSTROPHE}s"),
    ],
)
def test_a_school_is_found_by_every_usual_spelling_of_its_name(name, typed):
    make_school(name)
    make_school("Elm College", urn="100001")

    assert list_suggestions(typed) == [name]


@pytest.mark.parametrize("typed", ["URN 136286", "urn: 136286", "URN136286", "urn no. 136286", "136 286", " 136286. "])
def test_a_school_is_found_by_its_urn_however_it_is_pasted(typed):
    make_school("Oak School", urn="136286")

    assert list_suggestions(typed) == ["Oak School"]


@pytest.mark.parametrize(
    "typed",
    [
        "sw1a1aa",
        "SWIA 1AA",
        "SW1A\N{NO-BREAK SPACE}1AA",
        "sw1a 1aa.",
        "(SW1A 1AA)",
        "SW1A 1",
        "sw1a",
        "Postcode: SW1A 1AA",
        "my postcode is sw1a1aa",
        "near SW1A 1AA",
        "SW1A1",
        "SW1A 1A",
        "ＳＷ1Ａ 1ＡＡ",
        "SW1A_1AA?",
    ],
)
def test_a_school_is_found_by_its_postcode_however_it_is_typed(typed):
    make_school("Oak School", postcode="SW1A 1AA")

    assert list_suggestions(typed) == ["Oak School"]


@pytest.mark.parametrize(
    "typed", ["Kent County Council", "kent council", "County Council", "London Borough of Kent", "oak kent mbc"]
)
def test_a_school_is_found_by_the_council_as_people_call_it(typed):
    make_school("Oak County Council Farm School", local_authority="Kent")

    assert list_suggestions(typed) == ["Oak County Council Farm School"]


def test_a_short_form_finds_what_begins_so_too():
    make_school("Primrose School")
    make_school("Cedars School")

    assert (list_suggestions("prim"), list_suggestions("ce")) == (["Primrose School"], ["Cedars School"])


def test_open_schools_and_names_that_begin_so_come_first():
    make_school("Oak Closed", status=School.Status.CLOSED)
    make_school("Great Oak")
    make_school("Oak Zoo")
    make_school("Oak Academy")

    assert list_suggestions("oak") == ["Oak Academy", "Oak Zoo", "Great Oak", "Oak Closed"]


def test_a_school_that_nobody_checked_is_not_suggested():
    make_school("Oak Nursery", urn="", is_checked=False)
    make_school("Oak School")

    assert list_suggestions("oak") == ["Oak School"]


@given(st.text(max_size=300))
def test_no_text_breaks_the_search(text):
    assert list_suggestions(text) == []


@given(st.text(max_size=60))
def test_a_school_is_found_by_its_own_name(name):
    school = School(name=name)
    school.set_computed_fields()

    assert all(f" {word}" in school.search_text for word in split_words(name))


def test_the_suggestions_cost_one_query_whoever_asks(client, django_assert_num_queries):
    client.force_login(make_user())
    for number in range(30):
        make_school(f"Oak {number}")

    with django_assert_num_queries(1):
        page = client.get("/schools/suggest/", {"q": "oak"}, headers={"HX-Request": "true"})

    assert page.text.count('role="option"') == 8
    assert "8 or more schools found" in page.text


@pytest.mark.parametrize("query", ["q=%00", "q=" + "a" * 5_000, "q[]=a", "", "q=%ff%fe", "q=<script>"])
def test_odd_questions_get_an_answer(client, query):
    page = client.get(f"/schools/suggest/?{query}")

    assert page.status_code == 200
    assert "<script>" not in page.text


def test_without_javascript_a_search_offers_schools_to_tick(client):
    client.force_login(make_user())
    make_school("Oak School", urn="9000001")

    page = client.get("/account/school/find/", {"q": "oak"})

    assert '<input type="radio" name="urn" value="9000001"' in page.text


def test_a_chosen_school_leads_on(client):
    client.force_login(make_user())
    make_school("Oak School", urn="9000001")

    response = client.get("/account/school/find/", {"q": "oak", "urn": "9000001"})

    assert response.url == "/account/school/join/9000001/"


@pytest.mark.parametrize("urn", ["nonsense", "0", "9000002", "G000000", "%00"])
def test_a_school_that_does_not_exist_is_not_found(client, urn):
    client.force_login(make_user())
    make_school("Not theirs", urn="9000002", is_checked=False)

    assert client.get(f"/account/school/find/?urn={urn}").status_code == 404
