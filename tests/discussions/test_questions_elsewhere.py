"""Questions on other pages: the home page, a focus area, the cards of items, and the way to ask."""

from __future__ import annotations

import re
from html import unescape

import pytest

from discussions.comments.state import change_state, mark_answer
from discussions.models import State
from discussions.questions.similar import find_similar_questions
from gateway.catalogue.models import Item
from resources.models import Publisher
from tests.discussions.forms import make_question
from tests.factories import (
    get_focus_area,
    make_comment,
    make_contributor,
    make_editor,
    make_publication,
    make_publisher,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db


def get_html(client, address):
    return client.get(address).content.decode()


def test_the_home_page_shows_the_newest_questions_without_an_answer(client):
    item = make_publication()
    answered = make_question(item, "Is this answered?")
    mark_answer(answered, make_comment(answered))
    for number in range(6):
        make_question(item, f"Waiting {number}?")

    html = get_html(client, "/")

    assert [number for number in range(6) if f"Waiting {number}?" in html] == [2, 3, 4, 5]
    assert "Is this answered?" not in html
    assert "/discussions/ask/" in html


def test_a_focus_area_shows_what_is_asked_about_its_items_and_on_itself(client):
    make_publication(focus_areas=["outcomes"])
    item, other = make_story(focus_areas=["leadership"]), make_publication(focus_areas=["outcomes"])
    make_question(item, "About an item?")
    make_question(get_focus_area("leadership"), "On the area?")
    make_question(other, "About another area?")

    html = get_html(client, "/focus-areas/leadership/")

    assert "About an item?" in html
    assert "On the area?" in html
    assert "About another area?" not in html
    assert '/discussions/unanswered/?focus=leadership"' in html
    assert '/discussions/ask/?focus=leadership"' in html


def test_the_questions_of_a_focus_area_follow_the_filters_beside_them(client):
    make_question(make_story(focus_areas=["leadership"], phases=["primary"]), "About a primary school?")
    make_question(make_story(focus_areas=["leadership"], phases=["secondary"]), "About a secondary school?")
    make_question(get_focus_area("leadership"), "On the area?")

    html = get_html(client, "/focus-areas/leadership/?phase=primary")

    assert "About a primary school?" in html
    assert "About a secondary school?" not in html
    assert "On the area?" not in html


def test_a_card_says_how_much_is_said_about_its_item(client):
    item = make_publication("A guide")
    question = make_question(item, "A question?")
    make_comment(question)
    make_comment(item)
    change_state(make_comment(item), State.HIDDEN)

    html = get_html(client, "/browse/")
    assert '<span class="counted">1 question</span>\xa0· <span class="counted">2 comments</span>' in html


def test_a_card_says_nothing_of_a_discussion_that_is_closed(client):
    theirs, closed = make_publication(), make_story()
    for item in (theirs, closed):
        make_question(item, "A question?")
    Publisher.objects.filter(pk=theirs.publisher_id).update(has_discussions=False)
    Item.objects.filter(pk=closed.pk).update(discussion="closed")

    assert "1 question" not in get_html(client, "/browse/")


def test_a_member_who_asks_is_shown_similar_questions(client):
    asked = make_question(
        get_focus_area("leadership"), "How do you *plan* reading interventions with teaching assistants?"
    )
    make_question(get_focus_area("leadership"), "Which laptops do you lend?")
    change_state(make_question(get_focus_area("outcomes"), "Planning reading interventions?"), State.HIDDEN)

    response = client.get("/discussions/ask/?focus=outcomes&q=Planning+a+reading+intervention")

    assert [card.pk for card in response.context["similar"]] == [asked.pk]
    assert "/discussions/ask/outcomes/?text=Planning+a+reading+intervention" in response.content.decode()


def test_a_question_needs_a_focus_area(client):
    assert "Choose a focus area, so that" in get_html(client, "/discussions/ask/?q=How")
    assert "Choose a focus area, so that" in get_html(client, "/discussions/ask/?q=How&focus=nonsense")
    assert "Choose a focus area, so that" not in get_html(client, "/discussions/ask/")


def test_the_focus_area_from_which_one_came_is_chosen(client):
    assert '<option value="leadership" selected>' in get_html(client, "/discussions/ask/?focus=leadership")


def test_of_equally_similar_questions_those_on_the_same_area_come_first():
    here = make_question(get_focus_area("leadership"), "Reader pens?")
    elsewhere = make_question(get_focus_area("outcomes"), "Reader pens?")

    assert [card.pk for card in find_similar_questions("reader pen", get_focus_area("leadership").pk)] == [
        here.pk,
        elsewhere.pk,
    ]


@pytest.mark.parametrize("words", ["", "the and of", "?!", "\0", "%_%", "é" * 500, "𝓪 𝓫"])
def test_any_words_find_similar_questions_or_none(client, words):
    make_question(get_focus_area(), "A question?")

    assert find_similar_questions(words) == []
    assert client.get("/discussions/ask/", {"focus": "leadership", "q": words}).status_code == 200


def test_the_statistics_of_a_publisher_say_which_questions_wait(client):
    publisher = make_publisher()
    guide = make_publication("A guide", publisher=publisher)
    waiting = make_question(guide, "Does it come in large print?")
    answered = make_question(guide, "Is there a Welsh one?")
    mark_answer(answered, make_comment(answered))
    client.force_login(make_contributor(publisher, is_staff=True))

    overview, of_guide = get_html(client, "/manage/statistics/"), get_html(client, "/manage/statistics/a-guide/")

    assert '/manage/statistics/a-guide/?weeks=12#questions">1</a>' in overview
    assert f"/discussions/{waiting.pk}/" in of_guide
    assert answered.text not in of_guide


def test_the_account_page_shows_own_posts_and_questions_on_shared_items(client):
    me = make_user()
    example = make_story(created_by=me)
    make_question(example, "How long did it take?")
    make_comment(make_publication("Another guide"), me, text="I tried this.")
    client.force_login(me)

    html = get_html(client, "/account/")

    assert "Your questions and comments" in html
    assert "I tried this." in html
    assert "Questions on what you share" in html
    assert "How long did it take?" in html


def test_an_item_an_editor_may_change_is_not_one_they_share(client):
    make_question(make_story(), "How long did it take?")
    client.force_login(make_editor())

    assert "Questions on what you share" not in get_html(client, "/account/")


def test_the_form_begins_with_the_typed_words_and_shows_similar_questions(client):
    asked = make_question(get_focus_area("outcomes"), "How do you plan reading interventions?")

    html = get_html(client, "/discussions/ask/outcomes/?text=Planning+a+reading+intervention")

    assert ">\nPlanning a reading intervention</textarea>" in html
    assert "Asked before" in html
    assert f"/discussions/{asked.pk}/" in html


def test_similar_questions_are_shown_once_unless_the_words_change(client):
    asked = make_question(get_focus_area("outcomes"), "How do you plan reading interventions?")
    other = make_question(get_focus_area("outcomes"), "Which laptops do you lend?")
    first = get_html(client, "/discussions/ask/?focus=outcomes&q=Planning+interventions")
    way = re.findall(r'"(/discussions/ask/outcomes/[^"]+)"', first)[0]
    second = client.get(unescape(way)).text
    seen = re.findall(r'name="seen" value="([^"]*)"', second)[0]

    same, changed = (
        client.post("/discussions/ask/outcomes/", {"text": text, "seen": seen, "preview": "yes"}).text
        for text in ("How to plan an intervention?", "Planning interventions: which laptops to lend?")
    )

    assert f"/discussions/{asked.pk}/" in first
    assert ["Asked before" in page for page in (second, same, changed)] == [False, False, True]
    assert [f"/discussions/{each.pk}/" in changed for each in (asked, other)] == [False, True]
