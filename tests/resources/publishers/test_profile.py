"""Tests that owners change what the public reads about their publisher."""

from __future__ import annotations

import pytest

from tests.factories import make_contributor, make_editor, make_owner, make_publisher

pytestmark = pytest.mark.django_db
PAGE = "/publishers/mine/profile/"


@pytest.fixture
def publisher():
    """Return a publisher with a website."""
    return make_publisher("Mine", slug="mine", website="https://example.org", description="We help.")


@pytest.fixture
def owner(client, publisher):
    """Return the publisher's owner, logged in."""
    user = make_owner(publisher)
    client.force_login(user)
    return user


def make_form(**changes):
    return {"name": "Mine", "website": "https://example.org", "description": "We help.", "version": "1"} | changes


def test_an_owner_changes_name_website_and_description(client, publisher, owner):
    response = client.post(PAGE, make_form(name="Ours", website="https://ours.example.org", description="We teach."))

    publisher.refresh_from_db()
    assert (publisher.name, publisher.website, publisher.description) == (
        "Ours",
        "https://ours.example.org",
        "We teach.",
    )
    assert response["Location"] == "/publishers/mine/"
    assert list(publisher.steps.values_list("what", "by", "reason")) == [
        ("changed", owner.pk, "Changed: name, website, description.")
    ]


def test_lists_show_the_new_name_at_once(client, publisher, owner):
    assert "Mine" in client.get("/publishers/").text

    client.post(PAGE, make_form(name="Ours"))

    text = client.get("/publishers/").text
    assert ("Ours" in text, "Mine" in text) == (True, False)


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "\u202e"},
        {"name": "x" * 151},
        {"name": "TAKEN"},
        {"website": "javascript:alert(1)"},
        {"website": "ftp://example.org"},
        {"description": "x" * 1001},
        {"description": "A\x00B"},
        {"version": "one"},
        {"version": ""},
        {"version": "99999999999999999999"},
    ],
)
def test_bad_input_is_refused(client, publisher, owner, bad):
    make_publisher("Taken")

    response = client.post(PAGE, make_form(**bad))

    publisher.refresh_from_db()
    assert (response.status_code, publisher.name, publisher.version) == (200, "Mine", 1)


@pytest.mark.parametrize("forged", ["is_trusted", "is_suspended", "is_sample", "slug"])
def test_what_the_form_does_not_ask_cannot_be_set(client, publisher, owner, forged):
    before = getattr(publisher, forged)

    client.post(PAGE, make_form(name="Ours") | {forged: "on"})

    publisher.refresh_from_db()
    assert (publisher.name, getattr(publisher, forged)) == ("Ours", before)


def test_who_saves_second_is_told_keeps_the_words_and_can_save_then(client, publisher, owner):
    client.post(PAGE, make_form(description="The first."))

    response = client.post(PAGE, make_form(description="The second."))
    page = response.context["form"]
    client.post(PAGE, make_form(description="The second.", version=page["version"].value()))

    publisher.refresh_from_db()
    assert ("Someone else has changed this page" in response.text, "The first." in response.text) == (True, True)
    assert (page["description"].value(), page["name"].value()) == ("The second.", "Mine")
    assert publisher.description == "The second."


def test_a_profile_saved_while_an_editor_suspends_does_not_end_the_suspension(client, publisher, owner):
    publisher.suspend(by=make_editor(), reason="Complaints")
    client.force_login(make_editor())

    client.post(PAGE, make_form(description="Changed."))

    publisher.refresh_from_db()
    assert (publisher.description, publisher.is_suspended) == ("Changed.", True)


def test_contributors_and_strangers_have_no_such_page(client, publisher):
    statuses = []
    for person in (make_contributor(publisher), make_owner(make_publisher())):
        client.force_login(person)
        statuses += [client.get(PAGE).status_code, client.post(PAGE, make_form(name="Ours")).status_code]

    publisher.refresh_from_db()
    assert (statuses, publisher.name) == ([404] * 4, "Mine")
