"""Tests of help in the form: buttons, what is needed for review, keywords in use, and steps on the preview."""

from __future__ import annotations

import pytest
from django.urls import reverse
from taggit.utils import parse_tags

from gateway.catalogue.models import Keyword, Status
from gateway.catalogue.taxonomy.keyword_input import KeywordsInput
from resources.publications.form.sections import PUBLICATION_KINDS
from tests.factories import make_contributor, make_editor, make_owner, make_publication
from tests.resources.manage.forms import ADD, get_page_url

pytestmark = pytest.mark.django_db


def make_draft(**fields):
    return make_publication(status=Status.DRAFT, body="Words.", focus_areas=["leadership"], **fields)


def test_the_buttons_stand_at_the_head_and_at_the_foot(client):
    publication = make_draft()
    client.force_login(make_editor())

    html = client.get(get_page_url(publication)).text

    assert [html.count(f'name="{name}"') for name in ("_save", "_preview", "_submit", "_publish")] == [2, 2, 2, 2]


@pytest.mark.parametrize("kind", PUBLICATION_KINDS)
def test_what_is_needed_for_review_is_marked_from_the_start(client, kind):
    client.force_login(make_owner())

    form = client.get(f"{ADD}?kind={kind}").context["adminform"].form

    marked = {name for name, field in form.fields.items() if "send it for review" in field.help_text}
    content = {"body", "url"} if kind != "event" else set()
    assert marked == {"summary", "focus_areas"} | content | ({"doi"} if kind == "research" else set())


@pytest.mark.parametrize(
    ("maker", "status", "offered"),
    [
        (make_contributor, Status.DRAFT, {"in_review"}),
        (lambda publisher: make_editor(), Status.DRAFT, {"in_review", "published"}),
        (lambda publisher: make_editor(), Status.IN_REVIEW, {"published", "returned", "draft"}),
        (make_contributor, Status.IN_REVIEW, {"draft"}),
    ],
)
def test_the_preview_offers_the_steps_that_are_open(client, maker, status, offered):
    publication = make_publication(status=status, body="Words.", focus_areas=["leadership"])
    client.force_login(maker(publication.publisher))

    response = client.get(publication.get_absolute_url())

    steps = {move.to for move in response.context["moves"]}
    assert steps == offered
    assert all(f'value="{to}"' in response.text or f"to={to}" in response.text for to in offered)


def test_a_step_is_taken_from_the_preview(client):
    publication = make_draft()
    client.force_login(make_contributor(publication.publisher))

    client.post(get_page_url(publication, "step"), {"to": "in_review", "version": publication.version})

    publication.refresh_from_db()
    assert publication.status == Status.IN_REVIEW


def test_readers_are_offered_no_steps(client):
    publication = make_publication()

    assert "/manage/" not in client.get(publication.get_absolute_url()).text


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.PUBLISHED])
def test_what_was_sent_does_not_say_what_is_needed_to_send_it(client, status):
    publication = make_publication(status=status, body="Words.", focus_areas=["leadership"])
    client.force_login(make_editor())

    assert "send it for review" not in client.get(get_page_url(publication)).text


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["teaching assistants", "autism"], "autism, teaching assistants"),
        (["SEND", "autism"], "autism, SEND"),
        (["teaching assistants"], '"teaching assistants"'),
        (["reading, writing", "time out"], '"reading, writing", time out'),
        (["reading, writing"], '"reading, writing"'),
        ([], ""),
    ],
)
def test_keywords_are_shown_as_the_hint_says_and_read_as_they_were(names, shown):
    value = KeywordsInput().format_value([Keyword(name=name) for name in names])

    assert (value or "") == shown
    assert parse_tags(value or "") == sorted(names)


def test_keywords_in_the_admin_are_sorted_whatever_their_case(client):
    make_publication(keywords=["zones", "SEND", "autism"])
    client.force_login(make_editor())

    listed = client.get(reverse("admin:catalogue_keyword_changelist")).context["cl"].result_list

    assert [keyword.name for keyword in listed] == ["autism", "SEND", "zones"]
