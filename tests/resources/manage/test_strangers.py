"""Tests that a publication of another publisher does not exist in /manage/, in any view (T-13 to T-22).

The probes follow recipe 7.3 of the trust report. Each has something of B that could have been shown or changed.
"""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from gateway.catalogue.models import Status
from resources.models import Publication
from tests.factories import make_owner, make_publication, make_publisher
from tests.resources.manage.forms import ADD, LIST, QUEUE, get_page_url, make_changed_form, make_new_form

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar"


@pytest.fixture
def theirs():
    """Return a draft of publisher B."""
    publisher = make_publisher(f"{SECRET} Institute")
    return make_publication(
        f"{SECRET} guide", status=Status.DRAFT, publisher=publisher, body="Words.", focus_areas=["leadership"]
    )


@pytest.fixture
def ours(theirs):
    """Return a draft of publisher A."""
    return make_publication("Our guide", status=Status.DRAFT, body="Words.", focus_areas=["leadership"])


@pytest.fixture
def a(client, ours):
    """Return the client of a logged-in owner of A."""
    client.force_login(make_owner(ours.publisher))
    return client


@pytest.mark.parametrize(
    "address",
    [
        reverse("admin:index"),
        reverse("admin:app_list", args=["resources"]),
        LIST,
        f"{LIST}?q={SECRET[:5]}",
        f"{LIST}?all=",
        f"{LIST}?status__exact=draft",
        f"{LIST}?kind=resource",
        f"{LIST}?o=1",
        f"{LIST}?_facets=True",
        f"{LIST}?due=yes",
        f"{LIST}?_popup=1",
        f"{ADD}?kind=resource",
        f"{ADD}?kind=event&_popup=1",
    ],
)
def test_no_page_of_ours_names_it(a, address):
    response = a.get(address)

    assert response.status_code == 200
    assert SECRET not in response.text


