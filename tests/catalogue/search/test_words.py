"""Tests that words find items in whichever field they occur, in the finder and in every list."""

from __future__ import annotations

import pytest

from tests.factories import make_publication, make_publisher

pytestmark = pytest.mark.django_db


def found(client, words, address="/browse/", **parameters):
    response = client.get(address, {"q": words, **parameters})
    assert response.status_code == 200
    return [card.title for card in response.context["found"].items]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("dyslexia reading", True),
        ("Dyslexic", True),
        ("READER", True),
        ("“dyslexic readers”", True),
        ('"readers dyslexic"', False),
        ("dyslexia -phonics", False),
        ("dyslexia -maths", True),
        ("dyslexia maths", True),
        ("chess", False),
        ("oak trust", True),
        ("leadership", True),
        ("coloured overlays", True),
        ("primary", True),
        ("wordless keyword", True),
    ],
)
def test_an_item_is_found_by_the_words_of_all_its_parts(client, words, expected):
    make_publication(
        "Helping dyslexic readers",
        publisher=make_publisher("The Oak Trust"),
        summary="Phonics and more.",
        body="What we know of **coloured** overlays.",
        focus_areas=["leadership"],
        phases=["primary"],
        keywords=["wordless"],
    )

    assert bool(found(client, words)) is expected


def test_if_nothing_holds_any_word_nothing_is_found(client):
    make_publication("Working memory")

    assert found(client, "zebra xylophone") == found(client, "xylophone") == []


def test_if_nothing_holds_all_words_what_holds_some_is_shown_and_said(client):
    make_publication("Working memory")

    response = client.get("/browse/", {"q": "memory xylophone"})

    assert [card.title for card in response.context["found"].items] == ["Working memory"]
    assert "Nothing has all your words" in response.content.decode()


@pytest.mark.parametrize(
    "written",
    [
        "multi-sensory",
        "multisensory",
        "multi sensory",
        "multi\N{NON-BREAKING HYPHEN}sensory",
        "multi\N{SOFT HYPHEN}sensory",
    ],
)
@pytest.mark.parametrize("typed", ["multi-sensory", "multisensory", "multi sensory", "Multi‐Sensory"])
def test_a_word_is_found_with_and_without_its_hyphen(client, written, typed):
    make_publication(f"A {written} room")
    make_publication("A summary", summary=f"Rooms that are {written}.")
    make_publication("A text", body=f"Rooms that are {written}.")

    assert sorted(found(client, typed)) == [f"A {written} room", "A summary", "A text"]


def test_a_phrase_beside_a_hyphen_is_still_a_phrase(client):
    make_publication("A multi-sensory room for all")

    assert found(client, '"sensory room"') == ["A multi-sensory room for all"]


def test_assistive_technology_is_found_by_its_abbreviation(client):
    make_publication("Assistive technology in class")
    make_publication("Choosing AT")
    make_publication("Look at this")

    assert (
        sorted(found(client, "AT")) == sorted(found(client, "at")) == ["Assistive technology in class", "Choosing AT"]
    )


@pytest.mark.parametrize(
    "typed", ["Zoë", "zoe", "Zoe\N{COMBINING DIAERESIS}", "zo\N{SOFT HYPHEN}e", "zoe\N{ZERO WIDTH SPACE}"]
)
def test_a_title_is_found_however_its_accents_are_coded(client, typed):
    make_publication("Zoe\N{COMBINING DIAERESIS} reads")
    make_publication("Zoë writes")

    assert sorted(found(client, typed)) == ["Zoe\N{COMBINING DIAERESIS} reads", "Zoë writes"]


def test_an_accent_in_a_code_of_its_own_is_marked_and_suggested(client):
    make_publication("Zoe\N{COMBINING DIAERESIS} reads")

    assert "<mark>Zoë</mark> reads" in client.get("/browse/", {"q": "zoe"}).text
    assert "reads" in client.get("/suggest/", {"q": "zoë"}).text


def test_guidance_is_found_by_a_question_in_plain_words(client):
    make_publication("Making best use of teaching assistants")
    for number in range(12):
        make_publication(f"Assisting well {number}", summary="Teaching.")

    assert found(client, "how to use teaching assistants well")[0] == "Making best use of teaching assistants"


def test_the_longest_question_is_answered(client):
    words = " ".join(
        ["SENCO", "TA", "LA", "SALT", "autism", "ADHD", "EBSA", "HI", "pupil", "multisensory", "class", "key2"]
    )

    assert client.get("/browse/", {"q": words}).status_code == 200
