"""Tests of new versions: readers see the old one until a user who may publish approves the new one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from gateway.catalogue.files import check_upload
from gateway.catalogue.models import FormerSlug, Item, SavedItem, Status, StepNotAllowed
from resources.models import Publication
from resources.publications.notifications import build_published_words
from resources.publications.revisions import open_revision
from resources.publications.workflow import discard_revision, take_step
from tests.factories import (
    make_contributor,
    make_editor,
    make_file,
    make_owner,
    make_publication,
    make_publisher,
    make_user,
)
from tests.files import make_pdf
from tests.resources.manage.forms import LIST, QUEUE, format_typed, get_page_url, make_changed_form
from tests.resources.manage.versions import NEW, OLD, publish

pytestmark = pytest.mark.django_db
LISTS = (
    "/",
    "/browse/",
    "/resources/",
    "/feeds/items.atom",
    "/feeds/items.rss",
    "/sitemap-items.xml",
    "/focus-areas/leadership/",
    "/browse/?q=reading",
)


def begin(client, publication):
    return client.post(get_page_url(publication, "revise"))


def test_whoever_may_not_publish_mends_a_typo_without_taking_the_page_off_the_site(client, published, author):
    client.force_login(author)
    made = begin(client, published)
    revision = Publication.objects.get(revises=published)

    client.post(get_page_url(revision), make_changed_form(revision, title=NEW, _submit="yes"))

    revision.refresh_from_db()
    client.logout()
    assert made.url == get_page_url(revision)
    assert (revision.title, revision.status) == (NEW, Status.IN_REVIEW)
    assert OLD in client.get(published.get_absolute_url()).text


@pytest.mark.parametrize("path", LISTS)
def test_the_public_reads_the_old_version_everywhere_until_the_new_one_is_approved(client, published, revision, path):
    take_step(revision, Status.IN_REVIEW, by=make_editor())

    html = client.get(path).text

    assert OLD in html or published.get_absolute_url() in html
    assert NEW not in html
    assert revision.slug not in html


@pytest.mark.parametrize("somebody", [lambda: None, make_user, lambda: make_owner(make_publisher())])
def test_a_new_version_does_not_exist_for_others(client, revision, somebody):
    if person := somebody():
        client.force_login(person)

    assert client.get(revision.get_absolute_url()).status_code == 404


def test_an_approved_version_takes_the_place_of_the_old_one(client, published, revision):
    address = published.get_absolute_url()

    publish(revision)

    html = client.get(address).text
    assert NEW in html
    assert OLD not in html
    assert list(Publication.objects.all()) == [published]


def test_what_belongs_to_the_page_stays(client, published, revision, author):
    before = Publication.objects.get(pk=published.pk)
    SavedItem.objects.create(user=author, item=published)
    FormerSlug.objects.create(vocabulary="item", slug="reading-once", term_id=published.pk)

    publish(revision)

    after = Publication.objects.get(pk=published.pk)
    kept = ("slug", "published_at", "publisher_id", "created_by_id", "is_sample", "comment_count")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert SavedItem.objects.get().item_id == published.pk
    assert client.get("/resources/reading-once/").headers["Location"] == published.get_absolute_url()


def test_terms_keywords_links_and_the_details_of_an_event_are_carried_over():
    event = make_publication(
        "Meeting", kind="event", focus_areas=["leadership"], phases=["primary"], keywords=["pairs"], venue="York"
    )
    event.links.create(title="Map", url="https://example.org/map")
    later = timezone.now() + timedelta(days=8)
    revision = open_revision(event, by=make_editor())
    begun = [getattr(revision, name) for name in ("kind", "venue", "starts_at", "is_online")]
    revision.ends_at = later
    revision.save()
    revision.keywords.set(["groups"])
    revision.links.create(title="Slides", url="https://example.org/slides")

    publish(revision)

    after = Publication.objects.get()
    assert begun == [getattr(event, name) for name in ("kind", "venue", "starts_at", "is_online")]
    assert after.ends_at == later
    assert [phase.slug for phase in after.phases.all()] == ["primary"]
    assert set(after.keywords.names()) == {"groups"}
    assert [link.title for link in after.links.all()] == ["Map", "Slides"]


def test_a_file_keeps_its_address_and_a_new_one_comes_to_it(client, published):
    same, replaced, gone = (make_file(published, f"{name}.pdf", make_pdf(), order=n) for n, name in enumerate("abc"))
    revision = open_revision(published, by=make_editor())
    copies = {file.name: file for file in revision.files.all()}
    other = make_file(revision, "new.txt", b"Entirely new words.", title="New", order=9)
    copies["b.pdf"].replace(upload_of("b.txt", b"Other words."))
    copies["c.pdf"].delete()

    publish(revision)

    found = {file.pk: file.name for file in Publication.objects.get().files.all()}
    assert found == {same.pk: "a.pdf", replaced.pk: "b.txt", other.pk: "new.txt"}
    assert gone.pk not in found
    answer = client.get(reverse("resources:file", args=["reading", replaced.pk]))
    assert b"".join(answer.streaming_content) == b"Other words."


def upload_of(name, content):
    return check_upload(SimpleUploadedFile(name, content))


def test_there_is_one_new_version_at_a_time(published, revision):
    assert open_revision(published, by=make_editor()).pk == revision.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        make_publication("Another", status=Status.DRAFT, revises=published, revised_version=1)


def test_no_way_leads_a_new_version_to_the_public_beside_its_page(revision):
    with pytest.raises(StepNotAllowed):
        Item.objects.get(pk=revision.pk).move(Status.PUBLISHED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=revision.pk).update(status=Status.PUBLISHED, published_at=timezone.now())


def test_a_trusted_owner_changes_the_page_at_once_or_publishes_a_colleagues_version(client):
    publisher = make_publisher(is_trusted=True)
    published = make_publication(OLD, body="Words.", focus_areas=["leadership"], publisher=publisher)
    client.force_login(make_owner(publisher))

    client.post(
        get_page_url(published),
        make_changed_form(published, title=NEW, published_at=format_typed(published.published_at)),
    )
    revision = open_revision(published, by=make_contributor(publisher))
    Publication.objects.filter(pk=revision.pk).update(summary="A better summary.")
    client.post(get_page_url(revision, "step"), {"to": "published"})

    after = Publication.objects.get()
    assert (after.title, after.summary) == (NEW, "A better summary.")


def test_the_editor_sees_side_by_side_what_changed(client, revision):
    client.force_login(make_editor())

    html = client.get(get_page_url(revision, "changes")).text

    assert "<del>togeather</del>" in html
    assert "<ins>together</ins>" in html
    assert "Old words." not in html


def test_the_queue_says_that_it_is_a_new_version_and_leads_to_what_changed(client, published, revision):
    take_step(revision, Status.IN_REVIEW, by=make_editor())
    client.force_login(make_editor())

    html = client.get(QUEUE).text

    assert "New version" in html
    assert get_page_url(revision, "changes") in html


def test_what_a_publication_changes_that_is_no_new_version_is_no_page(client, published):
    client.force_login(make_editor())

    assert client.get(get_page_url(published, "changes")).status_code == 404


def test_the_people_concerned_are_told_at_each_step(published, revision, author):
    editor = make_editor()

    take_step(revision, Status.IN_REVIEW, by=author)
    take_step(revision, Status.RETURNED, by=editor, reason="Two more typos.")
    take_step(revision, Status.IN_REVIEW, by=author)
    publish(revision, editor)

    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([editor.email], f"A new version of “{OLD}” is waiting for review"),
        ([author.email], f"Your new version of “{OLD}” was returned to you"),
        ([editor.email], f"A new version of “{OLD}” is waiting for review"),
        ([author.email], f"The new version of “{NEW}” is published"),
    ]


def test_the_history_of_the_page_says_who_did_what(client, published, revision, author):
    editor = make_editor(display_name="Edi")
    take_step(revision, Status.IN_REVIEW, by=author)
    take_step(revision, Status.RETURNED, by=editor, reason="Two more typos.")
    take_step(revision, Status.IN_REVIEW, by=author)
    publish(revision, editor)
    client.force_login(author)

    entries = client.get(get_page_url(published, "history")).context["page"].object_list

    told = [(entry.by.partition(" (")[0], entry.what, entry.reason) for entry in entries]
    assert set(told) >= {
        ("Connie", "began a new version", ""),
        ("Connie", "sent the new version for review", ""),
        ("Edi", "returned the new version", "Two more typos."),
        ("Connie", "changed Title", ""),
        ("Edi", "put the new version on the site", ""),
    }


def test_a_new_version_is_discarded_and_the_page_stays(client, published, revision, author):
    client.force_login(make_owner(published.publisher, display_name="Olive"))

    response = client.post(get_page_url(revision, "delete"), {"post": "yes"})

    assert response.url == get_page_url(published)
    assert list(Publication.objects.values_list("title", flat=True)) == [OLD]
    assert published.steps.last().reason == "discarded the new version"
    assert [message.to for message in mail.outbox] == [[author.email]]


def test_nothing_of_a_suspended_publisher_is_revised(client, published, author):
    revision = open_revision(published, by=author)
    published.publisher.suspend(by=make_editor(), reason="Complaints")
    client.force_login(author)

    begin(client, published)
    client.post(get_page_url(revision), make_changed_form(revision, title=NEW, _submit="yes"))
    with pytest.raises(StepNotAllowed):
        publish(revision)

    revision.refresh_from_db()
    assert revision.status == Status.DRAFT
    with pytest.raises(StepNotAllowed, match="suspended"):
        open_revision(Publication.objects.get(pk=published.pk), by=author)


def test_the_new_version_of_a_page_that_left_the_site_waits_until_it_is_back(published, revision):
    Publication.objects.get(pk=published.pk).move(Status.ARCHIVED)

    with pytest.raises(StepNotAllowed, match="not on the site"):
        publish(revision)

    assert Publication.objects.filter(pk=revision.pk).exists()


def test_a_new_version_with_nothing_new_is_not_sent(published, author):
    with pytest.raises(StepNotAllowed, match="This is the same as the page that readers see now"):
        take_step(open_revision(published, by=author), Status.IN_REVIEW, by=author)


def test_the_form_of_a_new_version_leaves_alone_what_belongs_to_the_page(client, revision):
    client.force_login(make_editor())

    form = client.get(get_page_url(revision)).context["adminform"].form

    assert {"publisher", "slug", "published_at", "is_sample"}.isdisjoint(form.fields)


def test_a_new_version_goes_with_its_page_to_another_publisher(published, revision, author):
    published.publisher = make_publisher()
    published.save()

    assert not Publication.objects.visible_to(author).filter(pk=revision.pk).exists()


def test_the_list_tells_a_new_version_from_its_page(client, revision, author):
    client.force_login(author)

    assert f"{NEW} (new version)" in client.get(LIST).text


def test_a_new_version_is_neither_exported_nor_counted(client, published, revision, author):
    client.force_login(author)

    exported = client.get(reverse("resources:export"), {"format": "csv"})

    assert (
        revision.slug not in b"".join(exported.streaming_content if exported.streaming else [exported.content]).decode()
    )
    assert revision.slug not in client.get(reverse("resources:statistics")).text


def test_notifications_say_that_a_new_version_is_published_and_nothing_of_one_that_is_discarded(published, author):
    for end in ("published", "discarded"):
        revision = open_revision(published, by=author)
        Publication.objects.filter(pk=revision.pk).update(title=f"{NEW}, {end}")
        if end == "published":
            publish(revision)
        else:
            discard_revision(Publication.objects.get(pk=revision.pk), by=make_editor())

    assert list(Notification.objects.filter(user=author).values_list("kind", flat=True)) == ["publication-revised"]


def test_a_notification_never_says_that_what_is_scheduled_is_published():
    later = make_publication(published_at=timezone.now() + timedelta(days=3))

    assert build_published_words("publication-published", later).endswith("is accepted and will be published")
