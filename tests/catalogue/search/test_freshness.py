"""Tests that the next request finds every change of words, and that no change is lost."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from modelsearch.models import IndexEntry

from gateway.catalogue.models import FocusArea, Item, Keyword, KeywordOnItem, Status, Synonym, ToIndex
from gateway.catalogue.search_index import indexing
from practice.models import School
from tests.factories import make_editor, make_publication, make_publisher, make_school, make_story

pytestmark = pytest.mark.django_db


def titles(client, words):
    return [card.title for card in client.get("/browse/", {"q": words}).context["found"].items]


def test_what_is_published_is_found_and_what_is_withdrawn_is_not(client):
    item = make_publication("Chess", status=Status.IN_REVIEW)
    assert titles(client, "chess") == []

    item.move(Status.PUBLISHED)
    assert titles(client, "chess") == ["Chess"]

    item.move(Status.ARCHIVED)
    assert titles(client, "chess") == []


def test_an_edit_counts_at_once_in_every_way_of_saving(client):
    item = make_publication("Chess", body="Knights.")
    assert titles(client, "knights") == ["Chess"]

    item.body = "Bishops."
    item.save()
    assert (titles(client, "knights"), titles(client, "bishops")) == ([], ["Chess"])

    Item.objects.filter(pk=item.pk).update(summary="Draughts, too.")
    assert titles(client, "draughts") == ["Chess"]


def test_what_is_deleted_leaves_the_index(client):
    item = make_publication("Chess")
    assert titles(client, "chess") == ["Chess"]
    before = IndexEntry.objects.count()

    item.delete()

    assert titles(client, "chess") == []
    assert IndexEntry.objects.count() == before - 1


def test_a_suspended_publisher_is_not_found(client):
    publisher = make_publisher("The Chess Trust")
    make_publication("Games", publisher=publisher)
    assert titles(client, "chess trust") == ["Games"]

    publisher.suspend(by=make_editor(), reason="Because.")

    assert titles(client, "chess trust games") == []


def test_a_renamed_publisher_focus_area_and_school_are_found_by_their_new_names(client):
    publisher = make_publisher("The Oak Trust")
    make_publication("Games", publisher=publisher, focus_areas=["leadership"])
    make_story("Lunch", school=make_school("Ash Primary"))
    assert (titles(client, "oak trust"), titles(client, "ash primary")) == (["Games"], ["Lunch"])

    publisher.name = "The Elm Trust"
    publisher.save()
    area = FocusArea.objects.get(slug="leadership")
    area.name, area.short_name = "Steering of chess", ""
    area.save()
    school = School.objects.get(name="Ash Primary")
    school.name = "Yew Primary"
    school.save()

    assert titles(client, "elm") == ["Games"]
    assert "Games" in titles(client, "steering chess")
    assert titles(client, "yew") == ["Lunch"]
    assert titles(client, "oak") == titles(client, "ash") == []


def test_keywords_count_when_they_are_given_renamed_merged_and_taken(client):
    item = make_publication("Games", keywords=["chess"])
    assert titles(client, "chess") == ["Games"]

    keyword = Keyword.objects.get(name="chess")
    keyword.name = "draughts"
    keyword.save()
    assert (titles(client, "chess"), titles(client, "draughts")) == ([], ["Games"])

    other = Keyword.objects.create(name="halma", slug="halma")
    other.merge([keyword])
    assert (titles(client, "draughts"), titles(client, "halma")) == ([], ["Games"])

    item.keywords.clear()
    assert KeywordOnItem.objects.count() == 0
    assert titles(client, "halma") == []


def test_a_synonym_counts_from_the_next_search_on(client):
    make_publication("Chess club")
    assert titles(client, "royal game") == []

    synonym = Synonym.objects.create(term="royal game", equivalents=["chess"])
    assert titles(client, "royal game") == ["Chess club"]

    synonym.delete()
    assert titles(client, "royal game") == []


def test_abbreviations_are_known_from_the_start(client):
    make_publication("Working with teaching assistants")
    make_publication("Speech and language therapy")

    assert titles(client, "TAs") == ["Working with teaching assistants"]
    assert titles(client, "SALT") == ["Speech and language therapy"]


def test_a_change_that_is_rolled_back_is_not_found(client):
    item = make_publication("Chess")
    titles(client, "chess")
    with transaction.atomic():
        item.title = "Draughts"
        item.save()
        transaction.set_rollback(True)

    assert (titles(client, "chess"), titles(client, "draughts")) == (["Chess"], [])


def test_many_changes_wait_for_the_task_and_none_is_lost(client, monkeypatch):
    monkeypatch.setattr(indexing, "MAX_ROWS_WITHOUT_TASK", 2)
    for number in range(5):
        make_publication(f"Chess {number}")
    assert titles(client, "chess") == []
    assert ToIndex.objects.exists()

    indexing.index_waiting.func()

    assert len(titles(client, "chess")) == 5
    assert not ToIndex.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_is_indexed_when_its_transaction_ends():
    make_publication("Chess")

    assert not ToIndex.objects.exists()
    assert IndexEntry.objects.count() == 1


def test_the_check_finds_and_repairs_what_is_missing_wrong_and_gone(client):
    missing, wrong, _ = (
        make_publication("Chess one"),
        make_publication("Chess two", summary="Two."),
        make_publication("Chess three"),
    )
    call_command("check_index")
    IndexEntry.objects.filter(object_id=str(missing.pk)).delete()
    Item.objects.filter(pk=wrong.pk).update(title="Draughts")
    ToIndex.objects.all().delete()
    Item.objects.get(title="Chess three").delete()
    ToIndex.objects.all().delete()

    with pytest.raises(CommandError, match="1 missing, 1 out of date, 1 gone"):
        call_command("check_index")
    call_command("check_index", "--repair")

    assert titles(client, "chess") == ["Chess one"]
    assert titles(client, "draughts") == ["Draughts"]


def test_the_index_can_be_rebuilt(client):
    make_publication("Chess")
    call_command("check_index")
    IndexEntry.objects.all().delete()

    call_command("rebuild_index", verbosity=0)

    assert titles(client, "chess") == ["Chess"]
