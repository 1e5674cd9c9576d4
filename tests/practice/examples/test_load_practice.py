"""`load_practice`: examples published elsewhere and invented ones, loaded once, and completely or not at all."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gateway.catalogue.models import AreaOfNeed, FocusArea, Phase, Status
from practice.models import PracticeExample, PracticeFile
from tests.factories import make_school, make_story

pytestmark = pytest.mark.django_db
GOOD_EXAMPLE = {
    "title": "A good one",
    "summary": "What it is.",
    "focus_areas": ["leadership"],
    "source": "A report",
    "url": "https://example.org/report",
    "setting": "Oak School",
}


def run_load_practice(*arguments):
    output = StringIO()
    call_command("load_practice", *arguments, stdout=output)
    return output.getvalue().strip()


@pytest.fixture
def file(tmp_path):
    def write(*examples):
        path = tmp_path / "examples.json"
        path.write_text(json.dumps({"examples": examples}), "utf-8")
        return str(path)

    return write


def test_it_loads_34_real_examples_and_16_or_more_samples():
    run_load_practice()

    real = PracticeExample.objects.public().filter(is_sample=False)
    samples = PracticeExample.objects.public().filter(is_sample=True)
    assert real.count() == real.exclude(source_url="").exclude(source_name="").count() == 34
    assert samples.count() >= 16
    assert not samples.exclude(source_url="").exists()


def test_the_samples_cover_every_focus_area_phase_and_broad_area_of_need():
    run_load_practice()

    samples = PracticeExample.objects.public().filter(is_sample=True)
    for vocabulary, name in ((FocusArea, "focus_areas"), (Phase, "phases")):
        assert set(samples.values_list(name, flat=True)) == set(vocabulary.objects.values_list("pk", flat=True))
    broad = AreaOfNeed.objects.filter(parent=None)
    assert set(samples.values_list("areas_of_need", flat=True)) >= set(broad.values_list("pk", flat=True))


def test_every_sample_says_what_did_not_work_and_stands_at_an_invented_school(settings):
    settings.DEBUG = True
    call_command("sample_schools", stdout=StringIO())
    run_load_practice()

    samples = PracticeExample.objects.filter(is_sample=True)
    assert not samples.filter(what_did_not_work="").exists()
    assert not samples.exclude(school__is_sample=True).exists()


def test_some_samples_have_a_picture_that_says_what_it_shows():
    run_load_practice()

    pictures = PracticeFile.objects.filter(example__is_sample=True)
    assert pictures.count() >= 5
    assert not pictures.filter(shows="").exists()


def test_one_sample_waits_for_an_editor():
    run_load_practice()

    assert PracticeExample.objects.waiting().filter(is_sample=True).count() == 1


def test_a_second_run_adds_nothing_and_leaves_what_an_editor_changed():
    run_load_practice()
    example = PracticeExample.objects.filter(is_sample=True)[0]
    PracticeExample.objects.filter(pk=example.pk).update(title="Put better by an editor")

    assert run_load_practice().startswith("Practice: 0 of ")
    assert PracticeExample.objects.get(pk=example.pk).title == "Put better by an editor"


def test_what_an_editor_withdrew_does_not_come_back(file):
    run_load_practice(file(GOOD_EXAMPLE), "--without-samples")
    PracticeExample.objects.get().move(Status.ARCHIVED)

    run_load_practice(file(GOOD_EXAMPLE), "--without-samples")

    assert not PracticeExample.objects.public().exists()


def test_an_example_finds_its_school_by_urn_even_if_that_comes_later(file):
    path = file({**GOOD_EXAMPLE, "urn": "100000"})
    run_load_practice(path, "--without-samples")
    school = make_school(urn="100000")

    output = run_load_practice(path, "--without-samples")

    assert output == "Practice: 0 of 1 examples were new, 1 now have their school."
    assert PracticeExample.objects.get().school == school


def test_an_adaptation_leads_to_its_original():
    run_load_practice()

    original = PracticeExample.objects.get(adaptations__isnull=False)
    assert original.title.startswith("Five words")


INVALID_EXAMPLES = {
    "a missing title": {**GOOD_EXAMPLE, "title": ""},
    "an unknown field": {**GOOD_EXAMPLE, "colour": "red"},
    "an unknown term": {**GOOD_EXAMPLE, "phases": ["kindergarten"]},
    "no focus area": {**GOOD_EXAMPLE, "focus_areas": []},
    "another type": {**GOOD_EXAMPLE, "summary": 7},
    "a year in words": {**GOOD_EXAMPLE, "year": "2021"},
    "an unsafe address": {**GOOD_EXAMPLE, "url": "javascript:alert(1)"},
    "too long a text": {**GOOD_EXAMPLE, "need": "a" * 20_001},
    "a picture of nothing": {**GOOD_EXAMPLE, "picture": {"title": "Nothing"}},
    "a title without letters": {**GOOD_EXAMPLE, "title": "!!!"},
    "a character no database holds": {**GOOD_EXAMPLE, "summary": "a\0b"},
}


@pytest.mark.parametrize("broken", INVALID_EXAMPLES.values(), ids=INVALID_EXAMPLES.keys())
def test_a_broken_file_loads_nothing_and_says_why(file, broken):
    with pytest.raises(CommandError, match="nothing was loaded"):
        run_load_practice(file({**GOOD_EXAMPLE, "title": "Another good one"}, broken))

    assert not PracticeExample.objects.exists()


@pytest.mark.parametrize("text", ["", "[]", '{"examples": {}}', '{"examples": [1]}', "{" * 5_000])
def test_a_file_that_is_no_list_of_examples_is_refused(tmp_path, text):
    path = tmp_path / "broken.json"
    path.write_text(text, "utf-8")

    with pytest.raises(CommandError):
        run_load_practice(str(path))

    assert not PracticeExample.objects.exists()


def test_a_title_twice_in_the_file_is_refused(file):
    with pytest.raises(CommandError, match="is in the file twice"):
        run_load_practice(file(GOOD_EXAMPLE, GOOD_EXAMPLE))


def test_an_address_that_something_else_has_is_left_alone(file):
    there = make_story("A good one", slug="a-good-one")

    run_load_practice(file(GOOD_EXAMPLE), "--without-samples")

    assert list(PracticeExample.objects.all()) == [there]
