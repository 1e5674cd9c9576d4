"""Hostile names, addresses and forms do no harm on the pages and in the messages about follows."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import html5lib
import pytest
from django.core import mail

from discussions.models import Follow
from tests.catalogue.test_poison import POISON
from tests.discussions.follows.cast import make_follow, run_notifications, send_digests_of_next_week
from tests.factories import make_comment, make_publication, make_publisher, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def poisoned(person):
    """Hostile text in everything that the pages of follows show."""
    publisher = make_publisher(POISON[:140], slug="poisoned")
    item = make_publication(POISON, slug="poisoned", publisher=publisher, summary=POISON)
    question = make_comment(make_publication(), text=POISON, is_question=True)
    for thing in (item, publisher, question, make_school(POISON[:150])):
        make_follow(thing, person)
    Follow.objects.create(user=person, search="/browse/?q=%22%3E%3Cscript%3Ealert(1)", search_name=POISON[:80])
    for place in (item, question):
        make_comment(place, make_user(display_name=POISON[:80]), POISON)
    run_notifications()
    return item


def find_scripts(html: str) -> list[str]:
    """Return the scripts of a page that have content, and its event handlers."""
    root = html5lib.parse(html, namespaceHTMLElements=False)
    names = [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    return names + [
        script.text for script in root.iter("script") if script.text and "ld+json" not in script.get("type", "")
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/account/following/",
        "/account/notifications/",
        "/account/",
        "/resources/poisoned/",
        "/publishers/poisoned/",
        f"/follow/search/?path=/browse/&q={POISON}&focus={POISON}",
    ],
)
def test_hostile_names_do_no_harm_on_a_page(client, poisoned, path):
    page = client.get(path).text

    assert find_scripts(page) == []
    assert "alert(1)" in page


def test_hostile_names_do_no_harm_in_a_message(poisoned, person):
    send_digests_of_next_week()

    [message] = [each for each in mail.outbox if each.to == [person.email]]
    parsed = message_from_bytes(message.message().as_bytes(), policy=default)
    _, html = [part.get_content() for part in parsed.iter_parts()]
    assert find_scripts(html) == []
    assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("how_often", ["", "hourly", "AT-ONCE", "as-usual\0", "x" * 10_000])
def test_an_invalid_choice_changes_nothing(client, poisoned, person, how_often):
    follow = person.follows.first()

    assert client.post(f"/account/following/{follow.pk}/", {"how_often": how_often}).status_code == 302
    assert client.post("/account/following/", {"how_often": how_often}).status_code == 200
    assert set(person.follows.values_list("how_often", flat=True)) == {"as-usual"}


@pytest.mark.parametrize(
    "path",
    [
        "/follow/item/99999999999999999999/",
        "/follow/item/0/",
        "/follow/ITEM/1/",
        "/follow/search/1/",
        "/u/",
        "/account/following/99999999999999999999/",
        "/account/notifications/99999999999999999999/",
        "/u/%00",
        "/u/a/b",
    ],
)
def test_an_unknown_address_is_not_found(client, person, path):
    assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\0"]
)
def test_the_way_back_never_leads_to_another_site(client, person, back):
    item = make_publication()

    response = client.post(f"/follow/item/{item.pk}/", {"follow": "yes", "next": back})

    assert response.url == item.get_absolute_url()
