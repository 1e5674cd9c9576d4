"""Tests that search finds a published publication by its words, however it was created."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core import serializers
from django.core.management import call_command
from django.urls import reverse

from gateway.catalogue.models import Item, Status
from gateway.catalogue.search_index.index_consistency import find_differences
from practice.models import PracticeExample
from resources.imports.bulk_insert import BulkTable, reserve_keys
from resources.models import Publication
from resources.publications.workflow import take_step
from tests.factories import make_editor, make_owner, make_publication, make_publisher, make_story, set_terms
from tests.resources.followed_feeds.conftest import follow  # noqa: F401 (a fixture)
from tests.resources.imports.sheets import ROW, confirm, import_file, make_csv

pytestmark = pytest.mark.django_db

WORD = "kaleidoscope"
TITLE = f"The {WORD} of reading"
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>A</title><item><guid>1</guid><title>{TITLE}</title>
<link>https://example.org/1</link><description>Words.</description></item></channel></rss>"""


def found(client) -> list[str]:
    client.logout()
    return [card.title for card in client.get("/browse/", {"q": WORD}).context["found"].items]


def publish(item) -> None:
    take_step(Publication.objects.get(pk=item.pk), Status.PUBLISHED, by=make_editor())


def by_admin(client):
    publisher = make_publisher()
    client.force_login(make_owner(publisher))
    fields = {"focus_areas": ["leadership"], "url": "https://example.org/guide"}
    publish(make_publication(TITLE, publisher=publisher, status=Status.IN_REVIEW, **fields))


def by_import(client):
    client.force_login(make_owner(make_publisher()))
    confirm(client, import_file(client, make_csv(ROW | {"title": TITLE})))
    row = Publication.objects.get(title=TITLE)
    row.move(Status.IN_REVIEW)
    publish(row)


def by_practice_form(client):
    example = make_story(TITLE, status=Status.IN_REVIEW)
    client.force_login(make_editor())
    client.post(
        reverse("practice:review_example", args=[example.slug]), {"decision": "publish", "version": example.version}
    )


def by_rows_that_nobody_told_of(client):
    """Insert rows in bulk without signals. Publishing the item has it indexed."""
    model = make_publication("Another", status=Status.DRAFT)
    pk = reserve_keys(Item, 1)
    items, publications = BulkTable(Item, with_key=True), BulkTable(Publication, with_key=True)
    values = {field.attname: getattr(model, field.attname) for field in Item._meta.local_concrete_fields}
    items.insert_rows([items.make_row(**values | {"id": pk, "title": TITLE, "sort_title": TITLE, "slug": "a-row"})])
    publications.insert_rows([publications.make_row(item_ptr_id=pk, publisher_id=model.publisher_id)])
    row = Publication.objects.get(pk=pk)
    row.move(Status.PUBLISHED)


def by_restore(client):
    """Load a copy of the rows again."""
    make_publication(TITLE, slug="copied")
    copy = StringIO()
    call_command("dumpdata", "catalogue.item", "resources.publication", stdout=copy)
    Publication.objects.get(slug="copied").move(Status.ARCHIVED)
    Publication.objects.get(slug="copied").delete()
    assert found(client) == []
    for row in serializers.deserialize("json", copy.getvalue()):
        row.save()


def by_restoring_a_publisher(client):
    publisher = make_publisher()
    publisher.suspend(by=make_editor(), reason="Because.")
    make_publication(TITLE, publisher=publisher)
    assert found(client) == []
    publisher.restore(by=make_editor())


WAYS = [
    by_admin,
    by_import,
    by_practice_form,
    by_rows_that_nobody_told_of,
    by_restore,
    by_restoring_a_publisher,
]


@pytest.mark.parametrize("way", WAYS)
def test_what_is_published_is_found(client, way):
    make_publication("Something else")
    assert found(client) == []

    way(client)

    assert found(client) == [TITLE]
    assert not find_differences()


def test_an_entry_of_a_feed_is_found_once_it_is_published(client, follow):  # noqa: F811
    follow(FEED.encode())
    assert found(client) == []

    row = Publication.objects.get(title=TITLE)
    set_terms(row, focus_areas=["leadership"])
    row.move(Status.IN_REVIEW)
    publish(row)

    assert found(client) == [TITLE]
    assert not find_differences()


def test_a_starter_catalogue_is_found(client, tmp_path):
    publisher = {"slug": "a-charity", "name": "A Charity", "website": "https://example.org/", "description": ""}
    entry = {
        "kind": "resource",
        "title": TITLE,
        "publisher": "A Charity",
        "year": 2024,
        "url": "https://example.org/guide",
        "page_known": False,
        "summary": "What it says.",
        "focus_areas": ["leadership"],
        "areas_of_need": ["specific-learning-difficulty"],
        "phases": ["primary"],
    }
    path = tmp_path / "starter.json"
    path.write_text(json.dumps({"publishers": [publisher], "publications": [entry]}))

    call_command("load_starter", str(path), verbosity=0, stdout=StringIO())

    assert found(client) == [TITLE]
    assert not find_differences()


def test_a_made_up_catalogue_is_found(client):
    call_command("populate", items=20, seed=1, verbosity=0, stdout=StringIO())
    title = Publication.objects.public().order_by("pk")[0].title

    assert title in [card.title for card in client.get("/browse/", {"q": f'"{title}"'}).context["found"].items]
    assert not find_differences()


def test_a_starter_of_examples_is_found(client):
    call_command("load_practice", verbosity=0, stdout=StringIO())
    title = PracticeExample.objects.public().order_by("pk")[0].title

    assert title in [card.title for card in client.get("/browse/", {"q": f'"{title}"'}).context["found"].items]
    assert not find_differences()
