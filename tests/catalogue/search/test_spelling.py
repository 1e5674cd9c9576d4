"""Tests of the suggestions for words that are not found."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from discussions.comments.state import change_state
from discussions.models import State
from gateway.catalogue.models import IndexedWord, Status
from gateway.catalogue.search_index.indexing import index_everything_waiting
from resources.publications.workflow import take_step
from tests.factories import make_comment, make_editor, make_publication, make_publisher, make_user

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
    assert "Nothing matches everything" not in html
    assert 'href="/browse/?q=hadnwriting&amp;kind=resource&amp;exact=1"' in html
    assert 'value="hadnwriting"' in html


def test_a_search_that_finds_nothing_speaks_of_its_words_and_offers_to_ask(client):
    html = page(client, q="xylophonics")

    assert "Nothing has the words “xylophonics”" in html
    assert "Remove one to see more" not in html
    assert 'href="/discussions/ask/?q=xylophonics"' in html


def test_words_and_a_filter_that_find_nothing_together_are_said_to_be_two_things(client):
    html = page(client, q="xylophonics", kind="resource")

    assert "There is nothing that fits all of them together." in html


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

    assert "closest to your words" in html
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


def known(word: str) -> bool:
    """Whether a word is stored as a possible suggestion."""
    return IndexedWord.objects.filter(word=word).exists()


def test_a_draft_teaches_no_spelling_until_it_is_published(client):
    make_publication("About a Quillbert")
    draft = make_publication(
        "Our Quillberts", status=Status.DRAFT, focus_areas=["leadership"], url="https://example.org/guide"
    )
    assert (meant(client, q="quillbertss"), known("quillberts")) == ("quillbert", False)

    take_step(draft, Status.PUBLISHED, by=make_editor())

    assert meant(client, q="quillbertss") == "quillberts"


def test_what_is_scheduled_teaches_its_spellings_from_its_date_on(client):
    make_publication("About a Quillbert")
    make_publication("Our Quillberts", published_at=timezone.now() + timedelta(days=2))
    assert meant(client, q="quillbertss") == "quillbert"

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert meant(client, q="quillbertss") == "quillberts"


def test_a_word_that_is_public_already_is_offered_though_something_scheduled_has_it_too(client):
    make_publication("Our Quillberts", published_at=timezone.now() + timedelta(days=2))
    make_publication("Quillberts of today")

    assert meant(client, q="quillbertss") == "quillberts"


def test_a_question_teaches_its_spellings_once_anybody_can_read_it():
    question = make_comment(make_publication(), make_user(), "Who is Quillbert?", is_question=True, held=True)
    assert (question.state, known("quillbert")) == (State.HELD, False)

    change_state(question, State.VISIBLE, held_because="")
    index_everything_waiting()

    assert known("quillbert")
