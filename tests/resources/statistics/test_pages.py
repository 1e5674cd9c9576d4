"""Tests that publishers see how much their own publications are used, and nobody else's."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from resources.models import Use, WeeklyCount, WeeklyFilter, get_this_week
from tests.factories import make_contributor, make_editor, make_owner, make_publication, make_publisher, make_user

pytestmark = pytest.mark.django_db


def count(publication, use=Use.VIEW, number=1, weeks_ago=0):
    week = get_this_week() - timedelta(weeks=weeks_ago)
    return WeeklyCount.objects.create(publication=publication, use=use, count=number, week=week)


def read_csv_rows(response):
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


@pytest.mark.parametrize("make_person", [make_owner, make_contributor])
def test_the_people_of_a_publisher_see_its_publications_and_no_others(client, make_person):
    own, foreign = make_publication("Our guide"), make_publication("Their guide")
    count(own), count(foreign)
    client.force_login(make_person(own.publisher))

    page = client.get(reverse("resources:statistics")).text

    assert ("Our guide" in page, "Their guide" in page) == (True, False)


def test_an_editor_sees_all(client):
    titles = ["Our guide", "Their guide"]
    for title in titles:
        count(make_publication(title))
    client.force_login(make_editor())

    page = client.get(reverse("resources:statistics")).text

    assert [title in page for title in titles] == [True, True]


@pytest.mark.parametrize("name", ["statistics_of", "statistics_csv_of"])
def test_the_numbers_of_another_publisher_do_not_exist(client, name):
    own, foreign = make_publication(), make_publication()
    client.force_login(make_owner(own.publisher))

    statuses = [client.get(reverse(f"resources:{name}", args=[each.slug])).status_code for each in (own, foreign)]

    assert statuses == [200, 404]


@pytest.mark.parametrize("name", ["statistics", "statistics_csv"])
def test_who_belongs_to_no_publisher_is_not_let_in(client, name):
    client.force_login(make_user())

    response = client.get(reverse(f"resources:{name}"), follow=True)

    assert response.status_code == 403


def test_totals_are_of_the_weeks_asked_for(client):
    publication = make_publication()
    count(publication, number=3), count(publication, number=40, weeks_ago=20), count(publication, Use.DOWNLOAD, 2)
    client.force_login(make_owner(publication.publisher))

    recent = client.get(reverse("resources:statistics")).context["total"]
    longer = client.get(reverse("resources:statistics") + "?weeks=26").context["total"]

    assert (recent[1:], longer[1:]) == ((3, 2, 0), (43, 2, 0))


@pytest.mark.parametrize("asked", ["0", "-1", "1e9", "12.0", "999999999999999999999", "%00", "١٢"])
def test_a_span_that_is_not_offered_is_the_shortest(client, asked):
    publication = make_publication()
    client.force_login(make_owner(publication.publisher))

    response = client.get(reverse("resources:statistics") + f"?weeks={asked}")

    assert response.context["span"] == 12


@time_machine.travel("2026-01-01 12:00Z", tick=False)
def test_every_week_stands_in_the_table_over_the_new_year_too(client):
    publication = make_publication()
    count(publication, number=7, weeks_ago=1)
    client.force_login(make_owner(publication.publisher))

    weeks = client.get(reverse("resources:statistics_of", args=[publication.slug])).context["weeks"]

    assert len(weeks) == 12
    assert weeks[:2] == [(date(2025, 12, 29), 0, 0, 0), (date(2025, 12, 22), 7, 0, 0)]


def test_what_people_looked_for_is_shown_by_its_name(client):
    publication = make_publication()
    WeeklyFilter.objects.create(
        publication=publication, week=get_this_week(), parameter="focus", term="leadership", count=4
    )
    client.force_login(make_owner(publication.publisher))

    terms = client.get(reverse("resources:statistics_of", args=[publication.slug])).context["terms"]

    assert [tuple(term) for term in terms] == [("Focus area", "Leadership", 4)]


def test_the_file_has_a_row_a_week_and_no_formula(client):
    publication = make_publication("=HYPERLINK(1)", slug="guide", publisher=make_publisher("Acorn"))
    count(publication, number=5), count(publication, Use.CLICK, 2), count(publication, number=1, weeks_ago=1)
    client.force_login(make_owner(publication.publisher))

    rows = read_csv_rows(client.get(reverse("resources:statistics_csv")))

    monday = get_this_week()
    assert rows == [
        ["week", "slug", "title", "publisher", "views", "downloads", "outward_clicks"],
        [monday.isoformat(), "guide", "'=HYPERLINK(1)", "Acorn", "5", "0", "2"],
        [(monday - timedelta(weeks=1)).isoformat(), "guide", "'=HYPERLINK(1)", "Acorn", "1", "0", "0"],
    ]


def test_the_file_holds_nothing_of_another_publisher(client):
    own, foreign = make_publication(slug="own"), make_publication(slug="foreign")
    count(own), count(foreign)
    client.force_login(make_owner(own.publisher))

    rows = read_csv_rows(client.get(reverse("resources:statistics_csv")))

    assert [row[1] for row in rows] == ["slug", "own"]


@pytest.mark.parametrize("many", [10, 200])
def test_the_page_costs_the_same_for_ten_publications_and_for_200(client, django_assert_num_queries, many):
    publisher = make_publisher()
    for _ in range(many):
        count(make_publication(publisher=publisher))
    client.force_login(make_owner(publisher))
    client.get(reverse("resources:statistics"))

    with django_assert_num_queries(10):
        client.get(reverse("resources:statistics"))
