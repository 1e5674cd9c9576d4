"""People of every role, and something in every state to act on, for the matrix of discussions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.utils import timezone

from accounts.models import END_OF_TIME, Concern, Notification, User
from accounts.notifications.unsubscribe import build_unsubscribe_url
from discussions.comments.counters import find_mistakes
from discussions.models import Act, Appeal, Comment, Follow, ModerationDecision, Report, State
from discussions.models.activity import Kind
from discussions.moderation.member_keys import make_member_key
from gateway.catalogue.models import FocusArea, Item, Status
from gateway.catalogue.taxonomy import loader
from practice.models import MessageReport, SchoolMessage
from tests.factories import (
    get_focus_area,
    make_contributor,
    make_editor,
    make_member,
    make_publication,
    make_publisher,
    make_regular,
    make_school,
    make_story,
    make_user,
)

ROLES = (
    "visitor",
    "new member",
    "member",
    "author",
    "asker",
    "item’s author",
    "publisher",
    "school",
    "editor",
    "suspended",
    "superuser",
)
STATES = (
    "visible",
    "held",
    "hidden",
    "deleted",
    "locked thread",
    "locked discussion",
    "closed discussion",
    "unpublished",
    "withheld",
)
COMMENT_STATES = {"held": State.HELD, "hidden": State.HIDDEN, "deleted": State.DELETED}
ITEM_STATES: dict[str, dict[str, Any]] = {
    "locked discussion": {"discussion": Item.Discussion.LOCKED},
    "closed discussion": {"discussion": Item.Discussion.CLOSED},
    "unpublished": {"status": Status.ARCHIVED},
    "withheld": {"is_withheld": True},
}


@dataclass
class Scenario:
    """An item with a question in one state, and a reply in that state to a visible question."""

    item: Any
    question: Comment
    reply: Comment


@dataclass
class World:
    """All rows by role and state. A member of a publisher gets its publications, all others get examples."""

    people: dict[str, User]
    scenarios: dict[tuple[bool, str], Scenario] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)

    def get_scenario(self, role: str, state: str) -> Scenario:
        """Return what is in this state for this role."""
        return self.scenarios[role == "publisher", state]


def load_taxonomy_if_missing() -> None:
    """Load the taxonomy if an earlier test has emptied every table."""
    if not FocusArea.objects.exists():
        loader.load(apps)


def build_world() -> World:
    """Make the rows in their states directly, without the rules of posting."""
    load_taxonomy_if_missing()
    publisher = make_publisher()
    people = {
        "new member": make_user(),
        "member": make_regular(),
        "author": make_regular(display_name="Ann Author"),
        "asker": make_regular(),
        "item’s author": make_regular(),
        "publisher": make_contributor(publisher),
        "school": make_member(make_school()),
        "editor": make_editor(),
        "suspended": make_regular(suspended_until=END_OF_TIME),
        "superuser": User.objects.create_superuser("root@example.org", "a long enough password"),
    }
    world = World(people)
    for is_publication in (False, True):
        for state in STATES:
            author = people["item’s author"]
            item: Any = make_publication(publisher=publisher) if is_publication else make_story(created_by=author)
            Item.objects.filter(pk=item.pk).update(**ITEM_STATES.get(state, {"title": item.title}))
            world.scenarios[is_publication, state] = make_scenario(item, state, people)
    world.rows = make_rows(people)
    list(find_mistakes(repair=True))
    return world


def make_scenario(item: Any, state: str, people: dict[str, User]) -> Scenario:
    own = {"state": COMMENT_STATES.get(state, State.VISIBLE), "text": "" if state == "deleted" else "Words."}
    locked = {"is_locked": state == "locked thread"}
    earlier = timezone.now() - timedelta(minutes=10)
    where = {"item_id": item.pk, "created_at": earlier}
    question = Comment.objects.create(**where, author=people["asker"], is_question=True, **own, **locked)
    asked = Comment.objects.create(**where, author=people["asker"], is_question=True, text="Why?", **locked)
    reply = Comment.objects.create(**where, author=people["author"], parent=asked, root=asked, **own)
    return Scenario(item, question, reply)


def make_rows(people: dict[str, User]) -> dict[str, Any]:
    """Make the rows that belong to one person: the author, except for what a member has reported."""
    author, member = people["author"], people["member"]
    decision = ModerationDecision.objects.create(act=Act.WARN, member=author, by=people["editor"], reason="Because.")
    appealed = ModerationDecision.objects.create(act=Act.WARN, member=author, by=people["editor"], reason="Because.")
    appeal = Appeal.objects.create(decision=appealed, by=author, words="It is not so.")
    thread = Comment.objects.create(focus_area=get_focus_area(), author=member, is_question=True, text="Why?")
    Report.objects.create(member=author, by=member, concern=Concern.SPAM, form_key=uuid4())
    message = SchoolMessage.objects.create(school=make_school(), sender=author, text="Hello", form_key=uuid4())
    MessageReport.objects.create(message=message, by=member, concern=Concern.SPAM)
    return {
        "key": make_member_key(author),
        "decision": decision.reference,
        "appeal": appeal.pk,
        "message": message.reference,
        "token": build_unsubscribe_url(author.pk).rstrip("/").rpartition("/")[2],
        "follow": Follow.objects.create(user=author, thread=thread).pk,
        "notification": Notification.objects.create(
            user=author, event="matrix", kind=Kind.REPLY, subject_id=thread.pk
        ).pk,
    }
