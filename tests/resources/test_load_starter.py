"""Tests that the starter catalogue is loaded completely, without duplicates, or not at all if the file is broken."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.models import Change, FocusArea, Item, Kind, Status, Step
from gateway.demo.samples.events import move_dates, read_samples
from gateway.demo.starter.publications import TAXONOMY, Batch
from resources.models import Publication, Publisher

pytestmark = pytest.mark.django_db

PUBLISHER = {"slug": "a-charity", "name": "A Charity", "website": "https://example.org/", "description": ""}
PUBLICATION = {
    "kind": "resource",
    "title": "A guide",
    "publisher": "A Charity",
    "year": 2024,
    "url": "https://example.org/guide",
    "page_known": False,
    "summary": "What it says.",
    "focus_areas": ["leadership"],
    "areas_of_need": ["specific-learning-difficulty"],
    "phases": ["primary"],
    "credit": "Another body",
    "note": "look again",
}


@pytest.fixture
def load(tmp_path):
    """Return a function that loads a file of these publications without samples, and returns its output."""

    def load_file(*publications, publishers=(PUBLISHER,)):
        path = tmp_path / "starter.json"
        path.write_text(json.dumps({"publishers": publishers, "publications": publications}), encoding="utf-8")
        return load_starter(str(path), "--without-samples")

    return load_file


def load_starter(*arguments):
    out = StringIO()
    call_command("load_starter", *arguments, stdout=out)
    return out.getvalue()


def test_all_entries_are_published_with_their_publishers():
    out = load_starter("--without-samples")

    assert out == "Starter catalogue: 61 of 61 publishers and 122 of 122 publications were new.\n"
    assert (Publication.objects.public().count(), Publisher.objects.count()) == (122, 61)
    assert len(get_current_index().pks) == 122


def test_a_second_run_adds_nothing():
    load_starter()
    before = [model.objects.count() for model in (Item, Publisher, Step, Change)]

    load_starter()

    assert [model.objects.count() for model in (Item, Publisher, Step, Change)] == before


def test_an_entry_keeps_every_field(load):
    load(PUBLICATION)

    publication = Publication.objects.get()
    fields = ["kind", "slug", "url", "url_is_page", "year", "credit", "editors_note", "publisher__slug"]
    assert Publication.objects.values_list(*fields).get() == (
        *("resource", "a-guide", "https://example.org/guide", False, 2024, "Another body", "look again", "a-charity"),
    )
    terms = [*publication.focus_areas.all(), *publication.areas_of_need.all(), *publication.phases.all()]
    assert [term.slug for term in terms] == ["leadership", "specific-learning-difficulty", "primary"]


def test_an_entry_without_year_address_and_description_is_loaded(load):
    load({**PUBLICATION, "year": None, "url": None}, publishers=[{"slug": "a-charity", "name": "A Charity"}])

    assert Publication.objects.values_list("year", "url", "publisher__description").get() == (None, "", "")


def test_an_entry_is_published_at_the_moment_of_loading(load):
    with time_machine.travel("2026-12-01T12:00Z", tick=False):
        load(PUBLICATION)

        assert Publication.objects.get().published_at == timezone.now()


def test_the_history_of_an_entry_begins_with_two_steps(load):
    load(PUBLICATION)

    steps = Publication.objects.get().steps.values_list("from_status", "to_status")
    assert list(steps) == [("", "draft"), ("draft", "published")]


def test_the_latest_years_come_first(load):
    years = [2020, None, 2025, 2013]

    load(*({**PUBLICATION, "title": f"Guide {year}", "year": year} for year in years))

    assert list(Publication.objects.public().values_list("year", flat=True)) == [2025, 2020, 2013, None]


def test_what_an_editor_changed_stays(load):
    load(PUBLICATION)
    Publication.objects.update(title="A better guide", summary="Better.", url="")
    Publisher.objects.update(name="The Charity")

    load(PUBLICATION)

    assert Publication.objects.values_list("title", "summary", "url").get() == ("A better guide", "Better.", "")
    assert Publisher.objects.get().name == "The Charity"


def test_a_slug_that_an_editor_changed_does_not_double_the_entry(load):
    load(PUBLICATION)
    Publication.objects.update(slug="the-guide")
    Publisher.objects.update(slug="charity")

    load(PUBLICATION)

    assert (Publication.objects.get().slug, Publisher.objects.get().slug) == ("the-guide", "charity")


def test_what_an_editor_archived_stays_archived(load):
    load(PUBLICATION)
    Publication.objects.get().move(Status.ARCHIVED)

    load(PUBLICATION)

    assert Publication.objects.get().status == Status.ARCHIVED


def test_a_term_is_found_by_a_slug_that_it_gave_up(load):
    leadership = FocusArea.objects.get(slug="leadership")
    leadership.slug = "leading"
    leadership.save()

    load(PUBLICATION)

    assert list(Publication.objects.get().focus_areas.all()) == [leadership]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": None}, "title"),
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "???"}, "title"),
        ({"title": "A\0guide"}, "title"),
        ({"title": "A \ud800 guide"}, "title"),
        ({"title": "A guide"}, "title"),
        ({"title": "a GUIDE!"}, "title"),
        ({"kind": "podcast"}, "kind"),
        ({"kind": "practice"}, "kind"),
        ({"kind": "event"}, "starts_at"),
        ({"kind": None}, "kind"),
        ({"summary": 7}, "summary"),
        ({"summary": "x" * 601}, "summary"),
        ({"publisher": "Nobody"}, "publisher"),
        ({"publisher": None}, "publisher"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "example.org"}, "url"),
        ({"year": "2024"}, "year"),
        ({"year": True}, "year"),
        ({"year": 1066}, "year"),
        ({"page_known": "yes"}, "page_known"),
        ({"focus_areas": ["leadershp"]}, "focus_areas"),
        ({"focus_areas": "leadership"}, "focus_areas"),
        ({"focus_areas": []}, "focus_areas"),
        ({"focus_areas": None}, "focus_areas"),
        ({"areas_of_need": [None]}, "areas_of_need"),
        ({"areas_of_need": ["\0"]}, "areas_of_need"),
        ({"phases": ["nursery"]}, "phases"),
        ({"phases": None}, "phases"),
        ({"licence": "free"}, "licence"),
        ({"doi": "https://doi.org/10.1000/1"}, "doi"),
        ({"links": {"One": "ftp://example.org/"}}, "links"),
        ({"links": {"One": "https://example.org/", "Two": "https://example.org/"}}, "links"),
        ({"keywords": ["x" * 101]}, "keywords"),
        ({"sumary": "misspelt"}, "sumary"),
        ({"starts_at": "2026-01-01T10:00"}, "starts_at"),
    ],
)
def test_a_broken_entry_is_named_with_its_field_and_nothing_is_loaded(load, changes, field):
    broken = {**PUBLICATION, "title": "Second", **changes}

    with pytest.raises(CommandError, match=rf'(?s)nothing was loaded.*publication 2 ".*": {field}: '):
        load(PUBLICATION, broken)

    assert (Item.objects.count(), Publisher.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": None}, "name"),
        ({"name": "x" * 151}, "name"),
        ({"name": "a charity"}, "name"),
        ({"slug": "not a slug"}, "slug"),
        ({"slug": "a-charity"}, "slug"),
        ({"website": "nowhere"}, "website"),
        ({"description": ["text"]}, "description"),
    ],
)
def test_a_broken_publisher_is_named_with_its_field_and_nothing_is_loaded(load, changes, field):
    broken = {**PUBLISHER, "name": "Second", "slug": "second", **changes}

    with pytest.raises(CommandError, match=rf'publisher 2 ".*": {field}: '):
        load(PUBLICATION, publishers=[PUBLISHER, broken])

    assert (Item.objects.count(), Publisher.objects.count()) == (0, 0)


def test_all_that_is_wrong_is_said_at_once(load):
    with pytest.raises(CommandError) as refusal:
        load({**PUBLICATION, "kind": "podcast", "year": 1066}, {**PUBLICATION, "title": "Second", "phases": ["x"]})

    told = [line.split(": ")[:2] for line in str(refusal.value).splitlines()[1:]]
    assert told == [
        ['publication 1 "A guide"', "kind"],
        ['publication 1 "A guide"', "year"],
        ['publication 2 "Second"', "phases"],
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "It is not JSON"),
        (b"\xff\xfe", "It is not JSON"),
        (b"[" * 100_000, "It is not JSON"),
        (b"9" * 10_000, "It is not JSON"),
        (b"[]", 'It has no list "publishers"'),
        (b'{"publishers": [], "publications": {}}', 'It has no list "publications"'),
        (b'{"publishers": [], "publications": ["x"]}', "publication 1 is not an object"),
    ],
)
def test_a_file_of_another_form_is_refused(tmp_path, content, why):
    path = tmp_path / "starter.json"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=why):
        load_starter(str(path))

    assert (Item.objects.count(), Publisher.objects.count()) == (0, 0)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"missing\.json is broken.*\n.*No such file"):
        load_starter(str(tmp_path / "missing.json"))


def load_samples():
    """Load only the samples, to save time, and return how many events got new dates."""
    Batch(read_samples(), is_sample=True).store()
    return move_dates()


def over_and_to_come(now):
    ends = Publication.objects.filter(kind=Kind.EVENT).values_list("ends_at", flat=True)
    return sum(end < now for end in ends), sum(end >= now for end in ends)


def test_the_samples_are_without_fault():
    assert Batch(read_samples(), is_sample=True).problems == []


def test_samples_are_marked_and_so_are_their_publishers():
    load_samples()

    marked = Publication.objects.filter(is_sample=True, publisher__is_sample=True)
    assert [marked.filter(kind=kind).count() for kind in ("event", "resource", "research", "news")] == [12, 1, 1, 1]


def test_samples_do_not_stand_before_real_entries():
    load_starter()

    newest_first = list(Publication.objects.public().values_list("is_sample", flat=True))
    assert newest_first == [False] * 122 + [True] * 15


def test_nothing_invented_is_loaded_when_not_wanted(load):
    load(PUBLICATION)

    assert not Publication.objects.filter(is_sample=True).exists()


def test_the_samples_show_every_field_of_a_publication():
    load_samples()

    for name in ("authors", "doi", "licence", "cost", "format", "body", "credit", "venue", "booking_url"):
        assert Publication.objects.exclude(**{name: ""}).exists(), name
    assert Publication.objects.filter(links__isnull=False, keywords__isnull=False, year__isnull=False).exists()


@pytest.mark.parametrize("vocabulary", ["focus_areas", "phases", "setting_types"])
def test_the_sample_events_cover_every_term(vocabulary):
    load_samples()

    used = set(Publication.objects.filter(kind=Kind.EVENT).values_list(vocabulary, flat=True)) - {None}
    assert used == set(TAXONOMY[vocabulary].objects.values_list("pk", flat=True))


def test_some_sample_events_are_over_and_most_are_to_come():
    load_samples()

    assert over_and_to_come(timezone.now()) == (3, 9)


@pytest.mark.parametrize("day", ["2026-03-20", "2026-10-16", "2028-02-25"])
def test_sample_events_keep_school_days_and_the_clocks_of_london(day):
    with time_machine.travel(f"{day}T23:30Z"):
        load_samples()

    starts = [timezone.localtime(event.starts_at) for event in Publication.objects.filter(kind=Kind.EVENT)]
    assert {start.weekday() for start in starts} <= {0, 1, 2, 3, 4}
    assert f"{max(starts):%H:%M}" == "18:00"


def test_sample_events_that_time_has_overtaken_are_dated_anew():
    load_samples()

    with time_machine.travel(timezone.now() + timedelta(days=400)):
        moved = load_samples()

        assert (moved, over_and_to_come(timezone.now())) == (12, (3, 9))


def test_sample_events_that_need_no_new_date_keep_theirs():
    load_samples()
    before = dict(Publication.objects.filter(kind=Kind.EVENT).values_list("pk", "starts_at"))

    with time_machine.travel(timezone.now() + timedelta(days=30)):
        moved = load_samples()

    after = dict(Publication.objects.filter(kind=Kind.EVENT).values_list("pk", "starts_at"))
    assert 0 < moved < 9
    assert sum(after[pk] != before[pk] for pk in before) == moved


def test_a_real_event_is_never_dated_anew():
    load_samples()
    event = Publication.objects.filter(kind=Kind.EVENT).earliest("starts_at")
    Publication.objects.filter(pk=event.pk).update(is_sample=False)

    with time_machine.travel(timezone.now() + timedelta(days=400)):
        load_samples()

    assert Publication.objects.get(pk=event.pk).starts_at == event.starts_at
