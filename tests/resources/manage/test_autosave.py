"""Tests that a draft autosaves every valid field while a user types, without an effect on anyone else."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from gateway.catalogue.models import FormerSlug, Item, Status
from gateway.catalogue.page_cache.version import get_committed_version
from resources.admin.autosave_view import AUTOSAVES_RATE
from resources.models import Edit, Publication
from resources.publications.form.publication_form import SUSPENDED_MESSAGE
from resources.publications.revisions import open_revision
from tests.factories import make_contributor, make_owner, make_publication, make_publisher
from tests.resources.manage.forms import ADD, NO_LINKS, get_page_url, make_changed_form, make_new_form

pytestmark = pytest.mark.django_db
NEW = reverse("admin:resources_publication_autosave_new")
JSON = {"Accept": "application/json"}


@pytest.fixture
def draft(client):
    publication = make_publication(status=Status.DRAFT, body="Words.", focus_areas=["leadership"])
    client.force_login(make_contributor(publication.publisher))
    return publication


def save(client, publication, **fields):
    return client.post(get_page_url(publication, "autosave"), make_changed_form(publication, **fields), headers=JSON)


def begin(client, kind="resource", **fields):
    return client.post(f"{NEW}?kind={kind}", make_new_form(**fields), headers=JSON)


def test_a_draft_is_saved_and_the_answer_says_the_version(client, draft):
    response = save(client, draft, body="An hour's work.")

    draft.refresh_from_db()
    assert (draft.body, draft.status, draft.version) == ("An hour's work.", Status.DRAFT, 2)
    assert (response.json()["version"], response.json()["left"]) == (2, [])


def test_what_cannot_be_saved_is_named_and_the_rest_is_saved(client, draft):
    response = save(client, draft, body="Saved.", title="", url="no address", year="9999")

    draft.refresh_from_db()
    assert (draft.body, draft.title != "", draft.url, draft.year) == ("Saved.", True, "", None)
    assert sorted(response.json()["left"]) == ["Title", "Web address", "Year first issued"]


def test_times_that_do_not_fit_stay_as_they_were_together(client):
    event = make_publication(kind="event", status=Status.DRAFT)
    client.force_login(make_owner(event.publisher))
    times = {"starts_at": "2030-01-02T10:00", "ends_at": "2030-01-01T10:00", "is_online": "", "venue": ""}

    left = save(client, event, summary="New.", **times).json()["left"]

    after = Publication.objects.get(pk=event.pk)
    assert (after.summary, after.starts_at, after.venue) == ("New.", event.starts_at, event.venue)
    assert {"Starts", "Ends"} <= set(left)


def test_a_new_form_begins_one_draft_and_goes_on_with_it(client):
    client.force_login(make_owner())
    key = str(uuid.uuid4())

    first = begin(client, form_key=key, title="Rea", version=1).json()
    again = begin(client, form_key=key, title="Reading", version=first["version"]).json()

    made = Publication.objects.get()
    assert (made.title, made.status, first["address"], again["version"]) == ("Reading", "draft", get_page_url(made), 2)


def test_a_new_form_without_a_title_is_told_what_a_draft_needs(client):
    client.force_login(make_owner())

    response = begin(client, "event", title="")

    assert response.json() == {"missing": ["Title", "Starts", "Ends"]}
    assert not Publication.objects.exists()


def test_a_form_that_began_a_draft_is_saved_by_its_button(client):
    client.force_login(make_owner())
    sent = make_new_form(title="Rea")
    made = begin(client, **sent).json()

    client.post(made["address"], {**sent, "title": "Reading", "version": made["version"], "_save": ""})

    saved = Publication.objects.get()
    assert (saved.title, saved.slug, saved.edits.count()) == ("Reading", "reading", 1)


def test_words_typed_after_the_draft_was_begun_are_saved_though_the_page_does_not_know_of_it(client):
    client.force_login(make_owner())
    sent = make_new_form(title="Reading")
    begin(client, **sent)

    client.post(f"{ADD}?kind=resource", {**sent, "version": 1, "body": "Typed since."})

    assert Publication.objects.get().body == "Typed since."


def test_a_draft_that_only_saved_itself_gets_its_address_with_its_first_step(client):
    client.force_login(make_owner())
    begin(client, title="Reading")
    made = Publication.objects.get()

    client.post(get_page_url(made, "step"), {"to": "in_review"})

    made.refresh_from_db()
    assert (made.slug, made.status) == ("reading", Status.IN_REVIEW)


def test_an_hour_of_saving_and_the_button_are_one_entry_of_the_history(client, draft):
    before, title = draft.body, draft.title
    for number in range(3):
        draft.refresh_from_db()
        save(client, draft, body=f"Words {number}.", title=f"{title} {number}")
    draft.refresh_from_db()
    client.post(get_page_url(draft), make_changed_form(draft, summary="Short."))

    edit = Edit.objects.get()
    changes = {change["field"]: (change["before"], change["after"]) for change in edit.changes}
    assert changes["body"] == (before, "Words 2.")
    assert (changes["summary"][1], edit.is_autosave) == ("Short.", False)
    assert not FormerSlug.objects.filter(slug__contains="-0").exists()


def test_another_tab_is_told_and_overwrites_nothing(client, draft):
    save(client, draft, body="The other tab's.")

    response = save(client, draft, body="Mine.")

    draft.refresh_from_db()
    assert (response.status_code, draft.body) == (409, "The other tab's.")


def test_an_answer_that_was_lost_is_no_other_tab(client, draft):
    save(client, draft, body="Mine.")

    response = save(client, draft, body="Mine.")

    assert (response.status_code, response.json()["version"]) == (200, 2)


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.PUBLISHED, Status.ARCHIVED])
def test_what_editors_or_readers_look_at_is_saved_by_a_button_alone(client, status):
    publication = make_publication(status=status)
    owner = make_owner(publication.publisher)
    User.objects.filter(pk=owner.pk).update(is_editor=True, is_staff=True)
    client.force_login(User.objects.get(pk=owner.pk))

    response = save(client, publication, summary="Half a sen")

    publication.refresh_from_db()
    assert (response.status_code, publication.version) == (409, 1)
    assert "data-saves" not in client.get(get_page_url(publication)).text


def test_a_new_version_saves_itself_and_waits_for_no_editor(client):
    publication = make_publication(focus_areas=["leadership"], body="Old.")
    client.force_login(make_contributor(publication.publisher))
    revision = open_revision(publication, by=make_owner(publication.publisher))
    before = get_committed_version()

    save(client, revision, body="New.")

    revision.refresh_from_db()
    publication.refresh_from_db()
    assert (revision.body, revision.status, publication.body) == ("New.", Status.DRAFT, "Old.")
    assert not Item.objects.filter(status=Status.IN_REVIEW).exists()
    assert (publication.edits.count(), get_committed_version()) == (0, before)


def test_kept_pages_stay_when_a_draft_begins_or_saves_itself(client, draft):
    make_publication()
    before = get_committed_version()

    save(client, draft, body="New.", keywords="reading")
    begin(client)

    assert get_committed_version() == before


def test_keywords_that_are_being_typed_stay_as_they_are(client, draft):
    draft.keywords.set(["reading"])

    save(client, draft, body="New.")

    assert list(draft.keywords.names()) == ["reading"]


def test_further_addresses_wait_for_the_button_and_are_named(client, draft):
    rows = {**NO_LINKS, "links-TOTAL_FORMS": "1", "links-0-title": "More", "links-0-url": "https://example.org/"}

    left = save(client, draft, **rows).json()["left"]

    assert (left, draft.links.count()) == (["Further addresses and titles of files"], 0)


def test_another_publishers_draft_is_not_there(client, draft):
    client.force_login(make_owner())

    assert save(client, draft, body="Mine.").status_code == 404


def test_somebody_suspended_saves_nothing(client, draft):
    User.objects.update(suspended_until=timezone.now() + timedelta(days=1))

    assert save(client, draft, body="Mine.").status_code == 403
    assert Publication.objects.get().version == 1


def test_somebody_logged_out_is_told_so_and_nothing_is_kept_by_the_server(client, draft):
    client.logout()

    response = save(client, draft, body="Mine.", go="stay")

    assert response.status_code == 401
    assert "kept_forms" not in client.session


def test_one_person_saves_and_begins_so_often(client, draft):
    cache.clear()
    many = int(AUTOSAVES_RATE.partition("/")[0])

    answers = [save(client, draft).status_code for _ in range(many + 1)]

    assert answers == [200] * many + [429]


def test_people_of_a_suspended_publisher_are_told_so_and_begin_nothing(client):
    client.force_login(make_owner(make_publisher(is_suspended=True)))

    assert begin(client).json() == {"missing": [SUSPENDED_MESSAGE]}
    assert SUSPENDED_MESSAGE in client.post(f"{ADD}?kind=resource", make_new_form()).text
    assert not Publication.objects.exists()
