"""A shared link has a title, a description and a picture, and browsers find the icons where they look for them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from gateway.catalogue.management.commands.draw_share_pictures import ICON_SIZES, PICTURE_SIZE, list_labels
from gateway.catalogue.models import KIND_SPECS, FocusArea, Kind
from tests.factories import make_publication, make_user
from tests.pages import PAGES, fill_catalogue

pytestmark = pytest.mark.django_db

MAX_PICTURE_BYTES = 100_000


class MetaReader(HTMLParser):
    """A reader of the `meta` elements of a page, by property or name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if tag == "meta" and "content" in named:
            self.found[named.get("property") or named.get("name") or ""] = named["content"] or ""


def read_meta(html: str) -> dict[str, str]:
    reader = MetaReader()
    reader.feed(html)
    return reader.found


def get_picture(meta: dict[str, str]) -> str:
    """Return the path beneath `static/` of the picture that a page names."""
    address = meta["og:image"]
    assert address.startswith("https://testserver/static/")
    return address.removeprefix("https://testserver/static/")


def test_every_public_page_says_how_a_link_to_it_looks(client):
    fill_catalogue()

    for address in PAGES.values():
        meta = read_meta(client.get(address).text)
        assert meta["og:site_name"] == "SEND Gateway", address
        assert meta["og:title"], address
        assert meta["og:description"] == meta["description"], address
        assert meta["og:url"].startswith("https://testserver/"), address
        assert meta["twitter:card"] == "summary_large_image", address
        assert finders.find(get_picture(meta)), address


def test_a_page_without_a_head_of_its_own_has_the_picture_of_the_site(client):
    for address in (reverse("account_login"), "/nowhere/"):
        assert get_picture(read_meta(client.get(address).text)) == "share/home.png"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.spec.is_publication])
def test_an_item_has_the_picture_of_its_kind(client, kind):
    item = make_publication(kind=kind)

    assert get_picture(read_meta(client.get(item.get_absolute_url()).text)) == f"share/{kind.spec.url_name}.png"


def test_each_focus_area_has_a_picture_of_its_own(client):
    areas = FocusArea.objects.all()

    found = [get_picture(read_meta(client.get(area.get_absolute_url()).text)) for area in areas]

    assert found == [f"share/focus-area-{area.slug}.png" for area in areas]


def test_a_new_focus_area_has_the_picture_of_all(client):
    area = FocusArea.objects.create(name="Transport", slug="transport", order=90)

    assert get_picture(read_meta(client.get(area.get_absolute_url()).text)) == "share/focus-areas.png"


def test_hostile_words_stay_inside_their_attribute(client):
    item = make_publication('Reading "><script>alert(1)</script>', slug="hostile")

    page = client.get(item.get_absolute_url()).text

    assert "<script>alert(1)" not in page
    assert read_meta(page)["og:title"].startswith('Reading "><script>alert(1)</script>')


def test_each_kind_and_focus_area_has_been_drawn():
    names = {name for name, _ in list_labels()}

    assert {spec.url_name for spec in KIND_SPECS.values()} <= names
    for name in names:
        file = finders.find(f"share/{name}.png")
        assert file, f"Run `manage.py draw_share_pictures`: there is no {name}."
        with Image.open(file) as picture, open(file, "rb") as stored:
            assert (picture.size, picture.format) == (PICTURE_SIZE, "PNG")
            assert len(stored.read()) <= MAX_PICTURE_BYTES


@pytest.mark.parametrize(("name", "size"), ICON_SIZES.items())
def test_each_icon_has_its_size(name, size):
    with Image.open(str(finders.find(name))) as icon:
        assert icon.size == (size, size)


@pytest.mark.parametrize(
    ("address", "file"),
    [("/favicon.ico", "/static/favicon.ico"), ("/apple-touch-icon.png", "/static/icons/apple-touch-icon.png")],
)
def test_browsers_find_an_icon_where_they_look_unasked(client, address, file):
    assert client.get(address).headers["Location"] == file


def test_the_web_manifest_names_icons_that_exist(client):
    response = client.get("/site.webmanifest")

    manifest: dict[str, Any] = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["start_url"]) == ("SEND Gateway", "/")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])


def test_password_managers_find_the_page_that_changes_a_password(client):
    client.force_login(make_user())

    response = client.get("/.well-known/change-password", follow=True)

    assert response.redirect_chain == [(reverse("account_change_password"), 302)]
    assert response.status_code == 200
