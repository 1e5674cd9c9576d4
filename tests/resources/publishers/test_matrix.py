"""Tests of every page and act on a publisher's members, for every role, against the table in docs/security.md."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from resources.models import Invitation, Membership, Publisher, PublisherApplication, PublisherStep
from resources.urls import urlpatterns
from tests.factories import (
    make_application,
    make_contributor,
    make_editor,
    make_invitation,
    make_owner,
    make_publisher,
    make_user,
)

pytestmark = pytest.mark.django_db
OURS, ADMIN = "/publishers/a/", "/manage/resources/"
ROLE = {"role": "owner"}
PROFILE = {"name": "A new name", "website": "", "description": "", "version": "1"}
STEPS = {"steps-TOTAL_FORMS": "0", "steps-INITIAL_FORMS": "0"}
ACTS = {
    # for each act in the table: the method, the address and the data
    "see its people": ("get", OURS + "people/", {}),
    "invite somebody": ("post", OURS + "people/", {"email": "new@example.org"} | ROLE),
    "send an invitation again": ("post", OURS + "invitations/{invitation}/resend/", {}),
    "take an invitation back": ("post", OURS + "invitations/{invitation}/revoke/", {}),
    "open a member": ("get", OURS + "people/{member}/", {}),
    "change a role": ("post", OURS + "people/{member}/", ROLE),
    "remove a member": ("post", OURS + "people/{member}/remove/", {}),
    "open the form of its page": ("get", OURS + "profile/", {}),
    "change its page": ("post", OURS + "profile/", PROFILE),
    "ask to leave": ("get", OURS + "people/leave/", {}),
    "leave": ("post", OURS + "people/leave/", {}),
    "list publishers in the admin": ("get", ADMIN + "publisher/", {}),
    "open it in the admin": ("get", ADMIN + "publisher/{publisher}/change/", {}),
    "trust it": ("post", ADMIN + "publisher/{publisher}/change/", PROFILE | STEPS | {"slug": "a", "is_trusted": "on"}),
    "suspend it": (
        "post",
        ADMIN + "publisher/{publisher}/change/",
        PROFILE | STEPS | {"slug": "a", "is_suspended": "on", "why": "Complaints"},
    ),
    "read its history in the admin": ("get", ADMIN + "publisher/{publisher}/history/", {}),
    "delete it": ("post", ADMIN + "publisher/{publisher}/delete/", {"post": "yes"}),
    "add a publisher": ("post", ADMIN + "publisher/add/", PROFILE | {"slug": "new"}),
    "list applications": ("get", ADMIN + "publisherapplication/", {}),
    "read an application": ("get", ADMIN + "publisherapplication/{application}/change/", {}),
    "decide about an application": (
        "post",
        ADMIN + "publisherapplication/{application}/change/",
        {"decision": "approve"},
    ),
    "delete an application": ("post", ADMIN + "publisherapplication/{application}/delete/", {"post": "yes"}),
    "withdraw somebody else's application": ("post", "/publishers/join/withdraw/", {}),
}


def read_table():
    """Return the table in docs/security.md, by act and role."""
    text = (settings.BASE_DIR / "docs/security.md").read_text()
    part = text.partition("## Who may do what with publisher A")[2].partition("\n## ")[0]
    lines = [line.strip().strip("|").split("|") for line in part.splitlines() if line.startswith("|")]
    header, _, *rows = [[cell.strip() for cell in line] for line in lines]
    return {(row[0], role): word for row in rows for role, word in zip(header[1:], row[1:], strict=True)}


TABLE = read_table()
ROLES = ("visitor", "person", "contributor of A", "owner of A", "owner of B", "editor", "superuser")


@pytest.fixture
def world():
    """Create publishers A and B and a user of every role.

    A has two owners, a contributor, an invitation and an application.
    """
    a, b = make_publisher("A", slug="a"), make_publisher("B", slug="b")
    make_owner(a)
    return {
        "publisher": a.pk,
        "member": make_contributor(a).memberships.get().pk,
        "invitation": make_invitation(a).pk,
        "application": make_application().pk,
        "person": make_user(),
        "contributor of A": make_contributor(a),
        "owner of A": make_owner(a),
        "owner of B": make_owner(b),
        "editor": make_editor(),
        "superuser": make_user(is_superuser=True, is_staff=True, is_editor=True),
    }


def list_stored_rows():
    """Return every row that an act could change."""
    models = (Publisher, Membership, Invitation, PublisherApplication, PublisherStep)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.matrix
def test_the_answer_is_the_one_in_the_table(world, act, role):
    method, address, sent = ACTS[act]
    browser, before = Client(), list_stored_rows()
    if role in world:
        browser.force_login(world[role])

    response = getattr(browser, method)(address.format(**world), sent)

    assert (answer(response), list_stored_rows() != before) == (
        TABLE[act, role],
        method == "post" and TABLE[act, role] == "yes",
    )


def answer(response):
    """Return the response in the words of the table."""
    if response.status_code == 302 and "login" in response["Location"]:
        return "log in"
    return {200: "yes", 302: "yes"}.get(response.status_code, str(response.status_code))


def test_the_table_has_every_act_and_role_and_no_other():
    assert set(TABLE) == {(act, role) for act in ACTS for role in ROLES}


def test_no_page_of_a_publishers_people_is_left_out():
    routes = {str(each.pattern) for each in urlpatterns if str(each.pattern).startswith("publishers/<slug:slug>/")}
    tried = {address.format(member=1, invitation=1, publisher=1, application=1) for _, address, _ in ACTS.values()}
    patterns = [each.pattern for each in urlpatterns if str(each.pattern) in routes]

    untried = {str(pattern) for pattern in patterns if not any(pattern.match(address[1:]) for address in tried)}
    assert untried == {"publishers/<slug:slug>/", "publishers/<slug:slug>/invitation/<str:token>/"}


@pytest.mark.parametrize("act", [act for act, (_, address, _) in ACTS.items() if OURS in address and "{" in address])
def test_what_is_of_a_is_not_found_under_b(world, act):
    method, address, sent = ACTS[act]
    browser, before = Client(), list_stored_rows()
    browser.force_login(world["owner of B"])

    response = getattr(browser, method)(address.format(**world).replace(OURS, "/publishers/b/"), sent)

    assert (response.status_code, list_stored_rows()) == (404, before)


@pytest.mark.parametrize("act", [act for act, (method, address, _) in ACTS.items() if method == "post"])
def test_nothing_is_done_without_the_token_of_the_form(world, act):
    _, address, sent = ACTS[act]
    browser, before = Client(enforce_csrf_checks=True), list_stored_rows()
    browser.force_login(world["superuser"])

    response = browser.post(address.format(**world), sent)

    assert (response.status_code, list_stored_rows()) == (403, before)


@pytest.mark.parametrize("act", [act for act, (method, address, _) in ACTS.items() if method == "post"])
def test_nothing_is_done_by_looking(world, act):
    browser, before = Client(), list_stored_rows()
    browser.force_login(world["superuser"])

    browser.get(ACTS[act][1].format(**world))

    assert list_stored_rows() == before
