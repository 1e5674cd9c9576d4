"""The lists of questions, and their filters by the taxonomy of what they are about."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussions.comments.state import change_state, mark_answer
from discussions.models import State
from gateway.catalogue.facets import get_current_index
from gateway.catalogue.models import Item
from resources.models import Publisher
from tests.discussions.forms import make_question
from tests.factories import (
    PASSWORD,
    get_focus_area,
    make_comment,
    make_publication,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db

CARD = re.compile(r"<h3><a href=\"[^\"]*\">(.*?)</a></h3>")
COUNT = re.compile(r"<h2>([\d,]+) (?:question|comment)s?</h2>")
MAX_QUERIES = 8
QUERIES_FOR_WORDS = 3
"""Queries for what waits to be indexed, for matches of the words, and for those that may be read."""


def read_list(client, address):
    """Return the texts of the cards of a list, and the count that it shows."""
    html = client.get(address).content.decode()
    texts = [unescape(text) for text in CARD.findall(html)]
    return texts, int(COUNT.findall(html)[0])


def test_questions_are_listed_newest_first_without_comments(client):
    item = make_publication()
    make_question(item, "The first?")
    make_question(get_focus_area(), "The second?")
    make_comment(item, text="A comment.")

    assert read_list(client, "/discussions/") == (["The second?", "The first?"], 2)


def test_a_list_mentions_words_only_in_a_search(client):
    make_question(get_focus_area(), "On no item?")
    make_question(make_publication(), "The first?"), make_question(make_publication(), "The second?")

    for address in ("/discussions/", "/discussions/?q=second"):
        assert "have most of them" not in client.get(address).text


def test_an_answered_question_moves_from_the_unanswered_to_the_answered_list(client):
    item = make_publication()
    question, open_one = make_question(item, "Who knows?"), make_question(item, "Who else?")
    mark_answer(question, make_comment(question))

    assert read_list(client, "/discussions/answered/") == ([question.text], 1)
    assert read_list(client, "/discussions/unanswered/") == ([open_one.text], 1)


def test_the_latest_comments_include_replies(client):
    question = make_question(make_publication(), "A question?")
    make_comment(question, text="A reply.")

    assert read_list(client, "/discussions/comments/") == (["A reply.", "A question?"], 2)


def test_my_questions_are_those_i_asked_or_replied_to(client):
    me, item = make_user(), make_publication()
    make_question(item, "Somebody else’s?")
    mine, answered = make_question(item, "Mine?", author=me), make_question(item, "To be answered?")
    make_comment(answered, me)
    client.force_login(me)

    assert read_list(client, "/discussions/mine/") == ([answered.text, mine.text], 2)


def test_my_questions_include_held_ones_that_nobody_else_sees(client):
    me = make_user()
    held = make_question(make_publication(), "Is this held?", author=me)
    change_state(held, State.HELD)

    assert read_list(client, "/discussions/") == ([], 0)
    client.force_login(me)
    assert read_list(client, "/discussions/mine/") == ([held.text], 1)


def test_my_questions_ask_a_visitor_to_log_in(client):
    assert client.get("/discussions/mine/").url == "/accounts/login/?next=/discussions/mine/"


def test_questions_are_narrowed_by_what_their_items_are_about(client):
    make_question(make_story(focus_areas=["leadership"], phases=["primary"]), "About leadership?")
    make_question(make_publication(focus_areas=["outcomes"], phases=["secondary"]), "About outcomes?")
    make_question(get_focus_area("leadership"), "On the area itself?")

    assert read_list(client, "/discussions/?focus=leadership") == (["On the area itself?", "About leadership?"], 2)
    assert read_list(client, "/discussions/?focus=leadership&focus=outcomes")[1] == 3
    assert read_list(client, "/discussions/?focus=leadership&phase=primary") == (["About leadership?"], 1)
    assert read_list(client, "/discussions/?kind=practice") == (["About leadership?"], 1)
    assert read_list(client, "/discussions/?kind=practice&focus=outcomes") == ([], 0)


def test_each_filter_says_how_many_questions_it_would_leave(client):
    leadership, both = make_story(focus_areas=["leadership"]), make_publication(focus_areas=["leadership", "outcomes"])
    for number in range(5):
        make_question(leadership, f"Leadership {number}?")
    for number in range(3):
        make_question(both, f"Both {number}?")
    make_question(get_focus_area("outcomes"), "On outcomes?")

    response = client.get("/discussions/?phase=")

    groups = {group.parameter: group for group in response.context["found"].groups}
    counts = {option.value: option.count for option in groups["focus"].options if option.count}
    assert counts == {"leadership": 8, "outcomes": 4}
    assert {o.value: o.count for o in groups["kind"].options if o.count} == {"practice": 5, "resource": 3}


def test_words_narrow_the_list_and_its_counts_and_can_be_removed(client):
    item = make_publication(focus_areas=["leadership"])
    make_question(item, "How do you time **reader pens** in tests?")
    make_question(item, "How do you plan lunch time?")

    response = client.get("/discussions/?q=READER+time&focus=leadership")

    found = response.context["found"]
    assert [card.title for card in found.items] == ["How do you time reader pens in tests?"]
    assert found.count == 1
    assert [chip.label for chip in found.chips] == ["“READER time”", "Leadership"]
    assert found.chips[0].url == "/discussions/?focus=leadership"
    assert found.clear_url == "/discussions/"


def test_a_question_that_is_not_public_is_not_listed_and_not_counted(client):
    withdrawn, closed, theirs = make_publication(), make_publication(), make_publication()
    for item in (withdrawn, closed, theirs):
        make_question(item, "Not to be seen?")
    Item.objects.filter(pk=withdrawn.pk).update(status="archived")
    Item.objects.filter(pk=closed.pk).update(discussion="closed")
    Publisher.objects.filter(pk=theirs.publisher_id).update(has_discussions=False)
    change_state(make_question(make_publication(), "Not to be seen?"), State.HIDDEN)
    shown = make_question(make_publication(), "Shown?")

    for address in ("/discussions/", "/discussions/unanswered/", "/discussions/comments/", "/discussions/?q=?"):
        assert read_list(client, address) == ([shown.text], 1)
    assert "Not to be seen" not in client.get("/feeds/questions.atom").content.decode()


def test_a_list_has_pages_of_twenty(client):
    item = make_publication()
    for number in range(25):
        make_question(item, f"Question {number}?")

    assert len(read_list(client, "/discussions/")[0]) == 20
    assert read_list(client, "/discussions/?page=2")[0] == [f"Question {number}?" for number in (4, 3, 2, 1, 0)]
    assert read_list(client, "/discussions/?page=9")[0] == [f"Question {number}?" for number in (4, 3, 2, 1, 0)]


JUNK = (
    "page=0",
    "page=abc",
    "page=99999999999999999999",
    "focus=nonsense",
    "sort=loudness",
    "q=%00",
    "q=" + "a" * 5000,
    "q=%25%5F%27%22",
    "need=%F0%9F%98%80",
    "kind=practice&kind=nonsense",
    "phase=" + "x&phase=" * 200,
    "evidence=data",
    "show=everything",
    "publisher=nobody",
    "q=%ED%A0%80",
)


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("path", ["/discussions/", "/discussions/comments/", "/feeds/questions.atom"])
def test_a_list_ignores_invalid_parameters(client, path, junk):
    make_question(make_publication(), "A question?")

    assert client.get(f"{path}?{junk}").status_code == 200


def test_unknown_values_are_left_out_with_a_notice(client):
    response = client.get("/discussions/?focus=nonsense")

    assert "We do not know “nonsense”" in response.content.decode()


def count_queries(client, address):
    get_current_index()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len([query for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])


PATHS = (
    "/discussions/",
    "/discussions/unanswered/",
    "/discussions/answered/",
    "/discussions/comments/",
    "/discussions/?q=question&focus=leadership",
    "/discussions/?focus=leadership&kind=resource",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_list_costs_the_same_few_queries_whatever_it_shows(client, path):
    make_many_questions(1)
    few = count_queries(client, path)

    make_many_questions(30)

    assert count_queries(client, path) == few <= (QUERIES_FOR_WORDS if "q=" in path else 0) + 4


def test_a_member_costs_four_more_queries_also_for_their_own_list(client):
    me = make_user()
    make_many_questions(3, me)
    client.login(email=me.email, password=PASSWORD)

    assert count_queries(client, "/discussions/") <= MAX_QUERIES + 1
    assert count_queries(client, "/discussions/mine/") <= MAX_QUERIES + 1


def make_many_questions(times, author=None):
    for number in range(times):
        item = make_publication(focus_areas=["leadership"])
        question = make_question(item, f"A question {number}?", author=author)
        another = make_question(item, "Another?")
        mark_answer(another, make_comment(another))
        make_comment(question)
        make_question(get_focus_area(), "On an area?")


def test_an_update_in_place_has_only_the_list(client):
    make_question(make_publication(), "A question?")

    response = client.get("/discussions/?focus=leadership", headers={"HX-Request": "true"})

    assert "<html" not in response.content.decode()
    assert response["HX-Push-Url"] == "/discussions/?focus=leadership"


def test_a_feed_has_the_questions_of_its_filters(client):
    make_question(make_publication(focus_areas=["leadership"]), "About <b>leadership</b>?")
    make_question(make_publication(focus_areas=["outcomes"]), "About outcomes?")

    feed = client.get("/feeds/questions.rss?focus=leadership&show=unanswered").content.decode()

    assert "About &lt;b&gt;leadership&lt;/b&gt;?" in feed
    assert "About outcomes?" not in feed
    assert "Unanswered questions, Leadership" in feed


def test_the_sitemap_names_questions_with_their_own_pages_but_no_samples(client):
    real = make_question(make_publication(), "A question?")
    make_question(make_publication(is_sample=True), "About a sample?")
    make_question(get_focus_area(), "From a sample person?", author=make_user(is_sample=True))
    make_question(get_focus_area(), "On an area?")

    sitemap = client.get("/sitemap-questions.xml").content.decode()

    assert f"/discussions/{real.pk}/" in sitemap
    assert sitemap.count("<loc>") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("How do you start?", []),
        ("How do you start? We have a new pupil.", ["We have a new pupil."]),
        ("horses " * 20 + "end.", ["… horses horses horses end."]),
    ],
)
def test_a_card_does_not_repeat_its_title(client, words, said):
    make_comment(make_publication(), text=words, is_question=True)

    html = client.get("/discussions/").text

    card = html.partition('<article class="card">')[2].partition("</article>")[0]
    assert re.findall(r"<p>(.*?)</p>", card) == said
