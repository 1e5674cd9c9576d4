"""What schools and practice examples tell people of; an e-mail of its own goes with each, so digests leave them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from accounts.blocking import is_hidden
from accounts.models import Notification
from accounts.notifications.sources import Kind, Source, Words
from practice.models import PracticeExample, SchoolMembership, SchoolMessage

RETURNED, PUBLISHED, REVISED = "example-returned", "example-published", "example-revised"
WITHDRAWN, ADAPTED = "example-withdrawn", "example-adapted"
COLLEAGUE_WAITS = "colleague-waits"
CONFIRMED, REFUSED = "membership-confirmed", "membership-refused"
MESSAGE = "school-message"

EXAMPLE_SENTENCES = {
    RETURNED: "“{}” came back to you with comments",
    PUBLISHED: "“{}” is published",
    REVISED: "The new version of “{}” is published",
    WITHDRAWN: "“{}” was taken off the site",
    ADAPTED: "Another school has adapted what you shared: “{}”",
}
EXAMPLE_PAGES = ("practice:example", "practice:share_preview", "practice:share_step")
"""The pages of an example that its author reads; each has its slug in the address."""


def describe_examples(notifications: Iterable[Notification], user: Any) -> dict[int, Words]:
    """Return the words for notifications of examples by their keys."""
    rows = list(notifications)
    examples = PracticeExample.objects.in_bulk({row.subject_id for row in rows})
    return {row.pk: describe_example(row.kind, examples[row.subject_id]) for row in rows if row.subject_id in examples}


def describe_example(kind: str, example: PracticeExample) -> Words:
    """Return the words for a notification of an example."""
    path = example.get_absolute_url()
    if kind == RETURNED:
        path = reverse("practice:share_preview", args=[example.slug])
    return Words(EXAMPLE_SENTENCES[kind].format(example.title), path, "Practice that you share", group="examples")


def examples_on(request: HttpRequest) -> Collection[int]:
    """Return the key of the example whose page this is."""
    match = request.resolver_match
    if match is None or match.view_name not in EXAMPLE_PAGES:
        return ()
    return PracticeExample.objects.filter(slug=match.kwargs["slug"]).values_list("pk", flat=True)


def describe_memberships(notifications: Iterable[Notification], user: Any) -> dict[int, Words]:
    """Return the words for notifications of who works where by their keys."""
    rows = list(notifications)
    memberships = SchoolMembership.objects.select_related("user", "school").in_bulk({row.subject_id for row in rows})
    return {
        row.pk: describe_membership(row.kind, memberships[row.subject_id])
        for row in rows
        if row.subject_id in memberships
    }


def describe_membership(kind: str, membership: SchoolMembership) -> Words:
    """Return the words for a notification of who works where."""
    text = {
        COLLEAGUE_WAITS: f"{membership.user.public_name} says that they work at {membership.school}. Do you know them?",
        CONFIRMED: f"It is confirmed that you work at {membership.school}",
        REFUSED: f"It was not confirmed that you work at {membership.school}",
    }[kind]
    return Words(text, reverse("practice:my_schools"), "Where you work", group="memberships")


def decidable_by(user: Any) -> Any:
    """Return the memberships that wait for a word from a person as a colleague."""
    schools = SchoolMembership.objects.of(user).confirmed().values("school_id")
    return SchoolMembership.objects.decidable_by(user).filter(school__in=schools)


def own_memberships(user: Any) -> Any:
    """Return the memberships of a person."""
    return SchoolMembership.objects.of(user)


def memberships_on(request: HttpRequest) -> Collection[int]:
    """Return the keys of the memberships that the visitor's page of where they work is about."""
    match = request.resolver_match
    if match is None or match.view_name != "practice:my_schools":
        return ()
    mine = Q(pk__in=own_memberships(request.user).values("pk"))
    return SchoolMembership.objects.filter(mine | Q(pk__in=decidable_by(request.user).values("pk"))).values_list(
        "pk", flat=True
    )


def visible_messages(user: Any) -> Any:
    """Return the messages that somebody may read, but for those of people whom a block hides."""
    return SchoolMessage.objects.readable_by(user).exclude(is_hidden(user, "sender"))


def describe_messages(notifications: Iterable[Notification], user: Any) -> dict[int, Words]:
    """Return the words for notifications of messages by their keys."""
    rows = list(notifications)
    messages = SchoolMessage.objects.select_related("sender", "school", "answers").in_bulk(
        {row.subject_id for row in rows}
    )
    return {row.pk: describe_message(messages[row.subject_id]) for row in rows if row.subject_id in messages}


def describe_message(message: SchoolMessage) -> Words:
    """Return the words for a notification of a message; what it says stands on its page alone."""
    sender = message.sender.public_name if message.sender else "A former member"
    if message.is_from_school:
        text = f"{message.school} answered you"
    else:
        text = f"{sender} {'answered' if message.answers_id else 'wrote to'} {message.school}"
    path = reverse("practice:conversation", args=[message.first.reference])
    return Words(text, path, "Messages", group="messages")


def messages_on(request: HttpRequest) -> Collection[int]:
    """Return the keys of the messages of the conversation whose page this is."""
    match = request.resolver_match
    if match is None or match.view_name != "practice:conversation":
        return ()
    reference = match.kwargs["reference"]
    return SchoolMessage.objects.filter(Q(reference=reference) | Q(answers__reference=reference)).values_list(
        "pk", flat=True
    )


SOURCES = (
    Source(
        name="examples",
        model=PracticeExample,
        kinds=(
            Kind(RETURNED, "Your example came back", is_mailed=False),
            Kind(PUBLISHED, "Your example is published", is_mailed=False),
            Kind(REVISED, "Your new version is published", is_mailed=False),
            Kind(WITHDRAWN, "Your example was withdrawn", is_mailed=False),
            Kind(ADAPTED, "Your example was adapted", is_mailed=False),
        ),
        visible_to=lambda user: PracticeExample.objects.visible_to(user),
        describe=describe_examples,
        read_on=examples_on,
    ),
    Source(
        name="colleagues",
        model=SchoolMembership,
        kinds=(Kind(COLLEAGUE_WAITS, "A colleague waits", is_mailed=False),),
        visible_to=decidable_by,
        describe=describe_memberships,
        read_on=memberships_on,
    ),
    Source(
        name="memberships",
        model=SchoolMembership,
        kinds=(
            Kind(CONFIRMED, "Where you work is confirmed", is_mailed=False),
            Kind(REFUSED, "Where you work is not confirmed", is_mailed=False),
        ),
        visible_to=own_memberships,
        describe=describe_memberships,
        read_on=memberships_on,
    ),
    Source(
        name="messages",
        model=SchoolMessage,
        kinds=(Kind(MESSAGE, "A message", is_mailed=False),),
        visible_to=visible_messages,
        describe=describe_messages,
        read_on=messages_on,
    ),
)
