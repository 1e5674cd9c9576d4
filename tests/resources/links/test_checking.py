"""Tests that links are visited when due and reported when broken, and that no visit is lost or made twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from gateway.catalogue.models import Status
from resources.links.checks import check_host, get_changed_fields, lease_links, record_visit, update_outward_links
from resources.links.visits import Outcome, Visit
from resources.models import OutwardLink
from tests.factories import make_contributor, make_editor, make_owner, make_publication, make_publisher
from tests.sites import make_answer, run_site

pytestmark = pytest.mark.django_db
FAILS = Visit(Outcome.FAILS, "The site says that there is no such page (404).")
ANSWERS = Visit(Outcome.ANSWERS)
NO_ANSWER = Visit(Outcome.NO_ANSWER, "There is no such site.")


@pytest.fixture(autouse=True)
def shop(settings):
    """Run a site on this machine that may be visited."""
    with run_site() as running:
        settings.FETCH_ALLOWED_HOSTS = {running.host}
        settings.LINK_CHECK_PAUSE_SECONDS = 0
        yield running


def make_link(url="https://example.org/page", **fields):
    return OutwardLink.objects.create(url=url, host=fields.pop("host", "example.org"), **fields)


def visit(link, *visits):
    """Return the link after these visits."""
    for found in visits:
        OutwardLink.objects.update(next_visit_at=timezone.now())
        (leased,) = lease_links(link.host)
        record_visit(leased, found)
    link.refresh_from_db()
    return link


def get_failures(link):
    """Return how often a link has failed, and whether it does not count as broken."""
    link = OutwardLink.objects.get(pk=link.pk)
    return link.failures, link.broken_since is None


def test_the_addresses_of_publications_in_public_are_noted_once_each():
    publication = make_publication(url="https://example.org/a", booking_url="https://example.org/b")
    publication.links.create(title="More", url="https://example.org/c")
    make_publication(url="https://example.org/a")
    make_publication(url="https://example.org/draft", status=Status.DRAFT)
    make_publication(url="https://example.org/sample", is_sample=True)

    assert (update_outward_links(), update_outward_links()) == (3, 3)
    assert [link.url[-1] for link in OutwardLink.objects.all()] == ["a", "b", "c"]


def test_an_address_that_nobody_names_any_more_is_forgotten():
    make_link()

    assert (update_outward_links(), OutwardLink.objects.count()) == (0, 0)


def test_a_link_that_answers_is_visited_again_in_a_week(shop):
    make_publication(url=shop.url())

    call_command("check_links", verbosity=0)
    call_command("check_links", verbosity=0)

    link = OutwardLink.objects.get()
    assert len(shop.asked) == 1
    assert timedelta(days=6) < link.next_visit_at - timezone.now() <= timedelta(days=7)


def test_a_link_is_broken_after_three_failures_in_a_row():
    link = make_link()

    assert get_failures(visit(link, FAILS, FAILS, ANSWERS, FAILS, FAILS)) == (2, True)
    assert get_failures(visit(link, FAILS)) == (3, False)


def test_the_owners_are_told_once_of_a_broken_link():
    publisher = make_publisher()
    owner = make_owner(publisher)
    make_contributor(publisher)
    titles = [make_publication(url="https://example.org/page", publisher=publisher).title for _ in range(2)]

    visit(make_link(), FAILS, FAILS, FAILS, FAILS, FAILS)

    (message,) = mail.outbox
    assert (message.to, message.subject) == ([owner.email], "A link in 2 of your publications does not work")
    assert all(text in message.body for text in (*titles, "https://example.org/page", "no such page (404)"))


def test_each_publisher_is_told_of_its_own_publications_only():
    ours = make_publication("Ours", url="https://example.org/page")
    theirs = make_publication("Theirs", url="https://example.org/page")
    for publication in (ours, theirs):
        make_owner(publication.publisher)

    visit(make_link(), FAILS, FAILS, FAILS)

    assert sorted(("Ours" in each.body, "Theirs" in each.body) for each in mail.outbox) == [
        (False, True),
        (True, False),
    ]


def test_the_page_says_that_a_link_is_broken_until_it_answers_again(client):
    publication = make_publication(url="https://example.org/page")
    link = visit(make_link(), FAILS, FAILS, FAILS)

    broken = client.get(publication.get_absolute_url()).content.decode()
    visit(link, ANSWERS)
    mended = client.get(publication.get_absolute_url()).content.decode()

    assert ("This link may not work" in broken, "This link may not work" in mended) == (True, False)


def test_the_page_says_it_of_further_links_and_booking_pages_too(client):
    publication = make_publication(kind="event", booking_url="https://example.org/page")
    publication.links.create(title="More", url="https://example.org/page")
    visit(make_link(), FAILS, FAILS, FAILS)

    page = client.get(publication.get_absolute_url()).content.decode()

    assert page.count("This link may not work") == 2


def test_a_busy_site_is_not_asked_for_its_other_pages(shop):
    links = [make_link(shop.url(f"/{number}"), host="127.0.0.1") for number in range(3)]
    shop.answers["/0"] = make_answer(429, Retry_After="3600")

    check_host.call("127.0.0.1")
    check_host.call("127.0.0.1")

    assert (len(shop.asked), {get_failures(link) for link in links}) == (1, {(0, True)})


def test_links_of_a_host_that_a_worker_visits_are_left_to_it():
    make_link("https://example.org/1")
    held = lease_links("example.org")
    make_link("https://example.org/2")

    assert (len(held), lease_links("example.org")) == (1, [])


def test_a_lease_that_ran_out_is_taken_up_and_the_late_worker_changes_nothing():
    make_link()
    (late,) = lease_links("example.org")

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        (taken,) = lease_links("example.org")
        record_visit(late, FAILS)
        record_visit(taken, FAILS)
        record_visit(taken, FAILS)

    assert get_failures(taken) == (1, True)


def test_a_pause_is_made_between_two_visits_to_a_host(shop, settings, monkeypatch):
    settings.LINK_CHECK_PAUSE_SECONDS = 2
    pauses: list[float] = []
    monkeypatch.setattr("resources.links.checks.sleep", pauses.append)
    for number in range(3):
        make_link(shop.url(f"/{number}"), host="127.0.0.1")

    check_host.call("127.0.0.1")

    assert (pauses, len(shop.asked)) == ([2, 2], 6)


def make_known_sites(**fields):
    """Create enough links to other sites for the lack of any answer to mean that our network is down."""
    for number in range(10):
        make_link(f"https://site{number}.example.org/", host=f"site{number}.example.org", **fields)


def test_a_site_that_is_gone_is_broken_like_a_page_that_is_gone():
    make_known_sites(answered_at=timezone.now())

    assert get_failures(visit(make_link(), NO_ANSWER, NO_ANSWER, NO_ANSWER)) == (3, False)


def test_when_no_site_answers_it_is_our_own_network_that_is_down_and_nobody_is_blamed():
    make_known_sites(answered_at=timezone.now() - timedelta(days=2))

    assert get_failures(visit(make_link(), NO_ANSWER, NO_ANSWER, NO_ANSWER)) == (0, True)


def test_a_link_that_fails_for_years_fits_its_row():
    link = make_link(failures=30_000, broken_since=timezone.now())

    assert get_changed_fields(link, FAILS)["failures"] == 30_000


def test_editors_read_of_broken_links_in_the_admin(client):
    visit(make_link(), FAILS, FAILS, FAILS)
    client.force_login(make_editor())

    response = client.get("/manage/resources/outwardlink/?broken_since__isempty=0")

    assert "https://example.org/page" in response.content.decode()
