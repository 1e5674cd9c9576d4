"""Tests that every type of page is valid HTML, small, well outlined, within the policy, and free of other hosts."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from gateway.catalogue.models import Kind
from gateway.static_files import SHEET_FILES, SheetFinder, join_sheet
from tests.factories import make_publication, make_publisher
from tests.pages import BODY, PAGES, fill_catalogue
from tests.shared_rows import with_rows

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

HEAVIEST_PAGE, HEAVIEST_STYLE, HEAVIEST_SCRIPT = 60_000, 40_000, 30_000
LONGEST_STYLE_LINE = 120
FAULTS = {"not found": ("/nowhere/", 404), "bad request": ("/browse/?" + "a=1&" * 600, 400)}
ALL = {**{name: (address, 200) for name, address in PAGES.items()}, **FAULTS}


def tree(client, name):
    address, status = ALL[name]
    response = client.get(address)
    assert response.status_code == status
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content.decode())


def text(element):
    return " ".join("".join(element.itertext()).split())


def heavy_catalogue():
    """Create more of everything than fits one page, with long words."""
    for number in range(25):
        make_publication(
            f"{number} " + "A very long title of something helpful " * 4,
            slug=f"item-{number}",
            kind=list(Kind)[number % 2],
            publisher=make_publisher(f"The Long Named Charity for Long Names of England and Wales, branch {number}"),
            summary="A long summary of what it is about. " * 16,
            focus_areas=["leadership", "outcomes", "use-of-resources"],
            phases=["primary"],
            year=2024,
            format="toolkit",
            cost="free",
            body=BODY * 40,
        )


@pytest.mark.parametrize("name", ALL)
@with_rows(fill_catalogue, 2)
def test_a_page_is_valid_html(client, name):
    assert tree(client, name).find("head/title") is not None


@pytest.mark.parametrize("name", ALL)
@with_rows(fill_catalogue, 2)
def test_a_page_has_one_heading_and_an_outline_without_gaps(client, name):
    levels = [int(element.tag[1]) for element in tree(client, name).iter() if re.fullmatch("h[1-6]", str(element.tag))]

    assert levels.count(1) == 1
    body = levels[levels.index(1) :]
    assert all(after <= before + 1 for before, after in pairwise(body))


@pytest.mark.parametrize("name", ALL)
@with_rows(fill_catalogue, 2)
def test_no_name_of_an_element_is_used_twice_and_every_label_leads_somewhere(client, name):
    root = tree(client, name)

    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]

    assert sorted(ids) == sorted(set(ids))
    wanted = {
        word
        for element in root.iter()
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form")
        for word in element.attrib.get(attribute, "").split()
    }
    links = {element.attrib["href"][1:] for element in root.iter("a") if element.attrib.get("href", "").startswith("#")}
    assert wanted | links <= set(ids)


@pytest.mark.parametrize("name", ALL)
@with_rows(fill_catalogue, 2)
def test_every_link_and_button_has_words_of_its_own(client, name):
    root = tree(client, name)

    words = [text(element) for tag in ("a", "button", "summary") for element in root.iter(tag)]

    assert [each for each in words if each.lower() in ("", "here", "click here", "more", "read more")] == []


@pytest.mark.parametrize("name", ALL)
@with_rows(fill_catalogue, 2)
def test_a_page_carries_no_script_or_style_of_its_own_and_asks_no_other_host(client, name):
    root = tree(client, name)

    for element in root.iter():
        assert not [attribute for attribute in element.attrib if attribute.startswith("on") or attribute == "style"]
    scripts = [element for element in root.iter("script") if element.attrib.get("type") != "application/ld+json"]
    loaded = [element.attrib.get("src") for element in scripts]
    loaded += [element.attrib.get("src") for tag in ("img", "iframe", "source", "video") for element in root.iter(tag)]
    loaded += [
        each.attrib["href"] for each in root.iter("link") if each.attrib["rel"] in ("stylesheet", "icon", "preload")
    ]
    assert loaded
    assert [address for address in loaded if not str(address).startswith("/static/")] == []


@pytest.mark.parametrize("name", ALL)
@with_rows(fill_catalogue, 2)
def test_a_page_comes_under_the_strict_policy(client, name):
    address, _ = ALL[name]

    response = client.get(address)

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert (response["X-Content-Type-Options"], response["X-Frame-Options"]) == ("nosniff", "DENY")
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "address", ["/feeds/items.atom", "/events/calendar.ics", "/sitemap.xml", "/robots.txt", "/healthz"]
)
def test_what_machines_read_comes_under_it_too(client, address):
    assert "default-src 'none'" in client.get(address)["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/", "/browse/", "/resources/", "/focus-areas/leadership/", "/publishers/", "/resources/item-0/"]
)
def test_no_page_is_heavy_even_when_it_is_full(client, address):
    heavy_catalogue()

    assert len(client.get(address).content) < HEAVIEST_PAGE


def test_a_directory_of_very_many_publishers_is_no_heavier(client):
    for number in range(200):
        make_publisher(
            f"{'ABCDEFGHIJ'[number % 10]} charity with a longer name {number}", description="What it does. " * 8
        )

    response = client.get("/publishers/")

    assert len(response.content) < HEAVIEST_PAGE
    assert response.context["directory"].page_count > 1


def test_the_styles_of_a_page_are_light():
    folder = Path(settings.BASE_DIR) / "static" / "css"
    sizes = {path.name: path.stat().st_size for path in folder.glob("*.css")}
    sizes |= {Path(name).name: len(join_sheet(name).encode()) for name in SHEET_FILES}

    loaded = {path: styles_of(path) for path in templates() if "extrastyle" not in path.read_text()}

    heavy = {path.name: sum(sizes[name] for name in names | {"gateway.css"}) for path, names in loaded.items()}
    assert {name for name, size in heavy.items() if size >= HEAVIEST_STYLE} == set()
    assert set.union(*loaded.values()) >= {"discussions.css", "example.css", "practice.css", "account.css"}


def templates():
    return (Path(settings.BASE_DIR) / "templates").rglob("*.html")


def styles_of(path):
    """Return the style sheets that a template loads, itself or through included assets."""
    words = path.read_text()
    assets = re.findall(r'{% include "([^"]*assets\.html)"', words)
    words += "".join((Path(settings.BASE_DIR) / "templates" / each).read_text() for each in assets)
    return set(re.findall(r"static 'css/([a-z-]+\.css)'", words))


def test_the_scripts_of_a_page_are_light():
    sizes = [path.stat().st_size for path in (Path(settings.BASE_DIR) / "static" / "js").glob("*.js")]

    assert sum(sizes) < HEAVIEST_SCRIPT


def test_no_style_asks_another_host():
    for path in style_files():
        assert not re.search(r"url\(|@import|https?://", path.read_text()), path


def style_files():
    folders = (settings.BASE_DIR / "static", settings.STYLES_DIR)
    return [path for folder in folders for path in Path(folder).rglob("*.css")]


def test_every_file_of_the_styles_is_in_a_sheet():
    folder = Path(settings.STYLES_DIR)

    files = {str(path.relative_to(folder)) for path in folder.rglob("*.css")}

    assert files == set().union(*SHEET_FILES.values())


def test_no_colour_is_written_twice():
    colours = Counter(colour for path in style_files() for colour in re.findall(r"#[0-9a-f]{3,8}\b", path.read_text()))

    assert {colour for colour, times in colours.items() if times > 1} <= {"#fff", "#000"}


def test_no_line_of_the_styles_is_long():
    lines = [(path.name, line) for path in style_files() for line in path.read_text().splitlines()]

    assert [each for each in lines if len(each[1]) > LONGEST_STYLE_LINE] == []


def test_a_joined_sheet_is_written_anew_when_its_files_change(tmp_path, settings):
    settings.STYLES_DIR, settings.DATA_DIR = tmp_path / "styles", tmp_path / "data"
    source = settings.STYLES_DIR / "tokens.css"
    source.parent.mkdir()
    (settings.STYLES_DIR / "manage.css").write_text("p { margin: 0; }\n")
    finder = SheetFinder()

    for line in ("a { color: red; }", "a { color: blue; }"):
        source.write_text(f"/* Comments stay behind. */\n{line}\n")
        assert Path(finder.find("css/manage.css")).read_text() == f"{line}\np {{ margin: 0; }}\n"


def test_what_a_page_loads_is_there(client):
    page = client.get("/browse/").content.decode()

    loaded = re.findall(r'(?:src|href)="/static/([^"]+)"', page)

    assert len(loaded) >= 4
    assert all(finders.find(path) for path in loaded)


def test_no_template_holds_an_attribute_that_html_does_not_know():
    bare = re.compile(r"(?<![\w-])hx-[a-z]")

    assert [
        str(each) for each in Path(settings.BASE_DIR, "templates").rglob("*.html") if bare.search(each.read_text())
    ] == []
