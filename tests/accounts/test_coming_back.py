"""Logging in or signing up from the header returns to the page where it began."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import PASSWORD, make_member_of_the_public, make_publication

pytestmark = pytest.mark.django_db


def list_links(page):
    header = page.partition('<header class="header">')[2].partition("</header>")[0]
    return [unescape(link) for link in re.findall(r'href="(/accounts/[^"]+)"', header)]


@pytest.mark.parametrize("path", ["/resources/?phase=primary&q=reading%20aloud", "/resources/a-guide/", "/about/"])
def test_both_links_of_the_header_lead_back(client, path):
    make_publication("A guide")

    links = list_links(client.get(path).text)

    assert [urlsplit(link).path for link in links] == ["/accounts/login/", "/accounts/signup/"]
    assert [parse_qs(urlsplit(link).query)["next"] for link in links] == [[path], [path]]


def test_a_log_in_from_the_header_ends_where_it_began(client):
    make_publication("A guide")
    make_member_of_the_public("sam@example.org")
    link, _ = list_links(client.get("/resources/a-guide/").text)

    answer = client.post(link, {"login": "sam@example.org", "password": PASSWORD})

    assert answer.url == "/resources/a-guide/"


def test_a_page_that_is_not_there_is_nothing_to_come_back_to(client):
    assert list_links(client.get("/nowhere/").text) == ["/accounts/login/", "/accounts/signup/"]
