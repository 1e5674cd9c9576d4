"""Threads as structured data, whose script no text can end."""

from __future__ import annotations

import json
import re

import pytest

from discussions.comments.state import change_state, mark_answer
from discussions.models import State
from tests.factories import get_focus_area, make_comment, make_publication, make_user

pytestmark = pytest.mark.django_db

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


def get_structured_data(client, address):
    """Return the structured data of a page, without its breadcrumbs."""
    html = client.get(address).content.decode()
    return json.loads(DATA.findall(html)[0])["@graph"][0]


def test_the_data_of_a_question_has_its_answer_and_the_other_replies(client):
    question = make_comment(
        make_publication(), make_user(display_name="Ann"), "Who **knows**? I do not.", is_question=True
    )
    best, other = make_comment(question, text="I do."), make_comment(question, text="Me too.")
    change_state(make_comment(question, text="Not to be seen."), State.HIDDEN)
    mark_answer(question, best)

    page = get_structured_data(client, f"/discussions/{question.pk}/")

    asked = page["mainEntity"]
    assert (page["@type"], asked["@type"], asked["name"]) == ("QAPage", "Question", "Who knows?")
    assert (asked["text"], asked["author"]["name"], asked["answerCount"]) == ("Who knows? I do not.", "Ann", 2)
    assert asked["acceptedAnswer"]["text"] == "I do."
    assert [answer["text"] for answer in asked["suggestedAnswer"]] == [other.text]


def test_the_data_of_a_comment_is_a_posting_with_comments(client):
    comment = make_comment(make_publication(), text="I tried this.")
    make_comment(comment, text="How?")

    page = get_structured_data(client, f"/discussions/{comment.pk}/")

    assert (page["@type"], page["commentCount"], page["comment"][0]["text"]) == ("DiscussionForumPosting", 1, "How?")


def test_no_text_can_end_the_script(client):
    question = make_comment(
        get_focus_area(), make_user(display_name="</script><b>"), "</script><script>alert(1)</script>?"
    )

    html = client.get(f"/discussions/{question.pk}/").content.decode()

    assert "<script>alert" not in html
    assert json.loads(DATA.findall(html)[0])["@graph"][0]["mainEntity"]["author"]["name"] == "</script><b>"


def test_the_data_of_an_item_has_its_comment_count(client):
    make_comment(make_publication("A guide"))

    assert get_structured_data(client, "/resources/a-guide/")["commentCount"] == 1


def test_sample_questions_are_marked_and_not_for_search_engines(client):
    sample = make_comment(get_focus_area(), make_user(is_sample=True), "A sample?")
    real = make_comment(get_focus_area(), text="A real question?")

    assert "This discussion is a sample." in client.get(f"/discussions/{sample.pk}/").content.decode()
    assert 'content="noindex"' in client.get(f"/discussions/{sample.pk}/").content.decode()
    assert 'content="noindex"' not in client.get(f"/discussions/{real.pk}/").content.decode()
