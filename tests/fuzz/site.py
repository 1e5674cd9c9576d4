"""A site with content behind every address, and users of several roles."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from gateway.catalogue.models import Item, Status
from practice.models import SchoolMembership
from resources.models import FollowedFeed
from tests.addresses import list_addresses, list_patterns
from tests.discussions import world
from tests.factories import (
    PASSWORD,
    make_application,
    make_file,
    make_invitation,
    make_known,
    make_member,
    make_owner,
    make_publication,
    make_school,
    make_story,
    make_verified,
)
from tests.pages import fill_catalogue

ROLES = ("visitor", "member", "owner", "editor", "superuser")
MAX_PATHS_TRIED = 40
MAX_PATHS_PER_NAME = 2


@dataclass
class Site:
    """The users and rows, and the working paths of each address name, found when first needed."""

    cookies: dict[str, SimpleCookie]
    values: dict[str, list[Any]]
    found: dict[str, list[str]] = field(default_factory=dict)

    def send_request(self, role: str, path: str, query: str = "", post: Any = None, **options: Any) -> HttpResponse:
        """Send a request as a role. All changes are rolled back."""
        client = Client(raise_request_exception=False, enforce_csrf_checks=False, HTTP_SEC_FETCH_SITE="same-origin")
        client.cookies = SimpleCookie(self.cookies[role].output(header="", sep=";"))
        address = path + (f"{'&' if '?' in path else '?'}{query}" if query else "")
        with transaction.atomic():
            answer: Any = client.get(address) if post is None else client.post(address, post, **options)
            if answer.streaming:
                b"".join(answer.streaming_content)  # the client then closes it
            transaction.set_rollback(True)
        return answer

    def find_paths(self, name: str, chance: random.Random) -> list[str]:
        """Return a few paths at which a superuser finds something; if there are none, one that answers 404."""
        if name not in self.found:
            every = [each.path for each in list_addresses(self.get_values(name)) if each.name == name]
            tried = chance.sample(every, min(MAX_PATHS_TRIED, len(every)))
            good = (path for path in tried if self.send_request("superuser", path).status_code != 404)
            self.found[name] = [path for path, _ in zip(good, range(MAX_PATHS_PER_NAME), strict=False)] or tried[:1]
        return self.found[name]

    def get_values(self, name: str) -> dict[str, list[Any]]:
        """Return the values of an address's keywords; addresses of the admin get keys of their model."""
        space, _, last = name.partition(":")
        model = next(
            (each for each in apps.get_models() if last.startswith(f"{each._meta.label_lower.replace('.', '_')}_")),
            None,
        )
        if space != "admin" or model is None:
            return self.values
        return {**self.values, "pk": list(model._default_manager.values_list("pk", flat=True)[:3]) or [1]}


def list_names() -> list[str]:
    return sorted({name for name, _ in list_patterns()})


def get_cookies(person: User) -> SimpleCookie:
    """Return the cookies of a user who has just authenticated."""
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client.cookies


def build_site() -> Site:
    """Create the world of discussions, a page of every kind, and a row of every model with an address."""
    made = world.build_world()
    publisher = fill_catalogue(2)
    people = made.people
    owner, member = make_owner(publisher, is_staff=False), make_verified(make_known("Mia Member"))
    school = make_school("A School", town="Leeds", postcode="LS1 4AP")
    make_member(school, member)
    reference = make_member(school, status=SchoolMembership.Status.WAITING).school_memberships.get().reference
    draft = make_publication("A draft", publisher=publisher, status=Status.DRAFT)
    own: dict[str, Any] = {"created_by": member, "school": school}
    story, unfinished = make_story("A story", **own), make_story("Unfinished", status=Status.DRAFT, **own)
    make_application()
    file = make_file(Item.objects.get(slug="a-resource").publication)
    FollowedFeed.objects.create(publisher=publisher, url="https://example.org/feed", kind="news")
    token = make_invitation(publisher).token
    values = {
        "slug": ["a-resource", "a-event", "leadership", publisher.slug, draft.slug, story.slug, unfinished.slug],
        "pk": [*made.scenarios[False, "visible"].__dict__.values(), file, made.rows["appeal"]],
        "urn": [school.urn],
        "reference": [made.rows["decision"], made.rows["message"], reference],
        "key": [made.rows["key"], reference],
        "token": [made.rows["token"], token],
        "kind": ["item", "publisher", "thread"],
        "stage": ["need", "did", "changed", "finish"],
        "section": ["items", "questions"],
        "order": [0, 1],
        "step": ["areas", "phases", "school"],
        "app_label": ["resources", "catalogue"],
        "uidb36": ["1"],
        "ending": ["csv"],
    }
    values["pk"] = [getattr(each, "pk", each) for each in values["pk"]]
    who = {"member": member, "owner": owner, "editor": people["editor"], "superuser": people["superuser"]}
    return Site({"visitor": SimpleCookie(), **{role: get_cookies(person) for role, person in who.items()}}, values)
