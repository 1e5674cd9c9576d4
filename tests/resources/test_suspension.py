"""Tests that a suspended publisher disappears from the site with all it owns, and returns with exactly that."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.catalogue import facets
from gateway.catalogue.facets.facet_consistency import find_differences
from gateway.catalogue.models import Item, Status
from resources.models import Publication, Publisher, PublisherStep
from tests.factories import make_contributor, make_editor, make_file, make_publication, make_publisher, set_terms


@pytest.fixture
def suspended(db):
    """Return a suspended publisher with a publication, and create another publisher that is not suspended."""
    publisher = make_publisher("Gone", slug="gone")
    make_publication("Gone away", slug="gone-away", publisher=publisher)
    make_publication("Still here", publisher=make_publisher("Here", slug="here"))
    publisher.suspend(by=make_editor(), reason="Complaints")
    return publisher


def list_public_titles():
    index = facets.get_current_index()
    in_sql = sorted(Item.objects.public().values_list("title", flat=True))
    assert find_differences(index, 20) == []
    return in_sql


def test_its_items_leave_lists_pages_and_the_facet_index(suspended, client):
    assert list_public_titles() == ["Still here"]
    assert client.get("/resources/gone-away/").status_code == 404
    assert "Gone away" not in client.get("/browse/").text


@pytest.mark.parametrize(
    "path", ["/publishers/gone/", "/browse/?publisher=gone", "/publishers/", "/sitemap-publishers.xml"]
)
def test_its_name_is_nowhere_for_the_public(suspended, client, path):
    response = client.get(path)

    assert "Gone" not in response.text
    assert response.status_code == (404 if path == "/publishers/gone/" else 200)


OPEN_PLACES = (
    "/",
    "/browse/",
    "/browse/?q=gone",
    "/resources/",
    "/focus-areas/leadership/",
    "/publishers/",
    reverse("feed_atom"),
    reverse("feed_rss"),
    "/sitemap-items.xml",
    "/resources/still-here/",
)


@pytest.mark.parametrize("path", OPEN_PLACES)
def test_no_list_feed_or_page_tells_of_what_it_published(client, suspended, path):
    for publication in Publication.objects.all():
        set_terms(publication, focus_areas=["leadership"])

    assert "gone-away" not in client.get(path).text


@pytest.mark.parametrize("path", [path for path in OPEN_PLACES if path not in ("/publishers/", "/browse/?q=gone")])
def test_each_of_them_would_have_told(client, suspended, path):
    for publication in Publication.objects.all():
        set_terms(publication, focus_areas=["leadership"])
    suspended.restore(by=make_editor())

    assert "gone-away" in client.get(path).text


def test_its_files_are_for_its_own_people_alone(client, suspended):
    file = make_file(Publication.objects.get(slug="gone-away"))
    statuses = [get_status(client, file.url)]
    client.force_login(make_contributor(suspended))
    statuses.append(get_status(client, file.url))
    client.logout()
    suspended.restore(by=make_editor())

    assert [*statuses, get_status(client, file.url)] == [404, 200, 200]


def get_status(client, address):
    """Return the status of a response. Read its content to the end, which closes the file."""
    response = client.get(address)
    b"".join(response)
    return response.status_code


def test_all_of_it_comes_back(suspended, client):
    suspended.restore(by=make_editor())

    assert list_public_titles() == ["Gone away", "Still here"]
    assert [client.get(path).status_code for path in ("/publishers/gone/", "/resources/gone-away/")] == [200, 200]


def test_every_process_hears_of_it_by_the_log_of_changes(suspended):
    facets.get_current_index()

    suspended.restore(by=make_editor())

    assert [term.slug for term in facets.get_current_index().vocabularies["publisher"].terms] == ["gone", "here"]


def test_what_is_saved_meanwhile_is_withheld_too_and_comes_with_the_rest(suspended):
    make_publication("New", publisher=suspended)
    old = Publication.objects.get(slug="gone-away")
    old.save()
    assert list_public_titles() == ["Still here"]

    suspended.restore(by=make_editor())

    assert list_public_titles() == ["Gone away", "New", "Still here"]


def test_a_publication_read_before_the_suspension_and_saved_after_it_stays_withheld(db):
    publication = make_publication(publisher=make_publisher("A"))
    Publisher.objects.get().suspend(by=make_editor(), reason="Complaints")

    publication.title = "Changed"
    publication.save()

    assert list_public_titles() == []


def test_a_publication_that_goes_to_another_publisher_follows_that_one(suspended):
    publication = Publication.objects.get(slug="gone-away")

    publication.publisher = Publisher.objects.get(slug="here")
    publication.save(update_fields=["publisher"])

    assert list_public_titles() == ["Gone away", "Still here"]


def test_each_move_leaves_a_row_and_none_is_made_twice(suspended):
    editor = make_editor()

    suspended.suspend(by=editor, reason="Again")
    suspended.restore(by=editor, reason="Settled")
    suspended.restore(by=editor)

    assert list(suspended.steps.values_list("what", "reason")) == [("suspended", "Complaints"), ("restored", "Settled")]


def test_a_suspension_needs_a_reason(suspended):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublisherStep.objects.create(publisher=suspended, what=PublisherStep.What.SUSPENDED)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    statuses=st.lists(st.sampled_from([Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED, Status.ARCHIVED]), max_size=6),
    moves=st.lists(st.sampled_from(["suspend", "restore", "save", "add"]), max_size=6),
)
def test_whatever_happens_the_index_equals_the_tables_and_nothing_is_lost(db, statuses, moves):
    with transaction.atomic():
        publisher, editor = make_publisher(), make_editor()
        make_publication(publisher=make_publisher())
        for status in statuses:
            make_publication(publisher=publisher, status=status, published_at=publisher.created_at)
        for move in moves:
            act(move, publisher, editor)
            list_public_titles()
        publisher.restore(by=editor)

        out = statuses.count(Status.PUBLISHED) + moves.count("add")
        assert Publication.objects.public().filter(publisher=publisher).count() == out
        assert find_differences(facets.get_current_index(), 20) == []
        transaction.set_rollback(True)
    facets.drop_index()


def act(move, publisher, editor):
    if move in ("suspend", "restore"):
        getattr(publisher, move)(by=editor, reason="As it happens")
    elif move == "add":
        make_publication(publisher=publisher)
    elif publication := Publication.objects.filter(publisher=publisher).first():
        publication.save()


@pytest.mark.django_db(transaction=True)
def test_nothing_slips_out_that_is_saved_at_the_very_moment_of_the_suspension():
    publisher, editor = make_publisher(), make_editor()
    start = threading.Barrier(5)

    def save():
        start.wait()
        make_publication(publisher=publisher)
        connection.close()

    savers = [threading.Thread(target=save) for _ in range(4)]
    for saver in savers:
        saver.start()
    start.wait()
    publisher.suspend(by=editor, reason="Complaints")
    for saver in savers:
        saver.join()

    assert (Publication.objects.count(), Publication.objects.public().count()) == (4, 0)
