"""The button to follow a thing, and the list of what a member follows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import NotificationSettings
from discussions.comments.state import change_state
from discussions.follows import follow
from discussions.follows.follow import follow_own
from discussions.models import Follow, State
from gateway.catalogue.models import Item, Status
from practice.schools.merge import merge_schools
from tests.discussions.follows.cast import make_follow
from tests.factories import (
    get_focus_area,
    make_comment,
    make_publication,
    make_publisher,
    make_school,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db


def things():
    """Return one thing of each kind by the part of its address that names the kind."""
    return {
        "item": make_publication("A guide"),
        "question": make_comment(make_publication(), text="How do you do it?", is_question=True),
        "focus-area": get_focus_area(),
        "school": make_school("Elm"),
        "publisher": make_publisher("A Charity"),
    }


def get_follow_url(kind, thing):
    return f"/follow/{kind}/{thing.pk}/"


@pytest.mark.parametrize("kind", ["item", "question", "focus-area", "school", "publisher"])
def test_each_thing_is_followed_and_unfollowed_by_a_form_that_leads_back(client, person, kind):
    thing = things()[kind]
    address = get_follow_url(kind, thing)

    followed = client.post(address, {"follow": "yes", "next": "/browse/?page=2"})
    twice = client.post(address, {"follow": "yes", "next": "https://evil.example/"})
    count = person.follows.count()
    client.post(address, {})

    assert (followed.url, twice.url) == ("/browse/?page=2", thing.get_absolute_url())
    assert (count, person.follows.count()) == (1, 0)


@pytest.mark.parametrize("kind", ["item", "question", "focus-area", "school", "publisher"])
def test_the_page_of_a_thing_has_the_button(client, person, kind):
    thing = things()[kind]
    path = f"/discussions/{thing.pk}/" if kind == "question" else thing.get_absolute_url()
    before = client.get(path).text
    make_follow(thing, person)
    after = client.get(path).text

    assert ('name="follow" value="yes"' in before, 'name="follow" value=""' in after) == (True, True)
    assert ("Stop following" in before, "Stop following" in after) == (False, True)


def test_a_practice_example_has_the_button(client, person):
    assert "Follow this discussion" in client.get(make_story().get_absolute_url()).text


@pytest.mark.parametrize("kind", ["item", "focus-area", "school", "publisher"])
def test_a_visitor_is_led_to_log_in_and_back_to_a_page_that_asks(client, kind):
    thing = things()[kind]
    page = client.get(thing.get_absolute_url())
    client.force_login(make_user())

    asked = client.get(get_follow_url(kind, thing)).text

    assert f"/accounts/login/?next=%2Ffollow%2F{kind}%2F{thing.pk}%2F" in page.text
    assert "csrfmiddlewaretoken" not in page.text
    assert not page.cookies
    assert "?</h1>" in asked
    assert not Follow.objects.exists()


@pytest.mark.parametrize("path", ["/follow/item/1/", "/follow/search/?path=/browse/", "/account/following/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_visitors_are_redirected_to_the_login(client, path, method):
    assert getattr(client, method)(path).url.startswith("/accounts/login/?next=/")


@pytest.mark.parametrize("hidden", [{"status": Status.DRAFT}, {"is_withheld": True}])
def test_a_thing_one_may_not_see_cannot_be_followed(client, person, hidden):
    item = make_publication()
    Item.objects.filter(pk=item.pk).update(**hidden)
    question = make_comment(make_publication(), is_question=True)
    change_state(question, State.HIDDEN)
    school, publisher = make_school(is_checked=False), make_publisher(is_suspended=True)

    addresses = [f"/follow/item/{item.pk}/", f"/follow/question/{question.pk}/", f"/follow/school/{school.pk}/"]
    addresses += [f"/follow/publisher/{publisher.pk}/", "/follow/item/999999/", "/follow/person/1/"]

    assert {client.post(each, {"follow": "yes"}).status_code for each in addresses} == {404}
    assert {client.get(each).status_code for each in addresses} == {404}


def test_a_reply_is_followed_as_part_of_its_thread_alone(client, person):
    reply = make_comment(make_comment(make_publication()))

    assert client.post(f"/follow/question/{reply.pk}/", {"follow": "yes"}).status_code == 404


def test_the_button_changes_in_place(client, person):
    item = make_publication("A guide")

    part = client.post(f"/follow/item/{item.pk}/", {"follow": "yes"}, headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert f'id="follow-item-{item.pk}-press"' in part.text
    assert "You now follow “A guide”." in part.text
    assert "csrfmiddlewaretoken" in part.text


def test_nobody_follows_more_than_the_limit(client, person, monkeypatch):
    monkeypatch.setattr(follow, "MAX_FOLLOWS_PER_USER", 2)
    for _ in range(3):
        client.post(f"/follow/item/{make_publication().pk}/", {"follow": "yes"})
    follow_own(person, "item", make_publication())

    assert person.follows.count() == 2
    assert "which is the most" in client.get("/account/following/").text


@pytest.mark.django_db(transaction=True)
def test_many_follows_at_once_cannot_exceed_the_limit(monkeypatch):
    monkeypatch.setattr(follow, "MAX_FOLLOWS_PER_USER", 3)
    person, items = make_user(), [make_publication() for _ in range(8)]

    def press(item):
        client = Client()
        client.force_login(person)
        status = client.post(f"/follow/item/{item.pk}/", {"follow": "yes"}).status_code
        connection.close()
        return status

    with ThreadPoolExecutor(4) as pool:
        statuses = set(pool.map(press, items))

    assert (statuses, person.follows.count()) == ({302}, 3)


def test_the_database_refuses_a_follow_of_nothing_of_two_things_and_twice(person):
    item = make_publication()
    make_follow(item, person)
    for fields in (
        {},
        {"item_id": item.pk, "focus_area": get_focus_area()},
        {"item_id": item.pk},
        {"search": "/browse/"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Follow.objects.create(user=person, **fields)


def test_the_list_names_and_links_every_followed_thing(client, person):
    for thing in things().values():
        make_follow(thing, person)
    Follow.objects.create(user=person, search="/browse/?focus=outcomes", search_name="My search")

    page = client.get("/account/following/").text

    for name in ("A guide", "How do you do it?", "Leadership", "Elm", "A Charity", "My search"):
        assert f">{name}</a>" in page
    assert 'href="/browse/?focus=outcomes"' in page


def test_a_thing_that_is_no_longer_public_is_not_named(client, person):
    item, publisher = make_publication("Secret item"), make_publisher("Secret publisher")
    question = make_comment(make_publication(), text="Secret question", is_question=True)
    for thing in (item, publisher, question):
        make_follow(thing, person)
    Item.objects.filter(pk=item.pk).update(is_withheld=True)
    publisher.suspend(by=None, reason="A complaint.")
    change_state(question, State.HIDDEN)

    pages = client.get("/account/following/").text + client.get("/account/").text

    assert "Secret" not in pages
    assert pages.count("Something that is no longer on the Gateway</p>") == 0
    assert pages.count("Something that is no longer on the Gateway ") == 3


def test_one_follow_can_be_changed_and_ended(client, person):
    kept, gone = make_follow(make_publication(), person), make_follow(get_focus_area(), person)

    client.post(f"/account/following/{kept.pk}/", {"how_often": "weekly"})
    client.post(f"/account/following/{kept.pk}/", {"how_often": "hourly"})
    response = client.post(f"/account/following/{gone.pk}/", {"stop": "yes", "next": "/account/following/?page=2"})

    assert list(person.follows.values_list("pk", "how_often")) == [(kept.pk, "weekly")]
    assert response.url == "/account/following/?page=2"


@pytest.mark.parametrize(
    ("number", "end"),
    [("0", "?page=0"), ("9" * 18, "?page=" + "9" * 18), ("9" * 500, ""), ("-1", ""), ("two", ""), ("%C2%B2", "")],
)
def test_a_change_leads_back_to_the_page_of_the_list(client, person, number, end):
    mine = make_follow(make_publication(), person)

    response = client.post(f"/account/following/{mine.pk}/", {"next": f"/account/following/?page={number}"})

    assert response.url == f"/account/following/{end}"


@pytest.mark.parametrize("data", [{"how_often": "weekly"}, {"stop": "yes"}])
def test_nobody_can_change_the_follows_of_others(client, person, data):
    theirs = make_follow(make_publication(), make_user())

    assert client.post(f"/account/following/{theirs.pk}/", data).status_code == 404
    assert Follow.objects.get().how_often == "as-usual"


def test_the_frequency_of_emails_can_be_chosen(client, person):
    client.post("/account/following/", {"how_often": "weekly", "follow_own": "on"})

    chosen = NotificationSettings.objects.get(user=person)
    assert (chosen.how_often, chosen.follow_own) == ("weekly", True)
    assert (chosen.replies_at_once, chosen.is_off) == (False, False)
    assert client.post("/account/following/", {"how_often": "as-usual"}).status_code == 200
    assert NotificationSettings.objects.get(user=person).how_often == "weekly"


def test_the_account_page_shows_follows_and_email_choices(client, person):
    make_follow(make_publisher("A Charity"), person)

    page = client.get("/account/").text

    assert "A Charity" in page
    assert page.count('href="/account/following/"') >= 2


def test_a_list_of_any_length_costs_the_same_queries(client, person, django_assert_max_num_queries):
    counts = []
    for _ in range(2):
        for _ in range(6):
            make_follow(make_publication(), person)
            make_follow(make_comment(make_publication(), is_question=True), person)
        with django_assert_max_num_queries(9) as asked:
            client.get("/account/following/")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_follows_of_a_duplicate_school_move_to_the_school_that_replaces_it(person):
    both, one = make_user(), make_user()
    double, school = make_school("Elm"), make_school("Elm School")
    for thing, user in ((double, both), (school, both), (double, one)):
        make_follow(thing, user)

    merge_schools([double], school)

    assert sorted(Follow.objects.values_list("user", "school")) == sorted([(both.pk, school.pk), (one.pk, school.pk)])
