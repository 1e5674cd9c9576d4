"""Tests of what each user may see, edit and publish, using the querysets of every page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from gateway.catalogue.models import Item, Status
from resources.models import Publication, Publisher, Role
from tests.factories import make_contributor, make_editor, make_owner, make_publication, make_publisher, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """Return a user of each kind, and create publications of publisher A, which is trusted, and B, which is not."""
    a, b = make_publisher("A", is_trusted=True), make_publisher("B")
    for publisher in (a, b):
        make_publication(f"{publisher} out", publisher=publisher)
        make_publication(f"{publisher} draft", publisher=publisher, status=Status.DRAFT)
    return {
        "anonymous": AnonymousUser(),
        "member": make_user(),
        "contributor of A": make_contributor(a),
        "owner of A": make_owner(a),
        "owner of A who may no longer log in": make_owner(a, is_active=False),
        "owner of B": make_owner(b),
        "editor": make_editor(),
        "superuser": make_user(is_superuser=True, is_staff=True, is_editor=True),
    }


OUT = {"A out", "B out"}
ALL = {"A out", "A draft", "B out", "B draft"}
A, B = {"A out", "A draft"}, {"B out", "B draft"}
TABLE = {
    # for each user: what they see, what they may edit, and what they may publish without an editor
    "anonymous": (OUT, set(), set()),
    "member": (OUT, set(), set()),
    "contributor of A": (OUT | A, A, set()),
    "owner of A": (OUT | A, A, A),
    "owner of A who may no longer log in": (OUT, set(), set()),
    "owner of B": (OUT | B, B, set()),
    "editor": (ALL, ALL, ALL),
    "superuser": (ALL, ALL, ALL),
}


@pytest.mark.parametrize("who", TABLE)
def test_publications_obey_the_table(cast, who):
    sees, edits, publishes = TABLE[who]

    publications = Publication.objects

    assert list_titles(publications.visible_to(cast[who])) == sorted(sees)
    assert list_titles(publications.editable_by(cast[who])) == sorted(edits)
    assert list_titles(publications.publishable_by(cast[who])) == sorted(publishes)


@pytest.mark.parametrize(
    ("who", "expected"), [("contributor of A", set()), ("owner of A", A), ("owner of B", B), ("editor", set())]
)
def test_what_an_owner_owns(cast, who, expected):
    assert list_titles(Publication.objects.owned_by(cast[who])) == sorted(expected)


@pytest.mark.parametrize(
    ("who", "belongs", "manages"),
    [
        ("anonymous", [], []),
        ("member", [], []),
        ("contributor of A", ["A"], []),
        ("owner of A", ["A"], ["A"]),
        ("owner of A who may no longer log in", [], []),
        ("owner of B", ["B"], ["B"]),
        ("editor", [], ["A", "B"]),
    ],
)
def test_publishers_obey_the_table(cast, who, belongs, manages):
    publishers = Publisher.objects

    assert [str(each) for each in publishers.for_user(cast[who])] == belongs
    assert [str(each) for each in publishers.managed_by(cast[who])] == manages


@pytest.mark.parametrize(
    ("who", "status"), [("anonymous", 404), ("owner of B", 404), ("owner of A", 302), ("editor", 302)]
)
def test_the_page_of_a_suspended_publisher_leads_its_own_people_to_why(client, cast, who, status):
    Publisher.objects.get(name="A").suspend(by=cast["editor"], reason="Complaints")
    if cast[who].is_authenticated:
        client.force_login(cast[who])

    response = client.get("/publishers/a/")

    assert (response.status_code, response.get("Location")) == (
        status,
        "/publishers/a/people/" if status == 302 else None,
    )


@pytest.mark.parametrize("who", TABLE)
def test_a_bare_item_obeys_the_same_table(cast, who):
    assert list_titles(Item.objects.visible_to(cast[who])) == sorted(TABLE[who][0])


def test_a_suspended_publishers_owner_may_not_publish(cast):
    Publisher.objects.get(name="A").suspend(by=cast["editor"], reason="Complaints")

    assert list_titles(Publication.objects.publishable_by(cast["owner of A"])) == []
    assert list_titles(Publication.objects.editable_by(cast["owner of A"])) == sorted(A)


def test_who_left_a_publisher_no_longer_sees_the_drafts_they_wrote():
    writer = make_contributor(publisher := make_publisher())
    make_publication("Mine", publisher=publisher, status=Status.DRAFT, created_by=writer)
    assert list_titles(Publication.objects.visible_to(writer)) == ["Mine"]

    writer.memberships.all().delete()

    assert list_titles(Publication.objects.visible_to(writer)) == []


def test_nothing_is_counted_twice_for_somebody_of_several_publishers():
    user = make_owner(make_publisher("A"))
    for name in ("B", "C"):
        make_publisher(name).memberships.create(user=user, role=Role.OWNER)
    make_publication("Once", publisher=Publisher.objects.get(name="A"))

    assert list_titles(Publication.objects.visible_to(user)) == ["Once"]
    assert Publisher.objects.known_to(user).count() == 3


@pytest.mark.parametrize("path", ["/resources/plan/", "/resources/plan/calendar.ics"])
@pytest.mark.parametrize(("who", "status"), [("contributor of A", 200), ("owner of B", 404), ("member", 404)])
def test_a_draft_is_a_page_for_its_publishers_people_alone(client, cast, path, who, status):
    make_publication("Plan", slug="plan", kind="event", status=Status.DRAFT, publisher=Publisher.objects.get(name="A"))
    client.force_login(cast[who])

    assert client.get(path).status_code == status


def list_titles(publications):
    return sorted(publication.title for publication in publications)
