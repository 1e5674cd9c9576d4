"""Questions are found by words through the same index as items, and shown beside the results of a search."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.management import call_command

from discussions.comments.edits import delete
from discussions.comments.state import change_state, mark_answer
from discussions.deleted_accounts import delete_member_texts
from discussions.models import Comment, State
from gateway.catalogue.models import Item, ToIndex
from tests.factories import get_focus_area, make_comment, make_publication, make_user

pytestmark = pytest.mark.django_db

TITLES = re.compile(r'<a href="/discussions/\d+/">(.*?)</a>')


def make_question(text, place=None, **fields):
    return make_comment(place or make_publication(), text=text, is_question=True, **fields)


def find_titles(client, words, address="/discussions/"):
    html = client.get(address, {"q": words}).content.decode()
    return [unescape(title) for title in TITLES.findall(html)]


def test_a_question_is_found_by_another_form_of_a_word_and_by_a_synonym_but_not_inside_a_word(client):
    make_question("How do you plan for teaching assistants?")
    make_question("What is average?")

    assert find_titles(client, "planning TAs") == ["How do you plan for teaching assistants?"]
    assert find_titles(client, "rage") == []


def test_the_best_matches_come_first_and_then_the_newest(client):
    make_question("Who plays chess?")
    make_question("What do you do at noon? Some of us play chess.")
    make_question("Is chess hard?")

    assert find_titles(client, "chess") == ["Is chess hard?", "Who plays chess?", "What do you do at noon?"]


def test_a_question_is_found_by_the_words_of_its_answer_for_as_long_as_it_is_one(client):
    question = make_question("What helps?")
    answer = make_comment(question, text="Ear defenders.")
    assert find_titles(client, "defenders") == []

    mark_answer(question, answer)
    assert find_titles(client, "defenders") == ["What helps?"]

    change_state(answer, State.HIDDEN)
    assert find_titles(client, "defenders") == []


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN])
def test_a_question_that_is_not_public_is_not_found(client, state):
    change_state(make_question("Who plays chess?"), state)
    make_question("Who else plays chess?", (hidden := make_publication()))
    Item.objects.filter(pk=hidden.pk).update(is_withheld=True)

    assert find_titles(client, "chess") == find_titles(client, "chess", "/discussions/beside/") == []


def test_deleted_texts_are_no_longer_in_the_index(client):
    member = make_user()
    first, second = (
        make_question("Who plays chess?", author=member),
        make_question("Who plays draughts?", author=member),
    )
    find_titles(client, "chess")

    delete(first, member)
    delete_member_texts(member)

    assert {*Comment.objects.filter(pk__in=[first.pk, second.pk]).values_list("text", flat=True)} == {""}
    assert find_titles(client, "chess") == find_titles(client, "draughts") == []
    call_command("check_index")


def test_a_question_deleted_with_its_item_leaves_the_index(client):
    item = make_publication()
    make_question("Who plays chess?", item)
    find_titles(client, "chess")

    item.delete()
    find_titles(client, "chess")

    assert not ToIndex.objects.exists()
    call_command("check_index")


def test_a_search_shows_its_best_matching_questions_beside_the_results(client):
    for number in range(4):
        make_question(f"Is chess number {number} hard?", get_focus_area("leadership"))

    html = client.get("/browse/", {"q": "chess & more"}).content.decode()
    beside = client.get("/discussions/beside/", {"q": "chess"}).content.decode()

    assert 'data-hx-get="/discussions/beside/?q=chess%20%26%20more"' in html
    assert 'href="/discussions/?q=chess%20%26%20more"' in html
    assert find_titles(client, "chess", "/discussions/beside/") == [f"Is chess number {n} hard?" for n in (3, 2, 1)]
    assert '<a class="onward" href="/discussions/?q=chess">All 4<' in beside


def test_an_empty_search_invites_to_ask(client):
    assert "/discussions/ask/" in client.get("/discussions/beside/", {"q": "chess"}).content.decode()


JUNK = ["", "\0", "the of", '"', "-", "🙂", "a* OR b", "x" * 10_000, "'; DROP TABLE x;--", "(((", "%_", "-chess"]


@pytest.mark.parametrize("words", JUNK)
@pytest.mark.parametrize("address", ["/discussions/", "/discussions/mine/", "/discussions/beside/"])
def test_invalid_searches_are_answered(client, words, address):
    client.force_login(make_user())

    assert client.get(address, {"q": words}).status_code == 200
