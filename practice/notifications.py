"""Notifications about schools and practice examples.

Each is also sent as an e-mail of its own, so digests leave them out.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.blocking import build_hidden_condition
from accounts.notification_sources import NotificationKind, NotificationText, Source
from accounts.notifications.subjects import make_describe, read_on_pages
from practice.models import PracticeExample, SchoolMembership, SchoolMessage

RETURNED_KIND, PUBLISHED_KIND, REVISED_KIND = "example-returned", "example-published", "example-revised"
WITHDRAWN_KIND, ADAPTED_KIND = "example-withdrawn", "example-adapted"
COLLEAGUE_WAITS_KIND = "colleague-waits"
CONFIRMED_KIND, REFUSED_KIND = "membership-confirmed", "membership-refused"
MESSAGE_KIND = "school-message"

EXAMPLE_SENTENCES = {
    RETURNED_KIND: "“{}” came back to you with comments",
    PUBLISHED_KIND: "“{}” is published",
    REVISED_KIND: "The new version of “{}” is published",
    WITHDRAWN_KIND: "“{}” was taken off the site",
    ADAPTED_KIND: "Another school has adapted what you shared: “{}”",
}
EXAMPLE_URL_NAMES = ("practice:example", "practice:share_preview", "practice:share_step")
"""The pages that mark notifications of an example as read; each has the slug in its address."""


def describe_example(kind: str, example: PracticeExample) -> NotificationText:
    path = example.get_absolute_url()
    if kind == RETURNED_KIND:
        path = reverse("practice:share_preview", args=[example.slug])
    return NotificationText(
        EXAMPLE_SENTENCES[kind].format(example.title), path, "Practice that you share", group="examples"
    )


@read_on_pages(*EXAMPLE_URL_NAMES)
def get_page_examples(request: HttpRequest, slug: str, **more: Any) -> QuerySet[PracticeExample]:
    return PracticeExample.objects.filter(slug=slug)


def describe_membership(kind: str, membership: SchoolMembership) -> NotificationText:
    text = {
        COLLEAGUE_WAITS_KIND: f"{membership.user.public_name} says that they work at {membership.school}. "
        "Do you know them?",
        CONFIRMED_KIND: f"We have confirmed that you work at {membership.school}",
        REFUSED_KIND: f"We could not confirm that you work at {membership.school}",
    }[kind]
    return NotificationText(text, reverse("practice:my_schools"), "Where you work", group="memberships")


def get_decidable_memberships(user: Any) -> Any:
    """Return the waiting memberships that a user may decide as a colleague, not as an editor."""
    schools = SchoolMembership.objects.for_user(user).confirmed().values("school_id")
    return SchoolMembership.objects.decidable_by(user).filter(school__in=schools)


def get_own_memberships(user: Any) -> Any:
    return SchoolMembership.objects.for_user(user)


@read_on_pages("practice:my_schools")
def get_page_memberships(request: HttpRequest) -> QuerySet[SchoolMembership]:
    """Return the visitor's memberships and those that they may decide."""
    mine = Q(pk__in=get_own_memberships(request.user).values("pk"))
    return SchoolMembership.objects.filter(mine | Q(pk__in=get_decidable_memberships(request.user).values("pk")))


def get_visible_messages(user: Any) -> Any:
    """Return the messages that a user may read, without those of people who are hidden by a block."""
    return SchoolMessage.objects.readable_by(user).exclude(build_hidden_condition(user, "sender"))


def describe_message(kind: str, message: SchoolMessage) -> NotificationText:
    """Return the words for a notification of a message, without its text, which only its page shows."""
    sender = message.sender.public_name if message.sender else "A former member"
    if message.is_from_school:
        text = f"{message.school} replied to you"
    else:
        text = f"{sender} {'replied to' if message.answers_id else 'wrote to'} {message.school}"
    path = reverse("practice:conversation", args=[message.first.reference])
    return NotificationText(text, path, "Messages", group="messages")


@read_on_pages("practice:conversation")
def get_page_messages(request: HttpRequest, reference: uuid.UUID) -> QuerySet[SchoolMessage]:
    return SchoolMessage.objects.filter(Q(reference=reference) | Q(answers__reference=reference))


describe_memberships = make_describe(SchoolMembership.objects.select_related("user", "school"), describe_membership)
SOURCES = (
    Source(
        name="examples",
        model=PracticeExample,
        kinds=(
            NotificationKind(RETURNED_KIND, "Your example came back", is_mailed=False),
            NotificationKind(PUBLISHED_KIND, "Your example is published", is_mailed=False),
            NotificationKind(REVISED_KIND, "Your new version is published", is_mailed=False),
            NotificationKind(WITHDRAWN_KIND, "Your example was withdrawn", is_mailed=False),
            NotificationKind(ADAPTED_KIND, "Your example was adapted", is_mailed=False),
        ),
        visible_to=lambda user: PracticeExample.objects.visible_to(user),
        describe=make_describe(PracticeExample.objects.all(), describe_example),
        read_on=get_page_examples,
    ),
    Source(
        name="colleagues",
        model=SchoolMembership,
        kinds=(NotificationKind(COLLEAGUE_WAITS_KIND, "A colleague is waiting", is_mailed=False),),
        visible_to=get_decidable_memberships,
        describe=describe_memberships,
        read_on=get_page_memberships,
    ),
    Source(
        name="memberships",
        model=SchoolMembership,
        kinds=(
            NotificationKind(CONFIRMED_KIND, "Where you work is confirmed", is_mailed=False),
            NotificationKind(REFUSED_KIND, "Where you work is not confirmed", is_mailed=False),
        ),
        visible_to=get_own_memberships,
        describe=describe_memberships,
        read_on=get_page_memberships,
    ),
    Source(
        name="messages",
        model=SchoolMessage,
        kinds=(NotificationKind(MESSAGE_KIND, "A message", is_mailed=False),),
        visible_to=get_visible_messages,
        describe=make_describe(SchoolMessage.objects.select_related("sender", "school", "answers"), describe_message),
        read_on=get_page_messages,
    ),
)
