"""Review: examples are sent, returned with comments, published, revised and withdrawn, and people are notified."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from gateway.catalogue.models import EditedMeanwhile, Item, Status, StepNotAllowed
from practice.examples import drafts, workflow
from practice.models import PracticeExample, School
from tests.factories import make_editor, make_member, make_school, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(school, author):
    return make_story("Five words", status=Status.IN_REVIEW, school=school, created_by=author)


def post_decision(client, example, decision, **fields):
    address = reverse("practice:review_example", args=[example.slug])
    return client.post(address, {"decision": decision, "version": example.version, **fields}, follow=True)


def list_mails(mailoutbox):
    return [(*message.to, message.subject) for message in mailoutbox]


def test_author_and_editors_are_told_that_it_waits(mailoutbox):
    editor = make_editor()
    example = make_story("Five words", status=Status.DRAFT, created_by=make_user("author@example.org"))

    workflow.submit(example, example.created_by, example.version)

    assert list_mails(mailoutbox) == [
        ("author@example.org", "We have received your practice example “Five words”"),
        (editor.email, "A practice example is waiting for review: Five words"),
    ]
    assert f"https://testserver/practice/review/{example.slug}/" in mailoutbox[1].body


def test_the_queue_shows_what_waits_and_since_when(client, editor, waiting):
    make_story("Still a draft", status=Status.DRAFT)

    html = client.get("/practice/review/").content.decode()

    assert "Five words" in html
    assert "waiting since" in html
    assert "Still a draft" not in html


def test_the_page_of_a_decision_leads_back_to_the_queue(client, editor, waiting):
    assert (
        '<a href="/practice/review/">Practice examples to review</a>'
        in client.get(f"/practice/review/{waiting.slug}/").text
    )


def test_an_editor_publishes_and_the_author_gets_thanks_and_a_certificate(client, editor, waiting, mailoutbox):
    post_decision(client, waiting, "publish")

    waiting.refresh_from_db()
    assert waiting.is_public
    assert list_mails(mailoutbox) == [("author@example.org", "Your practice example “Five words” is published")]
    assert reverse("practice:certificate", args=[waiting.slug]) in mailoutbox[0].body


def test_a_published_example_gets_an_address_of_its_title(client, editor):
    draft = make_story("Share", slug="draft-abc", status=Status.IN_REVIEW)
    another = make_story("A & B: 100 %", slug="draft-def", status=Status.IN_REVIEW)

    for example in (draft, another):
        post_decision(client, example, "publish")

    slugs = set(PracticeExample.objects.values_list("slug", flat=True))
    assert "a-b-100" in slugs
    assert "share" not in slugs


def test_it_is_returned_with_a_reason_and_comments_beside_the_text(client, editor, waiting, mailoutbox):
    post_decision(client, waiting, "return", reason="Nearly there.", comment_need="How did you know?")

    client.force_login(waiting.created_by)
    html = client.get(reverse("practice:share_step", args=[waiting.slug, "need"])).content.decode()
    assert "Nearly there." in html
    assert "<strong>An editor says:</strong> How did you know?" in html
    assert mailoutbox[0].subject == "Your practice example “Five words” needs some changes"
    assert "Nearly there." in mailoutbox[0].body


def test_the_three_questions_are_asked_anew_of_what_is_returned(client, editor, waiting):
    assert waiting.no_pupil_identifiable

    post_decision(client, waiting, "return", reason="Nearly there.")

    waiting.refresh_from_db()
    assert not any(getattr(waiting, name) for name in PracticeExample.consents)


def test_it_is_not_returned_without_a_reason(client, editor, waiting):
    html = post_decision(client, waiting, "return", comment_need="How did you know?").content.decode()

    assert "Enter a reason" in html
    assert "How did you know?" in html
    assert PracticeExample.objects.get().status == Status.IN_REVIEW


def test_the_editor_sees_what_was_said_last_time(client, editor, waiting):
    workflow.return_to_author(waiting, editor, "Nearly there.", {"need": "How did you know?"})
    workflow.submit(waiting, waiting.created_by, waiting.version)

    html = client.get(reverse("practice:review_example", args=[waiting.slug])).content.decode()

    assert "<strong>Last time we said:</strong> How did you know?" in html


def test_an_author_who_took_it_back_was_first(client, editor, waiting):
    workflow.take_back(waiting, waiting.created_by)

    html = post_decision(client, waiting, "publish").content.decode()

    assert "This example is not waiting for you." in html
    assert PracticeExample.objects.get().status == Status.DRAFT


def test_what_changed_after_the_editor_opened_it_is_not_published_unread(client, editor, waiting):
    opened = waiting.version
    Item.objects.filter(pk=waiting.pk).update(version=opened + 1)

    html = post_decision(client, waiting, "publish").content.decode()

    assert "Check it again." in html
    assert PracticeExample.objects.get().status == Status.IN_REVIEW


def test_a_text_that_is_sent_is_the_one_that_was_seen(waiting):
    workflow.take_back(waiting, waiting.created_by)
    seen = waiting.version
    waiting.take_version(seen)

    with pytest.raises(EditedMeanwhile):
        workflow.submit(waiting, waiting.created_by, seen)


@pytest.mark.parametrize("person", [make_user, lambda: make_member(make_school())])
def test_for_others_the_pages_of_review_do_not_exist(client, waiting, person):
    client.force_login(person())

    assert client.get("/practice/review/").status_code == 404
    assert post_decision(client, waiting, "publish").status_code == 404
    assert PracticeExample.objects.get().status == Status.IN_REVIEW


def test_its_own_author_does_not_publish_it(client, waiting):
    client.force_login(waiting.created_by)

    assert post_decision(client, waiting, "publish").status_code == 404


def test_an_editor_does_not_decide_about_their_own_example(client, editor):
    own = make_story("My own", status=Status.IN_REVIEW, created_by=editor)

    page = post_decision(client, own, "publish")

    assert "you wrote it" in page.text
    assert "Yours: another editor must decide" in page.text
    assert PracticeExample.objects.get().status == Status.IN_REVIEW


def test_the_editor_sees_what_the_author_has_confirmed(client, editor, waiting):
    page = client.get(reverse("practice:review_example", args=[waiting.slug]))

    assert "The head of our school or setting agrees" in page.text


def test_whoever_was_adapted_is_told(client, editor, mailoutbox):
    original = make_story("Five words", created_by=make_user("first@example.org"))
    adapted = make_story("Four words", status=Status.IN_REVIEW, adapted_from=original)

    post_decision(client, adapted, "publish")

    assert list_mails(mailoutbox) == [("first@example.org", "Another school has tried your practice example")]


@pytest.fixture
def revision(waiting):
    public = workflow.publish(waiting, make_editor())
    revision = drafts.revise_example(public, public.created_by)
    PracticeExample.objects.filter(pk=revision.pk).update(title="Six words", need="The new need.")
    return PracticeExample.objects.get(pk=revision.pk)


LIST_ADDRESSES = (
    "/",
    "/browse/",
    "/practice/",
    "/feeds/items.atom",
    "/feeds/items.rss",
    "/sitemap-items.xml",
    "/focus-areas/leadership/",
)


@pytest.mark.parametrize("path", LIST_ADDRESSES)
def test_the_public_reads_the_old_version_everywhere_until_the_new_one_is_approved(client, revision, path):
    workflow.submit(revision, revision.created_by, revision.version)

    html = client.get(path).content.decode()

    assert "five-words" in html
    assert "Six words" not in html
    assert revision.slug not in html


def test_a_revision_does_not_exist_for_the_public(client, revision):
    assert client.get(revision.get_absolute_url()).status_code == 404


def test_an_approved_revision_takes_the_place_of_the_old_version(client, revision, mailoutbox):
    address = revision.revises.get_absolute_url()
    workflow.submit(revision, revision.created_by, revision.version)

    public = workflow.publish(revision, make_editor())

    html = client.get(address).content.decode()
    assert "Six words" in html
    assert "The new need." in html
    assert list(PracticeExample.objects.all()) == [public]
    assert mailoutbox[-1].subject == "The new version of “Six words” is published"


def test_a_revision_keeps_what_belongs_to_the_example(revision):
    before = PracticeExample.objects.get(pk=revision.revises_id)
    tried = make_story("Tried", adapted_from=before)
    workflow.submit(revision, revision.created_by, revision.version)

    after = workflow.publish(revision, make_editor())

    tried.refresh_from_db()
    assert (after.pk, after.slug, after.published_at) == (before.pk, before.slug, before.published_at)
    assert tried.adapted_from == after
    assert [phase.slug for phase in after.phases.all()] == ["primary"]


def test_there_is_one_revision_at_a_time(revision):
    assert drafts.revise_example(revision.revises, make_editor()).pk == revision.pk


def test_a_revision_is_never_published_beside_its_example(revision):
    workflow.submit(revision, revision.created_by, revision.version)

    with pytest.raises(StepNotAllowed):
        revision.move(Status.PUBLISHED)


def test_no_way_leads_a_revision_to_the_public(revision):
    workflow.submit(revision, revision.created_by, revision.version)

    with pytest.raises(StepNotAllowed):
        Item.objects.get(pk=revision.pk).move(Status.PUBLISHED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=revision.pk).update(status=Status.PUBLISHED, published_at=revision.created_at)


def test_the_three_questions_are_asked_anew_of_a_revision(revision):
    assert not any(getattr(revision, name) for name in PracticeExample.consents)


def test_an_author_withdraws_and_everybody_concerned_is_told(client, waiting, mailoutbox):
    editor = make_editor()
    example = workflow.publish(waiting, editor)
    client.force_login(example.created_by)

    client.post(reverse("practice:change", args=[example.slug]), {"do": "withdraw", "reason": "Out of date."})

    client.logout()
    assert client.get(example.get_absolute_url()).status_code == 404
    assert (editor.email, "“Five words” was withdrawn") in list_mails(mailoutbox)


def test_a_withdrawn_example_can_come_back_through_review(client, waiting):
    example = workflow.publish(waiting, make_editor())
    workflow.withdraw(example, example.created_by)
    client.force_login(example.created_by)

    client.post(reverse("practice:take_back", args=[example.slug]))

    assert PracticeExample.objects.get().status == Status.DRAFT


def test_withdrawing_drops_the_revision(revision):
    workflow.withdraw(revision.revises, revision.created_by)

    assert PracticeExample.objects.count() == 1


def test_the_certificate_is_for_the_author_alone(client, waiting):
    example = workflow.publish(waiting, make_editor())
    address = reverse("practice:certificate", args=[example.slug])
    client.force_login(example.created_by)
    html = client.get(address).content.decode()
    assert "Sam" in html
    assert "Oak Primary" in html

    client.force_login(make_member(School.objects.get()))
    assert client.get(address).status_code == 404


def test_a_title_adds_no_header_to_a_message(mailoutbox):
    author = make_user()
    example = make_story("Words", status=Status.DRAFT, created_by=author)
    example.title = "Words\r\nBcc: other@example.org"

    workflow.submit(example, author, example.version)

    assert "\n" not in mailoutbox[0].subject
    assert mailoutbox[0].recipients() == [author.email]
