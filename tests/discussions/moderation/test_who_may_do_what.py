"""Every act of moderation answers every role as the table in docs/security.md says. A refused one changes nothing."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Block, User
from discussions.models import Appeal, Comment, HelpfulVote, ModerationDecision, Report
from discussions.moderation.decisions import get_case_token
from discussions.moderation.member_keys import make_member_key
from practice.models import MessageReport, SchoolMessage
from tests.factories import (
    PASSWORD,
    make_comment,
    make_contributor,
    make_editor,
    make_member,
    make_publication,
    make_regular,
    make_school,
    make_user,
)

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[3] / "docs" / "security.md"
HEADING = "### Who may do what to keep discussions safe"
ROLES = (
    "visitor",
    "new member",
    "member",
    "author",
    "school member",
    "publisher member",
    "suspended",
    "editor",
    "superuser",
)


def read_rows() -> list[list[str]]:
    """Return the rows of the table: an act and an answer for each role."""
    lines = DOCS.read_text("utf-8").partition(HEADING)[2].partition("\n## ")[0].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in cells[2:] if len(row) == len(ROLES) + 1] if cells else []


class Stage(NamedTuple):
    """What the acts are about."""

    author: User
    comment: Comment
    decision: ModerationDecision
    appeal: Appeal
    message: SchoolMessage


@pytest.fixture
def stage() -> Stage:
    """A post, a decision about its author, an appeal of theirs against an older one, and a reported message."""
    author = make_regular(display_name="Ava Author")
    comment = make_comment(make_publication(), author)
    older = ModerationDecision.objects.create(act="warn", member=author, reason="Because.")
    decision = ModerationDecision.objects.create(act="warn", member=author, reason="Because.")
    appeal = Appeal.objects.create(decision=older, by=author, words="No.")
    message = SchoolMessage.objects.create(school=make_school(), sender=make_user(), text="Buy!", form_key=uuid.uuid4())
    MessageReport.objects.create(message=message, by=make_user(), concern="spam")
    return Stage(author, comment, decision, appeal, message)


def make_person(role: str, stage: Stage) -> Any:
    makers: dict[str, Any] = {
        "visitor": lambda: None,
        "new member": make_user,
        "member": make_regular,
        "author": lambda: stage.author,
        "school member": lambda: make_member(make_school()),
        "publisher member": make_contributor,
        "suspended": lambda: make_regular(suspended_until=timezone.now() + timedelta(days=7)),
        "editor": make_editor,
        "superuser": lambda: User.objects.create_superuser("root@example.org", PASSWORD),
    }
    return makers[role]()


def do_act(client: Client, name: str, stage: Stage) -> Any:
    """Do an act as a browser would."""
    post, key, queue = (
        f"/discussions/comments/{stage.comment.pk}/",
        make_member_key(stage.author),
        "/discussions/moderation/",
    )
    decision = stage.decision.get_absolute_url()
    case, member = f"{queue}posts/{stage.comment.pk}/", f"{queue}members/{key}/"
    report = {"concern": "spam", "form_key": uuid.uuid4()}
    acts: dict[str, tuple[str, dict[str, Any] | None]] = {
        "report the post": (f"{post}report/", report),
        "report the author": (f"/discussions/members/{key}/report/", report),
        "block the author": (f"/discussions/members/{key}/block/", {}),
        "unblock the author": (f"/discussions/members/{key}/unblock/", {}),
        "list blocked people": ("/account/blocked/", None),
        "list decisions about oneself": ("/account/decisions/", None),
        "read a decision about the author": (decision, None),
        "appeal against it": (decision, {"words": "It is wrong."}),
        "find it helpful": (f"{post}helpful/", {}),
        "see the queue": (queue, None),
        "open the post's case": (case, None),
        "hide the post": (case, {"act": "hide", "words": "Because.", "seen": get_case_token(stage.comment)}),
        "open the member's case": (member, None),
        "suspend the author": (member, {"member": "week", "words": "Because.", "seen": get_case_token(stage.author)}),
        "open a reported message": (f"{queue}messages/{stage.message.reference}/", None),
        "open an appeal": (f"{queue}appeals/{stage.appeal.pk}/", None),
        "decide an appeal": (f"{queue}appeals/{stage.appeal.pk}/", {"follow": "no", "words": "Because."}),
    }
    address, sent = acts[name]
    return client.get(address) if sent is None else client.post(address, sent)


def read_state() -> list[Any]:
    """Return everything that acts can change."""
    return [
        *(model.objects.count() for model in (Report, Block, ModerationDecision, Appeal, HelpfulVote)),
        *Comment.objects.values_list("state", flat=True),
        *User.objects.exclude(suspended_until=None).values_list("pk", flat=True),
        *Appeal.objects.values_list("decided_at", flat=True),
    ]


def test_the_table_is_there():
    assert len(read_rows()) == 17


@pytest.mark.parametrize("role", ROLES)
def test_every_act_answers_as_the_table_says(stage, role):
    person, given = make_person(role, stage), {}
    expected = {row[0]: row[1 + ROLES.index(role)] for row in read_rows()}
    for name in expected:
        client, before = Client(), read_state()
        if person:
            client.force_login(person)
        with transaction.atomic():
            response = do_act(client, name, stage)
            to_log_in = response.status_code == 302 and "/login/" in response["Location"]
            given[name] = "log in" if to_log_in else str(response.status_code)
            if given[name] in ("log in", "403", "404", "200"):
                assert read_state() == before, name
            transaction.set_rollback(True)

    assert given == expected
