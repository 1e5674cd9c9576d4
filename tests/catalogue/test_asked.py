"""Tests that searches are counted anonymously, and shown to editors once several people made them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from gateway.catalogue.models import AskedWords
from gateway.catalogue.usage.search_log import MAX_QUERIES_PER_DAY, buffer, clean_query, store_counts
from tests.factories import make_editor, make_owner, make_publication
from tests.resources.statistics.test_counting import BOTS, PERSON

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:catalogue_askedwords_changelist")


@pytest.fixture(autouse=True)
def empty_buffer():
    buffer.clear()
    yield
    buffer.clear()


def ask(client, query: str = "dyslexia", path: str = "/browse/", headers=None, **more):
    return client.get(path, {"q": query, **more}, headers={**PERSON, **(headers or {})})


def counted():
    buffer.write()
    return list(AskedWords.objects.order_by("words").values_list("words", "count"))


def on_days(words: str, *counts: int, found: int = 5):
    """Create rows for today, yesterday and so on."""
    for back, count in enumerate(counts):
        day = timezone.localdate() - timedelta(days=back)
        AskedWords.objects.create(day=day, words=words, found=found, count=count)


def test_words_are_counted_by_the_day_with_the_number_of_results(client):
    make_publication("Dyslexia")

    found = [ask(client).context["found"].count, ask(client, "  DYSLEXIA ").context["found"].count]

    assert counted() == [("dyslexia", 2)]
    assert AskedWords.objects.get().found == found[0] == found[1]


@pytest.mark.parametrize(
    "more", [{"page": "2"}, {"focus": "leadership"}, {"path": "/resources/"}, {"headers": {"Sec-Purpose": "prefetch"}}]
)
def test_filters_further_pages_other_lists_and_looking_ahead_do_not_count(client, more):
    for number in range(25):
        make_publication(f"Dyslexia {number}", focus_areas=["leadership"])

    ask(client, **more)

    assert counted() == []


@pytest.mark.parametrize("agent", BOTS)
def test_bots_do_not_count(client, agent):
    ask(client, headers={"User-Agent": agent})

    assert counted() == []


def test_editors_do_not_count(client):
    client.force_login(make_editor())

    ask(client)

    assert counted() == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Dyslexia  in\tYear 4", "dyslexia in year 4"),
        ("ＳＥＮＣＯ", "senco"),
        ("“quality first teaching”", "“quality first teaching”"),
        ("write to sam@example.org", ""),
        ("0161 496 0000", ""),
        ("A123456789012", ""),
        ("born 12/05/14", ""),
        ("https://example.test/sam", ""),
        ("www.example", ""),
        ("x" * 81, ""),
        ("x" * 100_000, ""),
        ("a\0b", ""),
        ("a\u202eb", ""),
        ("   ", ""),
    ],
)
def test_what_might_tell_of_a_person_is_not_kept(typed, kept):
    assert clean_query(typed) == kept


def test_a_count_that_fails_breaks_no_page(client, monkeypatch):
    monkeypatch.setattr(buffer, "add", None)

    assert ask(client).status_code == 200


def test_nothing_of_who_asked_is_kept():
    assert {field.name for field in AskedWords._meta.fields} == {"id", "day", "words", "found", "count"}


def test_the_database_refuses_an_address():
    with pytest.raises(IntegrityError), transaction.atomic():
        on_days("sam@example.org", 1)


def test_what_is_older_than_90_days_is_deleted_when_more_is_counted(client):
    on_days("old", *[1] * 91)

    ask(client)
    counted()

    assert AskedWords.objects.filter(words="old").count() == 90


def test_a_program_that_makes_words_up_fills_no_disk():
    today = timezone.localdate()
    AskedWords.objects.bulk_create(
        AskedWords(day=today, words=f"w{n}", found=0, count=1) for n in range(MAX_QUERIES_PER_DAY - 1)
    )

    store_counts({(today, "a", 0): 1, (today, "b", 0): 1})  # type: ignore[arg-type]

    assert AskedWords.objects.count() == MAX_QUERIES_PER_DAY


def test_words_are_shown_once_they_were_asked_for_three_times_on_two_days():
    on_days("once", 1)
    on_days("five times in one day", 5)
    on_days("twice", 1, 1)
    on_days("by several", 2, 1)

    assert [row["words"] for row in AskedWords.objects.common(30)] == ["by several"]


def test_words_that_found_something_since_are_no_longer_without_results():
    on_days("still nothing", 2, 2, found=0)
    on_days("found now", 2, 2, found=0)
    AskedWords.objects.create(day=timezone.localdate(), words="found now", found=3, count=1)

    common = AskedWords.objects.common(30)
    assert [(row["words"], row["times"], row["last_found"]) for row in common] == [
        ("found now", 5, 3),
        ("still nothing", 4, 0),
    ]
    assert [row["words"] for row in AskedWords.objects.common(30, without_results=True)] == ["still nothing"]


def test_an_editor_sees_both_lists_for_the_days_asked_for(client, django_assert_max_num_queries):
    on_days("dyscalculia", 3, 2, found=0)
    on_days("long ago", *[0] * 20, 9, 9)
    client.force_login(make_editor())

    with django_assert_max_num_queries(6):
        week = client.get(PAGE, {"days": "7"}).content.decode()

    assert week.count("dyscalculia</a>") == 2
    assert "long ago" not in week
    assert "long ago" in client.get(PAGE, {"days": "nonsense"}).content.decode()
    assert "What people look for" in client.get(reverse("admin:index")).content.decode()


def test_words_are_shown_as_text(client):
    on_days("<b>bold</b>", 3, 2)
    client.force_login(make_editor())

    assert "<b>bold" not in client.get(PAGE).content.decode()


def test_the_csv_holds_the_same_and_runs_nothing(client):
    on_days("=1+2", 3, 2)
    on_days("once", 1)
    client.force_login(make_editor())

    response = client.get(reverse("admin:catalogue_askedwords_csv"), {"days": "90"})

    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == ['"Words","Times asked in 90 days","Results when last asked"', '"\'=1+2","5","5"']


def test_for_a_publisher_there_is_no_such_page(client):
    client.force_login(make_owner())

    assert client.get(PAGE).status_code == 404
