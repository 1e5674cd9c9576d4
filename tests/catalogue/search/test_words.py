"""Words find items wherever these hold them, in the finder and in every list."""

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
        "Helping dyslexic readers", publisher=make_publisher("The Oak Trust"), summary="Phonics and more.",
        body="What we know of **coloured** overlays.", focus_areas=["leadership"], phases=["primary"],
        keywords=["wordless"],
    )  # fmt: skip

    assert bool(found(client, words)) is expected


def test_if_nothing_holds_any_word_nothing_is_found(client):
    make_publication("Working memory")

    assert found(client, "zebra xylophone") == found(client, "xylophone") == []


def test_if_nothing_holds_all_words_what_holds_some_is_shown_and_said(client):
    make_publication("Working memory")

    response = client.get("/browse/", {"q": "memory xylophone"})

    assert [card.title for card in response.context["found"].items] == ["Working memory"]
    assert "Nothing here has all your words" in response.content.decode()
