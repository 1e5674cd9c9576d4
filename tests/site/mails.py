"""Sends each of our own e-mails by the action that sends it on the site."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.auth.second_factor_reset import reset_second_factor
from accounts.notifications.digests import send_due_digests
from accounts.privacy.deletion import delete_person
from discussions.models import Act, Appeal, Follow, ModerationDecision
from discussions.moderation.emails import email_appellant, email_member, email_reporters
from discussions.notifications.activities import notify_about_all_activities
from gateway.catalogue.models import Status
from practice.examples import drafts, workflow
from practice.schools import memberships, school_messages
from resources.links.emails import email_owners
from resources.models import Membership, Role
from resources.publications.reminders import send_reminders
from resources.publications.revisions import open_revision
from resources.publications.workflow import discard_revision, take_step
from resources.publishers import applications, invitations, members, trust_and_suspension
from tests.factories import (
    get_focus_area,
    make_application,
    make_comment,
    make_contributor,
    make_editor,
    make_member,
    make_owner,
    make_publication,
    make_publisher,
    make_school,
    make_story,
    make_user,
)

EXTERNAL_ADDRESS = "https://example.org/moved"


def send_all() -> None:
    editor = make_editor()
    for send in (
        send_account_mails,
        send_example_mails,
        send_school_mails,
        send_publication_mails,
        send_application_mails,
        send_comment_mails,
    ):
        send(editor)
    send_publisher_mails(editor)


def send_account_mails(editor: Any) -> None:
    editor.resets_second_factors = True
    reset_second_factor(make_user(), editor, "Lost.")
    delete_person(make_user(), with_content=False)
    item = make_publication()
    Follow.objects.create(user=make_user(), item=item)
    for _ in range(60):
        make_comment(item)
    notify_about_all_activities.call()
    send_due_digests(timezone.now() + timedelta(days=8))


def send_example_mails(editor: Any) -> None:
    original = make_story(created_by=make_user())
    example = make_story(created_by=make_user(), status=Status.DRAFT, adapted_from=original)
    workflow.submit(example, example.created_by, example.version)
    workflow.return_to_author(example, editor, "Say more.", {})
    workflow.submit(example, example.created_by, example.version)
    workflow.publish(example, editor)
    revision = drafts.revise_example(original, original.created_by)
    workflow.submit(revision, original.created_by, revision.version)
    workflow.publish(revision, editor)
    workflow.withdraw(original, editor, "Out of date.")


def send_school_mails(editor: Any) -> None:
    school = make_school()
    colleague = make_member(school)
    confirmed, refused = (memberships.request_membership(make_user(), school, "Teacher") for _ in range(2))
    memberships.send_link(confirmed, "work@example.org")
    memberships.confirm(confirmed, colleague)
    memberships.refuse(refused, colleague)
    school_messages.send_to_school(make_user(), school, "How?", uuid4())


def send_publication_mails(editor: Any) -> None:
    publisher = make_publisher()
    owner, author = make_owner(publisher), make_contributor(publisher)
    publication = make_publication(publisher=publisher, created_by=author, status=Status.DRAFT, url=EXTERNAL_ADDRESS)
    publication.focus_areas.add(get_focus_area())
    for to in (Status.IN_REVIEW, Status.RETURNED, Status.IN_REVIEW, Status.PUBLISHED):
        take_step(publication, to, by=author if to == Status.IN_REVIEW else editor, reason="Say more.")
    revision = open_revision(publication, by=author)
    revision.title = "Another title"
    revision.save()
    for to in (Status.IN_REVIEW, Status.PUBLISHED):
        take_step(revision, to, by=author if to == Status.IN_REVIEW else editor)
    discard_revision(open_revision(publication, by=author), by=owner)
    email_owners(EXTERNAL_ADDRESS, "It is gone.")
    publication.review_by = timezone.localdate()
    publication.save()
    send_reminders()


def send_application_mails(editor: Any) -> None:
    for decide in (lambda each: applications.approve(each, by=editor), turn_down_application):
        application = make_application()
        applications.email_applicant(application, "received")
        applications.email_editors(application)
        decide(application)
    publisher = make_publisher()
    owner = make_owner(publisher)
    invitation = invitations.invite(publisher, "new@example.org", Role.CONTRIBUTOR, by=owner)
    invitations.accept(invitation.token, make_user())


def turn_down_application(application: Any) -> None:
    applications.turn_down(application, by=make_editor(), reason="Not for schools.")


def send_publisher_mails(editor: Any) -> None:
    publisher = make_publisher()
    owner, member = make_owner(publisher), make_contributor(publisher)
    for is_so in (True, False):
        trust_and_suspension.set_suspended(publisher, is_so, by=editor, reason="See the terms.")
        trust_and_suspension.set_trusted(publisher, is_so, by=editor)
    membership = Membership.objects.get(publisher=publisher, user=member)
    members.change_role(membership, Role.OWNER, by=owner)
    members.remove(membership, by=owner)


def send_comment_mails(editor: Any) -> None:
    member = make_user()
    comment = make_comment(make_publication(), member)
    acts = (Act.HIDE, Act.RESTORE)
    decisions = [ModerationDecision.objects.create(act=act, member=member, comment=comment) for act in acts]
    for decision in decisions:
        email_member(member, [decision])
    email_reporters([comment.reports.create(by=make_user(), concern="other")], decisions)
    email_appellant(Appeal.objects.create(decision=decisions[0], by=member, words="Why?"), decisions[1])
