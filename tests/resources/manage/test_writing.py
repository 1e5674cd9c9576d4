"""Tests of writing a publication in /manage/, from the draft to its readers."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from gateway.catalogue.models import Item, Kind, Status
from resources.models import Publication
from resources.publications.workflow import take_step
from tests.factories import get_focus_area, make_contributor, make_editor, make_owner, make_publication, make_publisher
from tests.resources.manage.forms import ADD, TEXT, format_typed, get_page_url, make_changed_form, make_new_form

pytestmark = pytest.mark.django_db
OWN_FIELDS = {
    "resource": {"url", "format", "cost", "licence", "authors", "year", "credit"},
    "research": {"url", "doi", "cost", "licence", "authors", "year", "credit"},
    "news": {"url"},
    "event": {"starts_at", "ends_at", "is_online", "venue", "url", "booking_url", "cost", "credit"},
}
OF_EVERY_KIND = {
    "title",
    "summary",
    "body",
    "uploads",
    "focus_areas",
    "areas_of_need",
    "phases",
    "setting_types",
    "keywords",
    "published_at",
    "review_by",
    "version",
    "form_key",
}


def make_draft(**fields):
    return make_publication(status=Status.DRAFT, body="Words.", focus_areas=["leadership"], **fields)


@pytest.mark.parametrize("kind", OWN_FIELDS)
def test_the_form_of_a_kind_has_only_the_fields_that_it_has(client, kind):
    client.force_login(make_owner())

    form = client.get(ADD, {"kind": kind}).context["adminform"].form

    assert set(form.fields) == OF_EVERY_KIND | OWN_FIELDS[kind]


def test_without_a_kind_one_is_asked_for(client):
    client.force_login(make_owner())

    response = client.get(ADD)

    assert [kind for kind, _, _ in response.context["kinds"]] == ["resource", "research", "news", "event"]


def test_a_practice_example_is_no_kind_of_publication(client):
    client.force_login(make_editor())

    client.post(f"{ADD}?kind=practice", make_new_form(publisher=make_publisher().pk))

    assert Publication.objects.count() == 0


def test_a_contributor_writes_a_draft_for_the_publisher_that_they_belong_to(client):
    publisher = make_publisher()
    author = make_contributor(publisher)
    client.force_login(author)

    response = client.post(f"{ADD}?kind=resource", make_new_form())

    made = Publication.objects.get()
    assert (made.status, made.publisher, made.kind) == (Status.DRAFT, publisher, Kind.RESOURCE)
    assert (made.slug, made.created_by) == ("reading-together", author)
    assert response.url == get_page_url(made)


def test_a_draft_needs_no_more_than_a_title(client):
    client.force_login(make_owner())

    client.post(f"{ADD}?kind=news", make_new_form(summary="", body="", focus_areas=[]))

    assert Publication.objects.get().status == Status.DRAFT


def test_an_unfinished_draft_is_kept_but_not_sent(client):
    client.force_login(make_owner())

    response = client.post(
        f"{ADD}?kind=news", make_new_form(summary="", body="", focus_areas=[], _submit="yes"), follow=True
    )

    assert Publication.objects.get().status == Status.DRAFT
    assert [field for field, _ in response.context["missing"]] == ["summary", "focus_areas", "body"]


def test_a_second_publication_of_a_title_has_an_address_of_its_own(client):
    make_publication("Reading together")
    client.force_login(make_owner())

    client.post(f"{ADD}?kind=resource", make_new_form())

    assert Publication.objects.filter(slug__startswith="reading-together-").count() == 1


def test_an_editor_says_for_which_publisher(client):
    publisher = make_publisher()
    client.force_login(make_editor())

    client.post(f"{ADD}?kind=resource", make_new_form(publisher=publisher.pk, url_is_page="on"))

    assert Publication.objects.get().publisher == publisher


def test_a_contributor_sends_a_draft_for_review(client):
    client.force_login(make_contributor())

    client.post(f"{ADD}?kind=resource", make_new_form(_submit="yes"))

    assert Publication.objects.get().status == Status.IN_REVIEW


@pytest.mark.parametrize(("trusted", "expected"), [(True, Status.PUBLISHED), (False, Status.DRAFT)])
def test_an_owner_publishes_at_once_where_editors_trust_the_publisher(client, trusted, expected):
    client.force_login(make_owner(make_publisher(is_trusted=trusted)))

    client.post(f"{ADD}?kind=resource", make_new_form(_publish="yes"))

    assert Publication.objects.get().status == expected


def test_a_contributor_does_not_publish_even_for_a_trusted_publisher(client):
    client.force_login(make_contributor(make_publisher(is_trusted=True)))

    client.post(f"{ADD}?kind=resource", make_new_form(_publish="yes"))

    assert Publication.objects.get().status == Status.DRAFT


def test_a_date_to_come_schedules_it(client):
    tomorrow = timezone.localtime() + timedelta(days=1)
    client.force_login(make_owner(make_publisher(is_trusted=True)))

    client.post(f"{ADD}?kind=resource", make_new_form(_publish="yes", published_at=format_typed(tomorrow)))

    made = Publication.objects.get()
    assert made.status == Status.PUBLISHED
    assert not made.is_public


def test_a_date_that_has_gone_is_refused(client):
    client.force_login(make_owner())

    response = client.post(f"{ADD}?kind=resource", make_new_form(published_at="2020-01-01T10:00"))

    assert "published_at" in response.context["adminform"].form.errors
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PUBLISHED])
def test_what_was_published_between_two_minutes_is_changed_with_its_date_as_it_stands(client, status):
    client.force_login(make_editor())
    with time_machine.travel("2026-11-03 15:07:42.5", tick=False):
        publication = make_publication(status=status, body="Words.", focus_areas=["leadership"])
        Item.objects.filter(pk=publication.pk).update(published_at=timezone.now())
    as_shown = {"published_at": "2026-11-03T15:07", "slug": publication.slug, "publisher": publication.publisher.pk}

    client.post(get_page_url(publication), make_changed_form(publication, title="Anew", **as_shown))

    publication.refresh_from_db()
    assert (publication.title, f"{publication.published_at:%S}") == ("Anew", "42")


def test_a_schedule_that_passed_while_it_waited_goes_out_with_the_date_of_the_day():
    publication = make_draft(published_at=timezone.now() - timedelta(days=3))

    take_step(publication, Status.PUBLISHED, by=make_editor())

    assert timezone.now() - publication.published_at < timedelta(minutes=1)


def test_an_event_ends_after_it_starts(client):
    client.force_login(make_owner())

    response = client.post(
        f"{ADD}?kind=event", make_new_form(starts_at="2027-03-02T10:00", ends_at="2027-03-01T10:00", is_online="on")
    )

    assert "ends_at" in response.context["adminform"].form.errors


def test_saving_and_looking_leads_to_the_public_page_that_only_colleagues_see(client):
    publication = make_draft()
    client.force_login(make_contributor(publication.publisher))

    response = client.post(get_page_url(publication), make_changed_form(publication, _preview="yes"), follow=True)

    assert response.redirect_chain[-1][0] == publication.get_absolute_url()
    assert '<meta name="robots" content="noindex">' in response.text
    assert "this is a preview" in response.text


def test_the_text_is_shown_as_readers_will_see_it(client):
    client.force_login(make_contributor())

    response = client.post(TEXT, {"body": "*Read* <script>alert(1)</script>"}, headers={"accept": "text/x-fragment"})

    assert response.text == "<p><em>Read</em> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_more_keywords_than_anybody_needs_are_refused(client):
    client.force_login(make_owner())

    response = client.post(
        f"{ADD}?kind=news", make_new_form(keywords=", ".join(f"word{number}" for number in range(30)))
    )

    assert "keywords" in response.context["adminform"].form.errors


def test_terms_keywords_and_links_are_saved(client):
    client.force_login(make_owner())
    link = {
        "links-TOTAL_FORMS": "1",
        "links-0-title": "Slides",
        "links-0-url": "https://example.org/",
        "links-0-order": 0,
    }

    client.post(f"{ADD}?kind=news", make_new_form(keywords="Pairs, Reading aloud", **link))

    made = Publication.objects.get()
    assert list(made.focus_areas.all()) == [get_focus_area()]
    assert sorted(keyword.name for keyword in made.keywords.all()) == ["Pairs", "Reading aloud"]
    assert [link.title for link in made.links.all()] == ["Slides"]


def test_a_copy_is_a_draft_of_its_own(client):
    publication = make_publication("Reading together", body="Words.", focus_areas=["leadership"], keywords=["Pairs"])
    client.force_login(make_contributor(publication.publisher))

    client.post(get_page_url(publication, "copy"))

    copy = Publication.objects.get(title="Copy of Reading together")
    assert (copy.status, copy.slug, copy.published_at) == (Status.DRAFT, "copy-of-reading-together", None)
    assert [area.slug for area in copy.focus_areas.all()] == ["leadership"]
    assert [keyword.name for keyword in copy.keywords.all()] == ["Pairs"]
