"""The page of an example: what it shows and to whom."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from gateway.catalogue.models import Status
from tests.factories import make_editor, make_member, make_publication, make_school, make_story, make_user

pytestmark = pytest.mark.django_db


def get_page(client, example):
    response = client.get(example.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_it_tells_the_story_part_by_part(client):
    example = make_story("Five words", school=make_school("Oak Primary"))

    html = get_page(client, example)

    for text in (
        "At a glance",
        "11 pupils in Year 4",
        "Nothing but time",
        "Figures before and after",
        "Oak Primary",
        "What did not work",
        "Ten words were too many.",
    ):
        assert text in html
    assert "<li>We chose five words.</li><li>We taught them the week before.</li>" in html


def test_its_page_names_the_school_once_beside_the_citation(client):
    school = make_school("Oak Primary", type="Community school", region="Yorkshire and the Humber")
    example = make_story("Five words", school=school)

    html = get_page(client, example)

    assert html.count(">Oak Primary<") == 1
    assert "<dd>Community school</dd>" in html


def test_a_pasted_list_is_not_numbered_twice(client):
    example = make_story(what_we_did="1. We chose words.\n2) We taught them.\n- We looked.\n5 pupils left.")

    html = get_page(client, example)

    assert "<li>We chose words.</li><li>We taught them.</li><li>We looked.</li><li>5 pupils left.</li>" in html


def test_the_author_stands_there_as_others_see_them(client):
    author = make_user("secret@example.org", display_name="Sam from Oak")

    html = get_page(client, make_story(created_by=author))

    assert "Shared by Sam from Oak" in html
    assert "secret@example.org" not in html


def test_what_is_published_elsewhere_leads_to_its_source_and_names_no_author(client):
    example = make_story(source_name="The Report", source_url="https://example.org/r", setting_name="Elm School")

    html = get_page(client, example)

    assert "Published elsewhere" in html
    assert 'href="https://example.org/r"' in html
    assert "Elm School" in html
    assert "Shared by" not in html


def test_machines_read_an_article(client):
    html = get_page(client, make_story("Five words", school=make_school("Oak Primary")))

    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    article = json.loads(data)["@graph"][0]
    assert (article["@type"], article["headline"]) == ("Article", "Five words")
    assert article["author"]["affiliation"]["name"] == "Oak Primary"


def test_it_can_be_sent_by_mail_and_cited(client):
    html = get_page(client, make_story("Five words & more"))

    assert "mailto:?subject=Five%20words%20%26%20more&amp;body=" in html
    assert "Five words &amp; more. SEND Gateway. https://testserver/practice/" in html


def test_similar_schools_and_publications_are_offered(client):
    example = make_story("Five words")
    alike = make_story("Six words")
    other = make_story("In college", phases=["post-16"])
    publication = make_publication("A guide", focus_areas=["leadership"])

    html = get_page(client, example)

    assert "Similar schools that did this" in html
    assert alike.title in html
    assert publication.title in html
    assert other.title not in html


def test_somebody_from_a_school_is_shown_schools_like_theirs(client):
    school = make_school(type="Further education")
    client.force_login(make_member(school))
    example = make_story("Five words", phases=["primary", "post-16"])
    college = make_story("In college", phases=["post-16"], setting_types=["college"], school=school)

    html = get_page(client, example)

    assert "Schools like yours that did this" in html
    assert college.title in html


def test_those_who_tried_it_too_stand_beneath(client):
    example = make_story("Five words")
    tried = make_story("Four words", adapted_from=example)
    draft = make_story("Three words", adapted_from=example, status=Status.DRAFT)

    html = get_page(client, example)

    assert tried.title in html
    assert draft.title not in html
    assert f'Adapted from <a href="{example.get_absolute_url()}">' in get_page(client, tried)


def test_its_author_is_not_asked_whether_they_tried_it(client):
    author = make_user()
    example = make_story("Five words", created_by=author)
    client.force_login(author)

    assert "Have you tried this?" not in get_page(client, example)
    make_story("Four words", adapted_from=example)
    assert "Who has tried this" in get_page(client, example)


def test_an_address_that_was_given_up_leads_on(client):
    example = make_story("Five words", slug="five-words")
    example.slug = "five-words-a-week"
    example.save()

    response = client.get("/practice/five-words/")

    assert (response.status_code, response["Location"]) == (301, "/practice/five-words-a-week/")


VISITORS = {
    "a visitor": lambda school: None,
    "a member": lambda school: make_user(),
    "somebody of another school": lambda school: make_member(make_school()),
    "somebody not confirmed": lambda school: make_member(school, status="waiting"),
    "somebody who left": lambda school: make_member(school, status="left"),
}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.ARCHIVED])
@pytest.mark.parametrize("visitor", VISITORS.values(), ids=VISITORS.keys())
def test_what_is_not_public_does_not_exist_for_others(client, visitor, status):
    school = make_school()
    example = make_story(status=status, school=school, created_by=make_member(school))
    if user := visitor(school):
        client.force_login(user)

    assert client.get(example.get_absolute_url()).status_code == 404


READERS = {
    "its author": lambda example: example.created_by,
    "a confirmed colleague": lambda example: make_member(example.school),
    "an editor": lambda example: make_editor(),
}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.ARCHIVED])
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
def test_what_is_not_public_can_be_read_by_whom_it_concerns(client, reader, status):
    school = make_school()
    example = make_story(status=status, school=school, created_by=make_member(school))
    client.force_login(reader(example))

    assert "noindex" in get_page(client, example)


def test_a_withheld_example_is_hidden(client):
    example = make_story(is_withheld=True)

    assert client.get(example.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["example", "certificate", "tried_too", "file"])
def test_an_unknown_address_is_not_found(client, name):
    client.force_login(make_user())
    arguments = ["nothing-here", 1] if name == "file" else ["nothing-here"]

    assert client.get(reverse(f"practice:{name}", args=arguments)).status_code == 404