@pytest.mark.parametrize("name", ["change", "history", "delete", "step", "copy", "revise", "changes"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_none_of_its_own_pages_is_there(a, theirs, name, method):
    response = getattr(a, method)(get_page_url(theirs, name), {"to": "in_review", "post": "yes"})

    assert response.status_code == 404
    assert Publication.objects.get(pk=theirs.pk).status == Status.DRAFT


@pytest.mark.parametrize("key", ["item_ptr", "id", "slug", "publisher"])
def test_no_other_field_leads_to_it(a, theirs, key):
    assert a.get(get_page_url(theirs), {"_to_field": key}).status_code in (400, 404)


def test_its_preview_is_not_there(a, theirs):
    assert a.get(theirs.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "lookup",
    [
        "publisher=1",
        "publisher__id__exact=1",
        "publisher__name__startswith=Z",
        "publisher__name__regex=(a%2B)%2B$",
        "publisher__memberships__user__password__startswith=p",
        "created_by__password__startswith=p",
        "steps__reason__contains=a",
        "edits__by=1",
        "title__contains=Z",
        "slug=zanzibar-guide",
        "item_ptr__id=1",
        "keywords__name=x",
        "files__name__contains=a",
        "is_sample__exact=1",
        "kind__exact=resource",
    ],
)
def test_no_lookup_asks_about_it(a, lookup):
    assert a.get(f"{LIST}?{lookup}").status_code == 400


def test_it_cannot_be_changed(a, theirs):
    response = a.post(get_page_url(theirs), make_changed_form(theirs, title="Taken"))

    assert response.status_code == 404
    assert Publication.objects.get(pk=theirs.pk).title == f"{SECRET} guide"


def test_nothing_is_added_in_its_publishers_name(a, ours, theirs):
    a.post(f"{ADD}?kind=resource", make_new_form(publisher=theirs.publisher_id, publisher_id=theirs.publisher_id))

    assert Publication.objects.get(title="Reading together").publisher == ours.publisher


def test_nothing_of_ours_moves_there(a, ours, theirs):
    a.post(get_page_url(ours), make_changed_form(ours, publisher=theirs.publisher_id))

    assert Publication.objects.get(pk=ours.pk).publisher == ours.publisher


def test_whoever_belongs_to_two_publishers_chooses_among_those_alone(a, ours, theirs):
    second = make_publisher()
    second.memberships.create(user=ours.publisher.memberships.get().user, role="contributor")

    response = a.post(f"{ADD}?kind=resource", make_new_form(publisher=theirs.publisher_id))

    choices = response.context["adminform"].form.fields["publisher"].queryset
    assert set(choices) == {ours.publisher, second}
    assert not Publication.objects.filter(title="Reading together").exists()


@pytest.mark.parametrize("action", ["send_for_review", "publish", "archive", "take_back", "delete_selected"])
def test_no_bulk_action_reaches_it(a, ours, theirs, action):
    a.post(LIST, {"action": action, "_selected_action": [theirs.pk], "post": "yes"})
    a.post(LIST, {"action": action, "_selected_action": [theirs.pk], "select_across": "1", "post": "yes"})

    assert Publication.objects.get(pk=theirs.pk).status == Status.DRAFT


def test_a_stranger_cannot_delete_it(a, theirs):
    a.post(get_page_url(theirs, "delete"), {"post": "yes"})

    assert Publication.objects.filter(pk=theirs.pk).exists()


def test_a_link_of_theirs_is_not_changed_through_our_form(a, ours, theirs):
    link = theirs.links.create(title="Theirs", url="https://example.org/")
    forged = {
        "links-TOTAL_FORMS": "1",
        "links-INITIAL_FORMS": "1",
        "links-0-id": link.pk,
        "links-0-publication": ours.pk,
        "links-0-title": "Taken",
        "links-0-url": "https://example.org/taken",
        "links-0-order": "0",
    }

    a.post(get_page_url(ours), make_changed_form(ours, **forged))

    link.refresh_from_db()
    assert link.title == "Theirs"


def test_more_forms_than_a_form_has_are_refused(a, ours):
    response = a.post(get_page_url(ours), make_changed_form(ours, **{"links-TOTAL_FORMS": "10000"}))

    assert response.status_code == 200
    assert ours.links.count() == 0


@pytest.mark.parametrize(
    ("model", "field"),
    [("publication", "publisher"), ("publication", "created_by"), ("publicationlink", "publication"), ("edit", "by")],
)
def test_no_autocomplete_term_finds_it(a, theirs, model, field):
    asked = {"app_label": "resources", "model_name": model, "field_name": field, "term": SECRET[:5]}

    response = a.get(reverse("admin:autocomplete"), asked)

    assert response.status_code == 403
    assert SECRET not in response.text


def test_its_number_does_not_lead_to_its_page(a, theirs):
    kind = ContentType.objects.get_for_model(Publication)

    assert a.get(f"/manage/r/{kind.pk}/{theirs.pk}/").status_code == 404


def test_the_editors_queue_is_closed(a, theirs):
    Publication.objects.filter(pk=theirs.pk).update(status=Status.IN_REVIEW)

    assert a.get(QUEUE).status_code == 404


def test_the_key_of_their_form_tells_nothing(a, theirs):
    sent = make_new_form()
    Publication.objects.filter(pk=theirs.pk).update(form_key=sent["form_key"])

    response = a.post(f"{ADD}?kind=resource", sent)

    assert response.status_code == 200
    assert SECRET not in response.text


UNTOUCHABLE = {
    "status": "published",
    "is_withheld": "on",
    "created_by": "1",
    "created_at": "2020-01-01",
    "sort_title": "a",
    "reminded_for": "2027-01-01",
    "kind": "event",
    "slug": "taken",
    "is_sample": "on",
    "editors_note": "Taken",
    "id": "1",
    "item_ptr": "1",
    "is_staff": "on",
    "is_superuser": "on",
    "is_editor": "on",
    "is_trusted": "on",
}


@pytest.mark.parametrize("name", UNTOUCHABLE)
def test_a_field_that_is_not_asked_for_is_not_taken(a, ours, name):
    before = Publication.objects.filter(pk=ours.pk).values().get()

    a.post(get_page_url(ours), make_changed_form(ours, **{name: UNTOUCHABLE[name]}))

    after = Publication.objects.filter(pk=ours.pk).values().get()
    assert {**after, "version": 0, "updated_at": 0} == {**before, "version": 0, "updated_at": 0}
    assert after["version"] == before["version"] + 1


def test_what_is_ours_is_all_there(a, ours):
    response = a.post(get_page_url(ours), make_changed_form(ours, title="Our better guide"))

    ours.refresh_from_db()
    assert response.status_code == 302
    assert ours.title == "Our better guide"
