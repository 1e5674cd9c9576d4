"""Tests that publications can be saved whose times fall in the hour that occurs twice when the clocks go back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gateway.catalogue.models import Kind
from resources.models import Publication
from tests.factories import make_editor, make_publication
from tests.resources.imports.sheets import import_file, list_outcomes, make_csv
from tests.resources.manage.forms import format_typed, get_page_url, make_changed_form

pytestmark = pytest.mark.django_db
FIRST_HALF_PAST_ONE = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
SECOND_HALF_PAST_ONE = datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
BOTH = {"the first": FIRST_HALF_PAST_ONE, "the second": SECOND_HALF_PAST_ONE}


@pytest.fixture(autouse=True)
def editor(client):
    client.force_login(make_editor())


def save(client, publication, **fields):
    ours = {"publisher": publication.publisher_id, "slug": publication.slug}
    return client.post(get_page_url(publication), make_changed_form(publication, **ours, **fields))


@pytest.mark.parametrize("moment", BOTH.values(), ids=BOTH)
def test_a_publication_of_that_hour_is_edited_and_keeps_its_date(client, moment):
    publication = make_publication("Old", body="Words.", focus_areas=["leadership"], published_at=moment)

    save(client, publication, title="New", published_at=format_typed(moment))

    assert Publication.objects.values_list("title", "published_at").get() == ("New", moment)


@pytest.mark.parametrize("moment", BOTH.values(), ids=BOTH)
def test_a_publication_of_that_hour_is_changed_by_a_spreadsheet(client, moment):
    published_at = moment.replace(second=15, microsecond=7)
    make_publication("Old", slug="guide", focus_areas=["leadership"], published_at=published_at)

    assert list_outcomes(import_file(client, make_csv({"slug": "guide", "title": "New"}))) == ["change"]


@pytest.mark.parametrize("moment", BOTH.values(), ids=BOTH)
def test_an_event_of_that_hour_starts_when_it_did(client, moment):
    times = {"starts_at": moment, "ends_at": SECOND_HALF_PAST_ONE}
    event = make_publication("Old", kind=Kind.EVENT, body="Words.", status="draft", focus_areas=["leadership"], **times)

    shown = {name: format_typed(value) for name, value in times.items()}
    save(client, event, title="New", is_online="on", **shown)

    assert Publication.objects.values_list("title", "starts_at", "ends_at").get() == ("New", *times.values())


def test_a_new_time_in_that_hour_is_the_first_of_the_two(client):
    event = make_publication(kind=Kind.EVENT, status="draft")

    shown = {"starts_at": format_typed(FIRST_HALF_PAST_ONE), "ends_at": "2025-10-26T09:00"}
    save(client, event, is_online="on", **shown)

    assert Publication.objects.get().starts_at == FIRST_HALF_PAST_ONE


def test_a_time_that_the_clocks_leave_out_is_refused_in_plain_words(client):
    event = make_publication(kind=Kind.EVENT, status="draft")

    shown = {"starts_at": "2027-03-28T01:30", "ends_at": "2027-03-28T09:00"}
    html = save(client, event, is_online="on", **shown).text

    assert "2027-03-28 01:30 does not exist, because the clocks go forward. Enter another time." in html
