"""A site with content on every page: users of every role, the rows that they own, and every address of the URLconf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import product
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from gateway.catalogue.models import Item, Keyword, Kind, Status
from practice.forms.share import STAGES
from practice.models import PracticeExample, SchoolMembership, SchoolMessage
from practice.models.school import School
from resources.models import BulkImport, FollowedFeed, Invitation, Membership, Publisher
from tests.discussions.world import build_world as build_discussions
from tests.factories import (
    PASSWORD,
    make_application,
    make_file,
    make_invitation,
    make_member,
    make_owner,
    make_publication,
    make_story,
    make_user,
    make_verified,
)

type Values = dict[str, list[Any]]
MESSAGES = {"text": "Hello.", "is_from_school": False}


@dataclass
class World:
    """The users by role, and the values that each kind of address accepts."""

    people: dict[str, Any]
    values: list[tuple[str, Values]]

    def log_in(self, client: Client, role: str) -> None:
        """Log in through the form, so that no page asks for the password again. A visitor is not logged in."""
        if role != "visitor":
            response = client.post("/accounts/login/", {"login": self.people[role].email, "password": PASSWORD})
            assert response.status_code == 302, response.text
        if role == "second factor":
            TOTP.activate(self.people[role], "A" * 32)
            RecoveryCodes.activate(self.people[role])


ROLES = (
    "visitor",
    "new member",
    "second factor",
    "author",
    "school",
    "contributor",
    "owner",
    "editor",
    "suspended",
    "superuser",
)


def build_world() -> World:
    world = build_discussions()
    people = {role: world.people[role] for role in ("new member", "author", "school", "editor", "suspended")}
    people |= {"contributor": world.people["publisher"], "superuser": world.people["superuser"]}
    publisher = Publisher.objects.get(memberships__user=people["contributor"])
    people |= {"owner": make_owner(publisher), "second factor": make_user()}
    for user in people.values():
        make_verified(user)
        user.set_password(PASSWORD)
        user.save()
    values = [
        *make_practice_values(people),
        *make_publisher_values(people, publisher),
        *make_discussion_values(world, people),
        *make_account_values(people),
        *make_other_values(),
    ]
    return World(people, values)


def make_practice_values(people: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    """Create examples of every status, waiting colleagues and messages, for the member of a school."""
    author = people["school"]
    school = School.objects.get(memberships__user=author)
    statuses = (Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.PUBLISHED)
    examples = [make_story(created_by=author, school=school, status=status).slug for status in statuses]
    example = PracticeExample.objects.get(slug=examples[-1])
    example.files.create(title="A plan", name="plan.txt", order=1, file=ContentFile(b"Words.", name="plan.txt"))
    waiting = make_waiting_membership(school)
    own = SchoolMembership.objects.create(
        user=people["new member"],
        school=school,
        role="Teacher",
        work_email="new@example.org",
        link_key=uuid4(),
        link_sent_at=timezone.now(),
    )
    message = SchoolMessage.objects.create(school=school, sender=people["author"], form_key=uuid4(), **MESSAGES)
    yield (
        "practice:*",
        {
            "slug": examples,
            "stage": [stage.slug for stage in STAGES],
            "urn": [school.urn],
            "order": [1],
            "reference": [message.reference, waiting.reference],
            "key": [own.link_key],
        },
    )


def make_waiting_membership(school: School) -> SchoolMembership:
    colleague = make_member(school, status=SchoolMembership.Status.WAITING)
    return SchoolMembership.objects.get(user=colleague)


def make_publisher_values(people: dict[str, Any], publisher: Publisher) -> Iterator[tuple[str, Values]]:
    make_application(people["new member"])
    invitation: Invitation = make_invitation(publisher, people["author"].email)
    event = make_publication(publisher=publisher, kind=Kind.EVENT, keywords=["autism"], focus_areas=["leadership"])
    file = make_file(event, title="A plan")
    statuses = (Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED, Status.ARCHIVED)
    rows = [make_publication(publisher=publisher, status=status) for status in statuses]
    people_of_it = list(Membership.objects.filter(publisher=publisher).values_list("pk", flat=True))
    bulk = BulkImport.objects.create(user=people["owner"], file_name="some.csv", row_count=0)
    feed = FollowedFeed.objects.create(publisher=publisher, url="https://example.org/feed", kind=Kind.NEWS)
    yield "resources:import*", {"pk": [bulk.pk]}
    yield "resources:feed*", {"pk": [feed.pk]}
    for name in ("publication", "calendar", "click", "file*", "statistics*"):
        yield f"resources:{name}", {"slug": [event.slug, rows[0].slug], "pk": [file.pk]}
    for name in ("resend", "revoke"):
        yield f"resources:{name}", {"slug": [publisher.slug], "pk": [invitation.pk]}
    yield "resources:*", {"slug": [publisher.slug], "pk": people_of_it, "token": [invitation.token]}
    yield "admin:resources_publication_*", {"object_id": [row.pk for row in rows], "pk": [row.pk for row in rows]}


def make_discussion_values(world: Any, people: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    """Create questions and replies to read, answer and change, and what belongs to their author."""
    places = (("author", "visible"), ("author", "held"), ("publisher", "visible"))
    scenarios = [world.get_scenario(role, state) for role, state in places]
    rows = world.rows
    yield "discussions:follow", {"kind": ["item"], "pk": [scenarios[0].item.pk]}
    yield "discussions:follow_change", {"pk": [rows["follow"]]}
    yield "notification", {"pk": [rows["notification"]]}
    yield "unsubscribe", {"token": [rows["token"]]}
    yield "discussions:moderate_appeal", {"pk": [rows["appeal"]]}
    yield "discussions:moderate_message", {"reference": [rows["message"]]}
    yield "discussions:ask", {"slug": ["leadership"]}
    comments = [each.pk for scenario in scenarios for each in (scenario.question, scenario.reply)]
    yield (
        "discussions:*",
        {
            "pk": comments,
            "slug": [scenario.item.slug for scenario in scenarios],
            "key": [rows["key"]],
            "reference": [rows["decision"]],
        },
    )
    assert {each.author for scenario in scenarios for each in (scenario.question, scenario.reply)} & set(
        people.values()
    )


def make_account_values(people: dict[str, Any]) -> Iterator[tuple[str, Values]]:
    session = UserSession.objects.create(user=people["author"], session_key="a" * 32, ip="127.0.0.1", user_agent="x")
    yield "account_session_end", {"pk": [session.pk]}
    yield "welcome_step", {"step": ["areas", "phases", "school"]}
    yield "mfa_*", {"pk": [1]}  # a passkey needs a browser: tests/browser/test_account.py makes one
    yield "account_reset_password_from_key", {"uidb36": ["1"], "key": ["a-b"]}
    yield "openid_connect_*", {"provider_id": ["none"]}


def make_other_values() -> Iterator[tuple[str, Values]]:
    yield "focus_area", {"slug": ["leadership"]}
    yield "save_item", {"slug": [Item.objects.public()[0].slug]}
    yield "sitemap_section", {"section": ["items"]}
    yield "admin:app_list", {"app_label": ["resources"]}
    yield "admin:view_on_site", {"content_type_id": ["1"], "object_id": ["1"]}
    Keyword.objects.get_or_create(name="reading", slug="reading")
    for model in admin.site._registry:
        row = get_first_row(model)
        rows = [row.pk if row else 1]
        yield f"admin:{model._meta.label_lower.replace('.', '_')}_*", {"object_id": rows, "pk": rows}
    yield "admin:auth_user_password_change", {"id": [User.objects.all()[0].pk]}


def get_first_row(model: Any) -> Any:
    return EmailAddress.objects.first() if model is EmailAddress else model._default_manager.first()


def list_patterns(
    among: Any = None, namespace: str = "", outer: tuple[str, ...] = ()
) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of every address of the site with its parameters."""
    for each in get_resolver().url_patterns if among is None else among:
        regex = getattr(each.pattern, "regex", None)
        parts = (*outer, *(each.pattern.converters or (regex.groupindex if regex else {})))
        if isinstance(each, URLResolver):
            inside = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from list_patterns(each.url_patterns, inside, parts)
        elif each.name:
            yield namespace + each.name, list(parts)


def list_addresses(world: World) -> dict[str, list[str]]:
    """Return the addresses of the site by name, with none for a name without known values."""
    found: dict[str, list[str]] = {}
    for name, parts in list_patterns():
        found.setdefault(name, []).extend(list_paths(name, parts, world) if parts else [reverse(name)])
    return found


def list_paths(name: str, parts: list[str], world: World) -> list[str]:
    values = next((values for pattern, values in world.values if fnmatch(name, pattern)), {})
    if not set(parts) <= set(values):
        return []
    combinations = product(*(values[part] for part in parts))
    return [reverse(name, kwargs=dict(zip(parts, given, strict=True))) for given in combinations]
