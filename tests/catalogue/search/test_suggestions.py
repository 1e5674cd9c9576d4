"""Tests of the suggestions while a visitor types."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from gateway.catalogue.models import Status
from tests.factories import make_publication, make_publisher

pytestmark = pytest.mark.django_db


def offered(client, text: str) -> list[str]:
    html = client.get(reverse("suggest"), {"q": text}).content.decode()
    return [" – ".join(found) for found in re.findall(r'<li[^>]*>(.+?) <span class="byline">(.+?)</span>', html)]


@pytest.mark.parametrize("text", ["read", "readi", "readin", "reading", "Paired read", "paired READIN"])
def test_a_title_is_offered_by_the_beginning_of_a_word(client, text):
    make_publication("Paired reading at home")
    make_publication("Number lines")

    assert "Paired reading at home – Resource" in offered(client, text)
    assert not any("Number" in each for each in offered(client, text))


def test_topics_and_publishers_are_offered(client):
    make_publication(
        "Number lines", publisher=make_publisher("Dyslexia for All"), areas_of_need=["specific-learning-difficulty"]
    )

    assert "Dyslexia for All – Publisher" in offered(client, "dyslexia f")
    assert any(each.endswith("– Area of need") for each in offered(client, "dyslex"))


def test_a_draft_is_not_offered(client):
    make_publication("Paired reading at home", status=Status.DRAFT)

    assert offered(client, "paired") == []


def test_each_leads_to_its_page(client):
    item = make_publication("Paired reading at home")

    html = client.get(reverse("suggest"), {"q": "paired"}).content.decode()

    assert f'data-url="{item.get_absolute_url()}"' in html


def test_a_title_is_only_text(client):
    make_publication("<b>Paired</b> reading")

    assert "<b>" not in client.get(reverse("suggest"), {"q": "paired"}).content.decode()


def test_words_that_were_asked_before_cost_one_query(client, django_assert_num_queries):
    for number in range(20):
        make_publication(f"Paired reading {number}")
    offered(client, "paired rea")

    with django_assert_num_queries(2):  # the titles, and whether the facet index is fresh
        offered(client, "paired rea")


JUNK = [
    "",
    " ",
    "a",
    "?",
    "\0\0\0",
    "é",
    "日本語で",
    "🙂🙂🙂",
    "'; DROP TABLE x;--",
    '"""',
    "((((((((",
    "a* OR b",
    "rea:* & !x",
    "NEAR(a b)",
    "%_%_%_",
    "\\" * 50,
    "x" * 10_000,
    "and the of",
    "ﷺ" * 30,
    "-" * 100,
    "{title} : x",
    "word " * 2_000,
]


@pytest.mark.parametrize("text", JUNK)
def test_junk_is_answered(client, text):
    make_publication("Paired reading at home")

    assert client.get(reverse("suggest"), {"q": text}).status_code == 200


def test_browsers_can_add_the_search(client):
    home, description = client.get("/").content.decode(), client.get(reverse("open_search"))

    assert f'href="{reverse("open_search")}"' in home
    assert description["Content-Type"] == "application/opensearchdescription+xml"
    assert 'template="https://testserver/browse/?q={searchTerms}"' in description.content.decode()
