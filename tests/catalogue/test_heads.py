"""Tests that every page has its own title, a description, one address, breadcrumbs and structured data."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from gateway.catalogue.models import Kind
from tests.factories import make_publication, make_publisher
from tests.pages import PAGES, fill_catalogue
from tests.shared_rows import with_rows

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

TITLE = re.compile(r"<title>(.*?)</title>")
HEADING = re.compile(r'id="heading"[^>]*>(.*?)</')
DESCRIPTION = re.compile(r'<meta name="description" content="(.*?)">')
CANONICAL = re.compile(r'<link rel="canonical" href="(.*?)">')
CRUMB = re.compile(r"<li>(?:<a href=\"(.*?)\">|<span aria-current=\"page\">)(.*?)</")
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


def first(pattern, html):
    found = pattern.search(html)
    return unescape(found[1]) if found else ""


def get(client, address):
    return client.get(address).content.decode()


def crumbs(html):
    trail = html.partition('<nav class="breadcrumbs"')[2].partition("</nav>")[0]
    return [(url, unescape(label)) for url, label in CRUMB.findall(trail)]


def graph(html):
    """Return the schema.org data of a page, by type."""
    data = json.loads(DATA.findall(html)[0])
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


@with_rows(fill_catalogue, 5)
def test_no_two_pages_share_a_title(client):
    addresses = [
        address
        for name, address in PAGES.items()
        if name not in ("filtered", "notices", "nothing found", "filtered questions")
    ]
    addresses += ["/browse/?page=2", "/publishers/a-charity/?page=2", "/focus-areas/leadership/?page=2"]

    titles = [first(TITLE, get(client, address)) for address in addresses]

    assert sorted(titles) == sorted(set(titles))
    assert all(re.fullmatch(r".{3,180} – SEND Gateway", title) for title in titles)


SEARCHES = {
    "/browse/?q=reading": ("1 result for “reading”", "Results for “reading”"),
    "/resources/?q=reading": ("1 result for “reading” in Resources", "Results for “reading” in Resources"),
    "/publishers/a-charity/?q=reading": ("1 result for “reading” in A Charity", ""),
    "/focus-areas/leadership/?q=reading": ("1 result for “reading” in Leadership of SEND", ""),
    "/discussions/?q=reading": ("0 questions for “reading”", "Questions with “reading”"),
}
"""The title of each address during a search, and its heading if the search changes it."""


@pytest.mark.parametrize("address", SEARCHES)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["whole", "in place"])
def test_the_title_of_a_search_says_words_and_count_and_its_heading_the_words(client, address, headers):
    make_publication(
        "Help with reading", publisher=make_publisher("A Charity"), focus_areas=["leadership"], kind=Kind.RESOURCE
    )

    html = client.get(address, headers=headers).text

    title, heading = SEARCHES[address]
    assert first(TITLE, html) == f"{title} – SEND Gateway"
    if heading:
        assert first(HEADING, html) == heading


def test_two_publications_of_one_name_have_titles_of_their_own(client):
    for number in (1, 2):
        make_publication("A guide", slug=f"a-guide-{number}", publisher=make_publisher(f"Charity {number}"))

    titles = [first(TITLE, get(client, f"/resources/a-guide-{number}/")) for number in (1, 2)]

    assert titles == ["A guide – Charity 1 – SEND Gateway", "A guide – Charity 2 – SEND Gateway"]


@pytest.mark.parametrize("name", PAGES)
@with_rows(fill_catalogue)
def test_a_page_has_a_description_and_one_address(client, name):
    html = get(client, PAGES[name])

    address = PAGES[name] if name == "past events" else PAGES[name].partition("?")[0]
    assert len(first(DESCRIPTION, html)) > 10
    assert first(CANONICAL, html) == f"https://testserver{address}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("home", []),
        ("browse", [("/", "Home"), ("", "Browse everything")]),
        ("a focus area", [("/", "Home"), ("/focus-areas/", "Focus areas"), ("", "Leadership")]),
        ("a resource", [("/", "Home"), ("/resources/", "Resources"), ("", "A resource")]),
        ("a piece of research", [("/", "Home"), ("/research/", "Research"), ("", "A research")]),
        ("a news story", [("/", "Home"), ("/news/", "News"), ("", "A news")]),
        ("an event", [("/", "Home"), ("/events/", "Events"), ("", "A event")]),
        ("a publisher", [("/", "Home"), ("/publishers/", "Publishers"), ("", "A Charity")]),
        ("reading", [("/", "Home"), ("", "Reading settings")]),
        ("about", [("/", "Home"), ("", "About the Gateway")]),
    ],
)
@with_rows(fill_catalogue)
def test_a_page_shows_the_way_back(client, name, expected):
    assert crumbs(get(client, PAGES[name])) == expected


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("home", "reading")])
@with_rows(fill_catalogue)
def test_machines_read_the_same_way_back(client, name):
    html = get(client, PAGES[name])

    steps = graph(html)["BreadcrumbList"]["itemListElement"]

    assert [step["name"] for step in steps] == [label for _, label in crumbs(html)]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert steps[0]["item"] == "https://testserver/"
    assert steps[-1]["item"] == first(CANONICAL, html)


@pytest.mark.parametrize(
    ("address", "hidden"),
    [
        ("/browse/", False),
        ("/browse/?focus=leadership", True),
        ("/browse/?page=2", True),
        ("/browse/?sort=title", False),
        ("/focus-areas/leadership/?phase=primary", True),
        ("/publishers/a-charity/?kind=news", True),
        ("/reading/", True),
    ],
)
@with_rows(fill_catalogue, 5)
def test_search_engines_keep_whole_lists_only(client, address, hidden):
    assert ('<meta name="robots" content="noindex">' in get(client, address)) == hidden


COMMON = {"@type", "name", "description", "url", "inLanguage", "keywords"}
WORK = {
    "headline",
    "publisher",
    "author",
    "datePublished",
    "dateModified",
    "sameAs",
    "isAccessibleForFree",
    "license",
    "learningResourceType",
}
EVENT = {"startDate", "endDate", "eventStatus", "eventAttendanceMode", "location", "organizer"}


@pytest.mark.parametrize(
    ("name", "kind", "fields"),
    [
        ("a resource", "LearningResource", COMMON | WORK),
        ("a piece of research", "ScholarlyArticle", COMMON | WORK),
        ("a news story", "NewsArticle", COMMON | WORK),
        ("an event", "Event", COMMON | EVENT),
        ("a publisher", "Organization", {"@type", "name", "description", "url"}),
        ("home", "WebSite", {"@type", "name", "url"}),
    ],
)
@with_rows(fill_catalogue)
def test_a_page_describes_what_it_shows_in_schema_org(client, name, kind, fields):
    thing = graph(get(client, PAGES[name]))[kind]

    assert set(thing) == fields
    assert thing["url"].startswith("http")


@with_rows(fill_catalogue)
def test_a_work_names_its_authors_publisher_and_licence(client):
    work = graph(get(client, "/resources/a-research/"))["ScholarlyArticle"]

    assert [author["name"] for author in work["author"]] == ["Ann Example", "Ben Sample"]
    assert work["publisher"]["@type"] == "Organization"
    assert (work["datePublished"], work["isAccessibleForFree"]) == ("2024", True)
    assert work["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert work["sameAs"] == ["https://example.org/page", "https://doi.org/10.5555/example"]
    assert work["keywords"] == "autism, pupil voice"


@pytest.mark.parametrize(
    ("is_online", "venue", "mode", "places"),
    [
        (True, "", "Online", ["VirtualLocation"]),
        (False, "The hall", "Offline", ["Place"]),
        (True, "The hall", "Mixed", ["VirtualLocation", "Place"]),
    ],
)
def test_an_event_says_how_to_take_part(client, is_online, venue, mode, places):
    make_publication("Event", kind=Kind.EVENT, is_online=is_online, venue=venue)

    event = graph(get(client, "/resources/event/"))["Event"]

    assert event["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert [place["@type"] for place in event["location"]] == places
    assert all(place.get("url") or place.get("address") for place in event["location"])


def test_what_is_not_known_is_not_claimed(client):
    make_publication("Bare")

    work = graph(get(client, "/resources/bare/"))["LearningResource"]

    assert {"license", "datePublished", "isAccessibleForFree", "sameAs", "keywords"}.isdisjoint(work)


def test_no_title_ends_the_data(client):
    make_publication("</script><script>alert(1)</script>", slug="a")

    html = get(client, "/resources/a/")

    assert graph(html)["LearningResource"]["name"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in html
