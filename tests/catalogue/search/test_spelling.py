"""What is offered where a word is found nowhere."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gateway.catalogue.models import Status
from tests.factories import make_editor, make_publication, make_publisher

pytestmark = pytest.mark.django_db


def page(client, **query: str) -> str:
    return client.get(reverse("browse"), query).content.decode()


def meant(client, **query: str) -> str:
    found = re.search(r'Did you mean <a href="[^"]+">(.+?)</a>', page(client, **query))
    return found[1] if found else ""


@pytest.fixture(autouse=True)
def catalogue():
    make_publication("Paired reading at home", summary="Fluency grows by practice with a partner.")
    make_publication("Handwriting without tears", areas_of_need=["specific-learning-difficulty"])


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("hadnwriting", "handwriting"),
        ("fluecny", "fluency"),
        ("hand readng", "hand reading"),
        ("fluancy", "fluency"),
        ("dislexia", "dyslexia"),
        ("paierd readingg", "paired reading"),
        ("FLUECNY", "fluency"),
    ],
)
def test_a_slip_is_seen(client, typed, better):
    assert meant(client, q=typed) == better


@pytest.mark.parametrize("typed", ["reading", "handwriting tears", "zzzzqqq", "xkcd", "dyslexia", "12345"])
def test_a_word_that_is_found_or_like_nothing_is_left_alone(client, typed):
    assert meant(client, q=typed) == ""


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("zones of regulation", "Regulation ones"),
        ("won't read", "We want to read"),
        ("won’t read", "We want to read"),
        ("wont read", "We want to read"),
        ("FASD", "A fast fads"),
        ("fasd", "A fast fads"),
        ("fidget", "The budget"),
        ("anti-bullying", "Building"),
        ("stims", "Stems"),
        ("SENDIAS", "Sending"),
        ("EBSNA", "Ebsba"),
        ("hull", "Hall"),
    ],
)
def test_a_word_is_not_taken_for_an_unrelated_one(client, typed, there):
    for number in range(25):
        make_publication(f"{there} {number}")

    assert meant(client, q=typed) == ""


def test_the_results_of_a_corrected_word_are_shown_and_the_typed_one_offered(client):
    html = page(client, q="hadnwriting", kind="resource")

    assert "<mark>Handwriting</mark> without tears" in html
    assert "Nothing here matches" not in html
    assert 'href="/browse/?q=hadnwriting&amp;kind=resource&amp;exact=1"' in html
    assert 'value="hadnwriting"' in html


def test_the_very_words_are_searched_for_if_somebody_means_them(client):
    html = page(client, q="hadnwriting", exact="1")

    assert "without tears" not in html
    assert "Did you mean" not in html


def test_corrected_results_have_pages(client):
    for number in range(25):
        make_publication(f"Handwriting {number}")

    assert "/browse/?q=hadnwriting&amp;page=2" in page(client, q="hadnwriting")
    assert page(client, q="hadnwriting", page="2").count("<article") == 6


def test_a_word_that_is_found_is_not_replaced_though_another_is_likelier(client):
    make_publication("Redding at home")
    for number in range(45):
        make_publication(f"Reading {number}")

    found = client.get(reverse("browse"), {"q": "redding"}).context["found"]

    assert [card.title for card in found.items] == ["Redding at home"]


def test_a_word_that_stands_in_a_text_alone_is_meant_too(client):
    make_publication("A guide", body="Teach **phonological** awareness first.")

    assert meant(client, q="phonologcial") == "phonological"


def test_it_leads_to_the_same_filters(client):
    assert "/browse/?q=handwriting&amp;kind=resource" in page(client, q="hadnwriting", kind="resource")


def test_what_is_meant_is_only_text(client):
    assert "<script>" not in page(client, q="hadnwriting <script>")


def test_a_rare_word_is_taken_for_a_slip_of_a_frequent_one(client):
    make_publication("Redding at home")
    for number in range(45):
        make_publication(f"Reading {number}")

    assert meant(client, q="redding") == "reading"


def test_an_empty_result_leads_to_the_focus_areas_nearest_to_the_words(client):
    make_publication("Working memory", focus_areas=["leadership"], kind="resource")

    html = page(client, q="working memory", kind="news")

    assert "nearest to your words" in html
    assert "/browse/?focus=leadership" in html


def test_a_word_of_what_is_not_public_is_never_offered(client):
    publisher = make_publisher()
    make_publication("Zebracorn draft", status=Status.DRAFT)
    make_publication("Zebracorn tomorrow", published_at=timezone.now() + timedelta(days=1))
    make_publication("Zebracorn withheld", publisher=publisher)
    publisher.suspend(by=make_editor(), reason="Because.")
    page(client, q="reading")

    assert meant(client, q="zebracron") == ""

    make_publication("Zebracorn")
    assert meant(client, q="zebracron") == "zebracorn"
