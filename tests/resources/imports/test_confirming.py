"""Tests that an import stores exactly what was shown, completely or not at all, once, and only for its uploader."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.facet_consistency import find_differences
from gateway.catalogue.models import Item, Keyword, Status
from resources.imports.tasks import check_import, save_import
from resources.models import BulkImport, Edit, ImportState, Publication
from tests.factories import (
    get_focus_area,
    make_contributor,
    make_editor,
    make_owner,
    make_publication,
    make_publisher,
)
from tests.resources.imports.sheets import ROW, confirm, import_file, list_outcomes, make_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return make_publisher("Acorn")


@pytest.fixture
def owner(client, publisher):
    owner = make_owner(publisher)
    client.force_login(owner)
    return owner


def test_new_rows_become_drafts_with_all_that_belongs_to_them(client, owner, publisher):
    row = {
        **ROW,
        "slug": "guide",
        "phases": "primary; secondary",
        "keywords": "Reading; phonics",
        "cost": "Free",
        "year": "2026",
    }

    brought = import_file(client, make_csv(row))
    confirm(client, brought)

    made = Publication.objects.get(slug="guide")
    assert (brought.state, made.status, made.publisher, made.created_by) == ("done", "draft", publisher, owner)
    assert (made.title, made.url, made.cost, made.year) == ("Reading together", ROW["url"], "free", 2026)
    assert (made.sort_title, made.version, made.kind) == ("reading together", 1, "resource")
    assert [each.slug for each in made.phases.all()] == ["primary", "secondary"]
    assert sorted(made.keywords.names()) == ["Reading", "phonics"]
    assert [step.to_status for step in made.steps.all()] == ["draft"]
    assert {each["field"] for each in made.edits.get().changes} == set(row) - {"kind", "slug"}


def test_an_event_and_every_other_kind_can_be_made(client, owner):
    rows = [
        {**ROW, "title": kind, "kind": kind, "starts_at": "", "ends_at": "", "venue": ""}
        for kind in ("news", "research")
    ]
    rows += [{**ROW, "kind": "event", "starts_at": "04/05/2027 09:30", "ends_at": "04/05/2027 12:00", "venue": "York"}]

    confirm(client, import_file(client, make_csv(*rows)))

    event = Publication.objects.get(kind="event")
    assert Publication.objects.count() == 3
    assert timezone.localtime(event.starts_at).isoformat() == "2027-05-04T09:30:00+01:00"


def test_a_draft_that_was_imported_can_be_published_and_found(client, owner):
    confirm(client, import_file(client, make_csv({**ROW, "slug": "guide"})))

    Publication.objects.get(slug="guide").move(Status.PUBLISHED)

    assert client.get("/resources/guide/").status_code == 200
    assert "Reading together" in client.get("/browse/?focus=leadership").text
    assert find_differences(get_current_index(), 5) == []


def test_a_change_changes_what_it_says_and_nothing_else(client, owner, publisher):
    make_publication(
        "Old", publisher=publisher, slug="guide", status=Status.DRAFT, body="Words", phases=["primary"], keywords=["a"]
    )

    confirm(client, import_file(client, make_csv({"slug": "guide", "title": "The new", "keywords": "b; c"})))

    changed = Publication.objects.get(slug="guide")
    assert (changed.title, changed.sort_title, changed.body, changed.version) == ("The new", "new", "Words", 2)
    assert ([each.slug for each in changed.phases.all()], sorted(changed.keywords.names())) == (["primary"], ["b", "c"])
    assert [each["field"] for each in changed.edits.get().changes] == ["title", "keywords"]


def test_a_keyword_is_one_whatever_its_case(client, owner):
    Keyword.objects.create(name="Phonics")

    confirm(
        client,
        import_file(client, make_csv({**ROW, "keywords": "PHONICS"}, {**ROW, "title": "B", "keywords": "phonics"})),
    )

    assert [keyword.uses.count() for keyword in Keyword.objects.all()] == [2]


def test_nothing_is_stored_while_a_row_is_refused_and_not_left_out(client, owner):
    brought = import_file(client, make_csv(ROW, {**ROW, "title": ""}))

    response = confirm(client, brought)

    assert (response.status_code, brought.state) == (200, "checked")
    assert "This field is required" in response.text
    assert Publication.objects.count() == 0


def test_refused_rows_are_left_out_if_one_says_so(client, owner):
    brought = import_file(client, make_csv(ROW, {**ROW, "title": ""}))

    confirm(client, brought, leave_out="on")

    assert (brought.state, [each.title for each in Publication.objects.all()]) == ("done", ["Reading together"])


def test_saying_yes_twice_imports_once(client, owner):
    brought = import_file(client, make_csv(ROW))

    confirm(client, brought), confirm(client, brought)

    assert Publication.objects.count() == 1


def somebody_changes_it(publisher, owner):
    publication = Publication.objects.get(slug="guide")
    publication.take_version(publication.version)


def somebody_takes_the_address(publisher, owner):
    make_publication("Other", slug="new-guide")


def the_person_leaves(publisher, owner):
    owner.memberships.all().delete()


def the_publisher_is_suspended(publisher, owner):
    publisher.suspend(by=None, reason="Why not.")


def it_goes_out(publisher, owner):
    Publication.objects.get(slug="guide").move(Status.PUBLISHED)


def it_is_deleted(publisher, owner):
    Item.objects.filter(slug="guide").delete()


def a_term_goes(publisher, owner):
    get_focus_area("leadership").delete()


@pytest.mark.parametrize(
    "happens",
    [
        somebody_changes_it,
        somebody_takes_the_address,
        the_person_leaves,
        the_publisher_is_suspended,
        it_goes_out,
        it_is_deleted,
        a_term_goes,
    ],
)
def test_nothing_is_stored_if_anything_is_not_as_it_was_shown(client, owner, publisher, happens):
    make_publication("Old", publisher=publisher, slug="guide", status=Status.DRAFT)
    other = make_publisher()
    owner.memberships.create(publisher=other, role="owner")
    rows = [
        {**ROW, "slug": "guide", "publisher": "acorn"},
        {**ROW, "slug": "new-guide", "publisher": "acorn", "title": "B"},
    ]
    brought = import_file(client, make_csv(*rows))
    assert list_outcomes(brought) == ["change", "create"]
    happens(publisher, owner)
    before = list(Publication.objects.order_by("pk").values_list("slug", "title", "version"))

    BulkImport.objects.update(state=ImportState.SAVING)
    save_import.enqueue(brought.pk)

    brought.refresh_from_db()
    assert brought.state == "stale"
    assert brought.problem.startswith("Something changed after this was checked: ")
    assert list(Publication.objects.order_by("pk").values_list("slug", "title", "version")) == before
    assert Edit.objects.count() == 0


def test_a_preview_of_yesterday_is_refused(client, owner):
    brought = import_file(client, make_csv(ROW))

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        client.force_login(owner)
        confirm(client, brought)

    assert (brought.state, Publication.objects.count()) == ("checked", 0)


@pytest.mark.parametrize("name", ["import_report", "import_confirm"])
def test_the_import_of_another_person_does_not_exist(client, owner, publisher, name):
    brought = import_file(client, make_csv(ROW))
    address = reverse(f"resources:{name}", args=[brought.pk])
    statuses = []
    for person in (make_contributor(publisher), make_owner(), make_editor()):
        client.force_login(person)
        statuses.append((client.post if name == "import_confirm" else client.get)(address).status_code)

    assert statuses == [404, 404, 404]
    assert Publication.objects.count() == 0


def test_a_worker_that_was_killed_is_followed_by_one_that_repeats_nothing(client, owner):
    brought = import_file(client, make_csv(ROW, {**ROW, "title": "B"}))
    brought.rows.filter(title="B").update(outcome="", ready={})
    BulkImport.objects.update(state=ImportState.CHECKING)

    check_import.enqueue(brought.pk), check_import.enqueue(brought.pk)
    confirm(client, brought)
    save_import.enqueue(brought.pk), save_import.enqueue(brought.pk)

    assert sorted(each.title for each in Publication.objects.all()) == ["B", "Reading together"]


def test_the_report_shows_rows_by_what_they_would_do(client, owner):
    brought = import_file(client, make_csv({**ROW, "format": ""}, {**ROW, "title": "Wrong", "format": "hologram"}))

    page = client.get(brought.get_absolute_url() + "?show=refuse").text

    assert ("Row 3: Wrong" in page, "Row 2: Reading" in page, "hologram” is not known" in page) == (True, False, True)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ settings.SECRET_KEY }}", '"><img src=x onerror=alert(1)>']
)
def test_what_stands_in_a_cell_is_shown_as_text(client, owner, text):
    brought = import_file(client, make_csv({**ROW, "title": text, "format": text}), name=f"{text[:20]}.csv")

    page = client.get(brought.get_absolute_url()).text

    assert text not in page or text.startswith("{{")
    assert "hologram" not in page


@pytest.mark.parametrize("many", [10, 200])
def test_the_report_costs_the_same_for_ten_rows_and_for_200(client, owner, django_assert_num_queries, many):
    brought = import_file(client, make_csv(*({**ROW, "title": f"Title {number}"} for number in range(many))))
    client.get(brought.get_absolute_url())

    with django_assert_num_queries(9):
        client.get(brought.get_absolute_url())


def test_storing_costs_few_queries_however_many_rows_are_new(client, owner, django_assert_max_num_queries):
    brought = import_file(client, make_csv(*({**ROW, "title": f"Title {number}"} for number in range(150))))

    with django_assert_max_num_queries(60):  # including those that index the rows
        confirm(client, brought)

    assert Publication.objects.count() == 150
