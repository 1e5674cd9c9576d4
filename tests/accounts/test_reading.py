"""Reading settings are stored in a cookie, and changing them never redirects to another site."""

from __future__ import annotations

import pytest

from accounts.display_settings import COOKIE_NAME, SETTING_CHOICES

pytestmark = pytest.mark.django_db


def get_kept_settings(response):
    return response.cookies[COOKIE_NAME].value if COOKIE_NAME in response.cookies else None


def test_a_choice_is_kept_for_a_year(client):
    response = client.get("/reading/?text=large&tint=cream")

    assert (response.status_code, response["Location"], get_kept_settings(response)) == (
        302,
        "/reading/",
        "text=large&tint=cream",
    )
    assert response.cookies[COOKIE_NAME]["max-age"] == 365 * 24 * 60 * 60
    assert response.cookies[COOKIE_NAME]["httponly"]


def test_the_choice_shows_on_every_page(client):
    client.get("/reading/?text=large&font=serif&theme=dark")

    page = client.get("/about/").content.decode()

    assert '<html lang="en-GB" data-text="large" data-font="serif" data-theme="dark">' in page


@pytest.mark.parametrize("name", SETTING_CHOICES)
def test_every_choice_is_offered_and_marked(client, name):
    for value, label in list(SETTING_CHOICES[name][1].items())[1:]:
        client.get("/reading/", {name: value})

        page = client.get("/reading/").content.decode()

        assert f'value="{value}" checked> {label}' in page


def test_standard_choices_empty_the_cookie(client):
    client.get("/reading/?text=large")

    assert get_kept_settings(client.get("/reading/?text=&spacing=&font=&tint=&theme=")) == ""


@pytest.mark.parametrize("value", ["huge", "LARGE", "", "\0", "large;x", "l" * 10_000, "<script>"])
def test_what_is_no_choice_is_the_standard(client, value):
    response = client.get("/reading/", {"text": value, "tint": "blue"})

    assert get_kept_settings(response) == "tint=blue"


@pytest.mark.parametrize("cookie", ["", "junk", "text=huge", "=&=&", "%00", "text=large" * 5_000, '"<script>"'])
def test_a_strange_cookie_does_no_harm(client, cookie):
    client.cookies[COOKIE_NAME] = cookie

    assert client.get("/about/").status_code == 200


@pytest.mark.parametrize("address", ["/browse/?focus=leadership", "/", "/resources/a-guide/"])
def test_the_visitor_goes_back_to_where_they_were(client, address):
    assert client.get("/reading/", {"text": "large", "next": address})["Location"] == address


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example/",
        "https:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\thttps://evil.example",
        "https://testserver@evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "home",
        "accounts.views.display",
        "foo",
        "foo/bar",
        "",
        "\0",
        "/" + "a" * 3_000,
    ],
)
def test_the_visitor_is_never_sent_elsewhere(client, address):
    response = client.get("/reading/", {"text": "large", "next": address})

    assert (response.status_code, response["Location"]) == (302, "/reading/")


def test_a_line_break_in_the_address_makes_no_header(client):
    response = client.get("/reading/", {"text": "large", "next": "/a\r\nSet-Cookie: b=c"})

    assert response["Location"] == "/reading/"


def test_settings_cannot_be_posted(client):
    assert client.post("/reading/", {"text": "large"}).status_code == 405
