"""Sharing an example in four steps, each of which is saved, can be resumed and loses nothing."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from gateway.catalogue.models import Status
from practice.examples.drafts import MAX_OPEN_DRAFTS_PER_PERSON
from practice.models import PracticeExample
from tests.factories import CONSENTS, STORY, make_school, make_story, make_user
from tests.practice.examples.sharing.forms import NEW_ADDRESS, get_step_address, get_topics, make_step_data

pytestmark = pytest.mark.django_db
STAGES = {
    "need": ("need", "who_for"),
    "did": ("what_we_did", "who_did_it", "how_long", "cost"),
    "changed": ("what_changed", "evidence_kind", "evidence", "what_did_not_work"),
}


def test_an_example_is_shared_in_four_steps_and_sent(client, author, mailoutbox):
    client.post(NEW_ADDRESS, {"form_key": uuid.uuid4(), "title": "Five words", "need": STORY["need"]})
    draft = PracticeExample.objects.get()
    for stage, fields in STAGES.items():
        client.post(get_step_address(draft, stage), make_step_data(draft, **{field: STORY[field] for field in fields}))
    finish = make_step_data(
        draft, summary="Short.", school=draft.school_id, **get_topics(), **dict.fromkeys(CONSENTS, "on")
    )
    checked = client.post(get_step_address(draft, "finish"), finish, follow=True)
    assert "Send to the editors" in checked.content.decode()
    client.post(reverse("practice:submit", args=[draft.slug]), make_step_data(draft))

    draft.refresh_from_db()
    assert draft.status == Status.IN_REVIEW
    assert str(draft.school) == "Oak Primary"
    assert [message.to for message in mailoutbox] == [[author.email]]


def test_each_step_is_saved_and_leads_to_the_next(client, draft):
    response = client.post(get_step_address(draft, "did"), make_step_data(draft, how_long="One term"))

    assert response.url == get_step_address(draft, "changed")
    assert PracticeExample.objects.get().how_long == "One term"


def test_going_back_saves_too(client, draft):
    response = client.post(get_step_address(draft, "did"), make_step_data(draft, how_long="One term", go="back"))

    assert response.url == get_step_address(draft, "need")
    assert PracticeExample.objects.get().how_long == "One term"


def test_a_draft_waits_in_the_list_and_on_the_account_page(client, author):
    draft = make_story("Half written", status=Status.DRAFT, created_by=author)

    for path in ("/practice/share/", "/account/"):
        html = client.get(path).content.decode()
        assert "Half written" in html
        assert get_step_address(draft, "need") in html


def test_an_unfinished_step_is_saved_as_it_is(client, draft):
    client.post(get_step_address(draft, "changed"), make_step_data(draft, what_changed="Not much yet."))

    draft.refresh_from_db()
    assert (draft.what_changed, draft.evidence) == ("Not much yet.", "")


def test_a_step_leaves_the_other_steps_alone(client, draft):
    client.post(get_step_address(draft, "did"), make_step_data(draft, cost="£40"))

    draft.refresh_from_db()
    assert (draft.cost, draft.need) == ("£40", STORY["need"])


def test_a_title_is_one_line(client, draft):
    client.post(get_step_address(draft, "need"), make_step_data(draft, title="Five\r\nwords \n and more"))

    assert PracticeExample.objects.get().title == "Five words and more"


def test_a_title_is_all_that_must_be_there(client, author):
    response = client.post(NEW_ADDRESS, {"form_key": uuid.uuid4(), "title": " ", "need": "Still here."})

    html = response.content.decode()
    assert "Enter a title" in html
    assert "Still here." in html
    assert not PracticeExample.objects.exists()


def test_a_double_click_makes_one_draft(client, author):
    sent = {"form_key": uuid.uuid4(), "title": "Five words"}

    client.post(NEW_ADDRESS, sent)
    client.post(NEW_ADDRESS, sent)

    assert PracticeExample.objects.count() == 1


def test_the_key_of_another_person_gives_nobody_their_draft(client, author):
    theirs = make_story(status=Status.DRAFT, created_by=make_user(), form_key=uuid.uuid4())

    client.post(NEW_ADDRESS, {"form_key": theirs.form_key, "title": "Mine"})

    assert PracticeExample.objects.get(created_by=author).title == "Mine"


def test_a_button_pressed_twice_goes_on_without_a_word(client, draft):
    sent = make_step_data(draft, how_long="One term")
    client.post(get_step_address(draft, "did"), sent)

    response = client.post(get_step_address(draft, "did"), sent)

    assert response.url == get_step_address(draft, "changed")


def test_the_later_of_two_tabs_is_told_and_its_text_is_kept(client, draft):
    opened = make_step_data(draft, need="From the second tab.")
    client.post(get_step_address(draft, "need"), make_step_data(draft, need="From the first tab."))

    response = client.post(get_step_address(draft, "need"), opened)

    html = response.content.decode()
    assert response.status_code == 409
    assert "also saved somewhere else" in html
    assert "From the second tab." in html
    assert "From the first tab." in html
    assert PracticeExample.objects.get().need == "From the first tab."


def test_after_the_warning_the_later_tab_may_save(client, draft):
    opened = make_step_data(draft, need="From the second tab.")
    client.post(get_step_address(draft, "need"), make_step_data(draft, need="From the first tab."))
    client.post(get_step_address(draft, "need"), opened)

    client.post(get_step_address(draft, "need"), make_step_data(draft, need="From the second tab."))

    assert PracticeExample.objects.get().need == "From the second tab."


@pytest.mark.parametrize(
    ("pressed", "place"), [("changed", "share_step"), ("finish", "share_step"), ("check", "share_preview")]
)
def test_the_names_of_the_steps_save_and_go_there(client, draft, pressed, place):
    page = client.get(get_step_address(draft, "need")).text
    answer = client.post(
        get_step_address(draft, "need"), make_step_data(draft, need="Typed before I went on.", go=pressed)
    )

    assert f'form="sharing" name="go" value="{pressed}"' in page
    assert answer.url == reverse(f"practice:{place}", args=[draft.slug, *([pressed] if place == "share_step" else [])])
    assert PracticeExample.objects.get().need == "Typed before I went on."


def test_the_first_button_that_enter_presses_goes_on_to_the_next_step(client, draft):
    buttons = re.findall(r'<button[^>]*name="go" value="(\w+)"', client.get(get_step_address(draft, "need")).text)

    assert buttons[0] == "next"


def test_a_draft_that_saves_itself_tells_its_new_version_and_stays(client, draft):
    answer = client.post(get_step_address(draft, "need"), make_step_data(draft, need="So far.", go="stay"))

    draft.refresh_from_db()
    assert (answer.json(), draft.need) == ({"version": draft.version}, "So far.")


@pytest.mark.parametrize("stage", ["need", "did", "changed", "finish"])
def test_every_hint_stands_above_its_field_and_is_tied_to_it(client, draft, stage):
    page = client.get(get_step_address(draft, stage)).text
    hints = re.findall(r'class="hint" id="(\w+_helptext)"', page)
    fields = re.findall(r'<(input|textarea|select|fieldset)[^>]*aria-describedby="(\w+_helptext)', page)

    assert len(fields) >= 3
    assert sorted(hint for _, hint in fields) == sorted(hints)
    for tag, hint in fields:
        place = page.index(f'aria-describedby="{hint}')
        assert tag == "fieldset" or page.index(f'id="{hint}"') < place


def test_somebody_without_a_school_may_write_and_learns_what_is_missing(client):
    user = make_user()
    client.force_login(user)
    draft = make_story(status=Status.DRAFT, created_by=user)
    check = reverse("practice:share_preview", args=[draft.slug])

    client.post(reverse("practice:submit", args=[draft.slug]), make_step_data(draft))

    assert "Choose a school or setting where we have confirmed that you work." in client.get(check).content.decode()
    assert PracticeExample.objects.get().status == Status.DRAFT


@pytest.mark.parametrize("consent", CONSENTS)
def test_nothing_is_sent_before_all_three_questions_are_answered(client, author, consent):
    school = author.school_memberships.get().school
    draft = make_story(status=Status.DRAFT, created_by=author, school=school)
    PracticeExample.objects.update(**{consent: False})

    client.post(reverse("practice:submit", args=[draft.slug]), make_step_data(draft))

    assert PracticeExample.objects.get().status == Status.DRAFT


def test_only_a_school_where_one_is_confirmed_can_be_chosen(client, draft):
    other = make_school()

    response = client.post(get_step_address(draft, "finish"), make_step_data(draft, school=other.pk))

    assert response.status_code == 200
    assert PracticeExample.objects.get().school is None


def test_what_might_give_a_pupil_away_is_shown_and_does_not_block(client, author):
    school = author.school_memberships.get().school
    draft = make_story(status=Status.DRAFT, created_by=author, school=school, need="Maisie was lost.")
    html = client.get(reverse("practice:share_preview", args=[draft.slug])).content.decode()
    assert "<strong>Maisie</strong> may be a name" in html

    client.post(reverse("practice:submit", args=[draft.slug]), make_step_data(draft))

    assert PracticeExample.objects.get().status == Status.IN_REVIEW


def test_what_was_changed_after_the_preview_is_not_sent_unseen(client, author):
    school = author.school_memberships.get().school
    draft = make_story(status=Status.DRAFT, created_by=author, school=school)
    seen = make_step_data(draft)
    client.post(get_step_address(draft, "need"), make_step_data(draft, need="Changed in another tab."))

    client.post(reverse("practice:submit", args=[draft.slug]), seen)

    assert PracticeExample.objects.get().status == Status.DRAFT


def test_words_are_counted(client, author):
    draft = make_story(status=Status.DRAFT, created_by=author, need="one two three")

    assert (
        "3 words so far. 60 to 200 words is a good length"
        in client.get(get_step_address(draft, "need")).content.decode()
    )


def test_a_draft_can_be_deleted_and_a_published_example_cannot(client, author):
    draft = make_story(status=Status.DRAFT, created_by=author)
    public = make_story(created_by=author)

    answers = [client.post(reverse("practice:share_delete", args=[each.slug])).status_code for each in (draft, public)]

    assert answers == [302, 404]
    assert list(PracticeExample.objects.all()) == [public]


def test_so_many_drafts_and_no_more(client, author):
    for _ in range(MAX_OPEN_DRAFTS_PER_PERSON):
        make_story(status=Status.DRAFT, created_by=author)

    response = client.post(NEW_ADDRESS, {"form_key": uuid.uuid4(), "title": "One too many"})

    assert "Finish or delete one first" in response.content.decode()


def test_we_tried_this_too_starts_a_draft_with_the_same_topics_once(client, author):
    original = make_story("Five words", phases=["secondary"])
    sent = {"form_key": uuid.uuid4()}
    for _ in range(2):
        client.post(reverse("practice:tried_too", args=[original.slug]), sent)

    draft = PracticeExample.objects.get(adapted_from=original)
    assert (draft.title, draft.need) == ("We tried this too: Five words", "")
    assert [phase.slug for phase in draft.phases.all()] == ["secondary"]


def test_a_finished_example_can_be_read_by_anybody(client):
    html = client.get("/practice/share/finished/").content.decode()

    assert "This is a sample." in html
    assert "What did not work" in html


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_step_that_does_not_exist_is_not_found(client, draft, method):
    assert getattr(client, method)(get_step_address(draft, "nonsense")).status_code == 404


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40, "1.5", "٣"])
def test_a_version_that_is_none_is_taken_for_an_old_one(client, draft, version):
    response = client.post(get_step_address(draft, "need"), {"version": version, "title": "Other", "need": "x"})

    assert response.status_code == 409
