from __future__ import annotations

import json
import re

import pytest

from practice.models import School, SchoolMembership
from tests.factories import make_editor, make_member, make_school, make_story, make_user

pytestmark = pytest.mark.django_db
URN = "9000001"
SCHOOL_ADDRESS = f"/schools/{URN}/"


def list_names(client, **query: str) -> list[str]:
    return re.findall(r'<h3><a href="/schools/[^"]+">([^<]+)</a>', client.get("/schools/", query).text)


def test_every_school_is_listed_and_those_with_people_or_something_shared_come_first(client):
    make_member(make_school("Has people"))
    make_story(school=make_school("Has shared"))
    make_member(make_school("Waits"), status=SchoolMembership.Status.WAITING)
    make_story(school=make_school("Drafts"), status="draft")
    make_member(make_school("Left"), make_user(is_active=False))
    make_member(make_school("Unchecked", urn="", is_checked=False))
    make_school("Neither")
    make_school("Closed", status=School.Status.CLOSED)
    make_member(make_school("Was here", status=School.Status.CLOSED))

    assert list_names(client) == ["Has people", "Has shared", "Was here", "Drafts", "Left", "Neither", "Waits"]


def test_a_school_that_never_joined_is_found_by_its_words_and_its_postcode(client):
    make_school("Oak", postcode="LS1 4AP")
    make_school("Oak that closed", postcode="LS1 4AP", status=School.Status.CLOSED)

    assert list_names(client, q="oak") == ["Oak", "Oak that closed"]
    assert list_names(client, q="LS1 4AP") == ["Oak"]
    assert "Closed" in client.get("/schools/", {"q": "oak"}).text


def test_around_a_postcode_schools_with_something_to_show_come_first(client):
    make_school("Next door", postcode="LS1 4AP")
    make_member(make_school("Bradford", postcode="BD1 1HX"))
    make_member(make_school("Leeds", postcode="LS1 4AP"))

    assert list_names(client, q="ls1 4ap") == ["Leeds", "Bradford", "Next door"]


@pytest.mark.parametrize(
    ("query", "names"), [("oak", ["Oak"]), ("york", ["Elm", "Oak"]), ("9000009", ["Oak"]), ("x", [])]
)
def test_the_directory_is_searched_by_words(client, query, names):
    make_member(make_school("Oak", town="York", urn="9000009"))
    make_member(make_school("Elm", town="York"))

    assert list_names(client, q=query) == names


def test_a_postcode_lists_what_is_near_the_nearest_first(client):
    make_member(make_school("Leeds", postcode="LS1 4AP"))
    make_member(make_school("London", postcode="EC3A 5DE"))
    make_member(make_school("Bradford", postcode="BD1 1HX"))

    assert list_names(client, q="ls1 4ap") == ["Leeds", "Bradford"]


def test_schools_near_a_postcode_are_so_many_miles_away_as_examples_are(client):
    make_story(school=make_school("Leeds", postcode="LS1 4AP"))
    make_story(school=make_school("Bradford", postcode="BD1 1HX"))

    pages = [client.get("/schools/", {"q": "ls1 4ap"}).text, client.get("/practice/", {"near": "ls1 4ap"}).text]

    assert "within 30 miles of LS1 4AP" in pages[0]
    for page in pages:
        assert re.findall(r"· (close by|about \d+ miles away)", page) == ["close by", "about 8 miles away"]
        assert not re.search(r"\bkm\b|kilomet", page)


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=abc", "page=1000000000", "phase=nonsense", "q=%00", "q=" + "a" * 9_000, "q[]=a", "q=%F0%9F%90%B8"],
)
def test_odd_questions_are_answered(client, query):
    make_member(make_school())

    assert client.get(f"/schools/?{query}").status_code == 200


def test_the_directory_has_pages(client):
    for number in range(25):
        make_member(make_school(f"Oak {number:02}"))

    assert len(list_names(client)) == 20
    assert list_names(client, q="oak", page="2") == ["Oak 20", "Oak 21", "Oak 22", "Oak 23", "Oak 24"]


def test_the_directory_costs_the_same_with_two_schools_and_with_forty(client, django_assert_num_queries):
    for _ in range(40):
        school = make_school(postcode="LS1 4AP")
        make_member(school)
        make_story(school=school)

    with django_assert_num_queries(3):
        assert len(list_names(client)) == 20


def test_a_school_shows_what_it_shared_and_what_it_is_strong_in(client):
    school = make_school("Oak", urn=URN)
    make_story("Reading together", school=school, focus_areas=["leadership", "outcomes"])
    make_story("Sensory room", school=school, focus_areas=["leadership"])
    make_story("Hidden draft", school=school, status="draft")

    page = client.get(SCHOOL_ADDRESS).text

    assert "Reading together" in page
    assert "Hidden draft" not in page
    assert [int(count) for count in re.findall(r'</a> <span class="count">(\d+)</span>', page)] == [2, 1]


def test_facts_come_from_gias(client):
    make_school(urn="100000", type="Community school", low_age=4, high_age=11, pupils=1_234, region="London")

    page = client.get("/schools/100000/").text

    assert all(fact in page for fact in ("Community school", "4 to 11", "1,234", "London", "Open Government Licence"))


def test_machines_read_a_school(client):
    school = make_school("Oak </script><b>", urn="100000", town="York", website="https://oak.example.org")
    make_story(school=school)

    page = client.get("/schools/100000/").text

    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    things = {thing["@type"]: thing for thing in data["@graph"]}
    assert things["School"]["name"] == "Oak </script><b>"
    assert things["School"]["identifier"]["value"] == "100000"
    assert [step["name"] for step in things["BreadcrumbList"]["itemListElement"]][:2] == ["Home", "Schools"]
    assert 'rel="canonical" href="https://testserver/schools/100000/"' in page


def test_search_engines_find_schools_that_have_shared_something(client):
    make_story(school=make_school(urn="9000001"))
    make_member(make_school(urn="9000002"))
    make_story(school=make_school(urn="9000003", is_sample=True))

    sitemap = client.get("/sitemap-schools.xml").text

    assert re.findall(r"/schools/(\w+)/", sitemap) == ["9000001"]
    assert 'content="noindex"' not in client.get("/schools/9000001/").text
    assert 'content="noindex"' in client.get("/schools/9000002/").text
    assert 'content="noindex"' in client.get("/schools/9000003/").text


@pytest.mark.parametrize("urn", ["9999999", "nonsense", "G000000"])
def test_a_school_that_is_not_there_is_not_found(client, urn):
    assert client.get(f"/schools/{urn}/").status_code == 404


def test_a_closed_school_keeps_its_page(client):
    make_school(urn=URN, status=School.Status.CLOSED)

    page = client.get(SCHOOL_ADDRESS)

    assert "Closed" in page.text


def test_a_school_costs_the_same_with_one_example_and_with_forty(client, django_assert_num_queries):
    school = make_school(urn=URN)
    make_member(school)
    for _ in range(40):
        make_story(school=school, focus_areas=["leadership"])
    client.get(SCHOOL_ADDRESS)

    with django_assert_num_queries(7):
        page = client.get(SCHOOL_ADDRESS)

    assert page.text.count('<article class="card">') == 40


def test_no_page_shows_who_works_there_or_their_addresses(client):
    member = make_member(make_school(urn=URN), make_user(display_name="Jo Oak"))

    for user in (None, make_user(), make_editor()):
        if user:
            client.force_login(user)
        page = client.get(SCHOOL_ADDRESS).text + client.get("/schools/").text
        assert member.email not in page
        assert "Jo Oak" not in page
