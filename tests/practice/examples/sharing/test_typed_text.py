"""Nothing that an author types is lost: not by a wrong field, a full disk, a lost session or an old form."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from practice.models import PracticeExample
from tests.disks import MAX_FILE_BYTES, simulate_full_disk
from tests.factories import PASSWORD, make_user, make_verified
from tests.practice.examples.sharing.forms import NEW_ADDRESS, get_step_address, get_topics, make_step_data

pytestmark = pytest.mark.django_db
TOO_LONG_TEXT = "word " * 5_000
NINE_KEYWORDS = ", ".join(f"word {number}" for number in range(9))


@pytest.mark.parametrize("go", ["next", "back", "later", "changed", "check"])
def test_whatever_is_pressed_what_is_right_in_a_step_is_saved_and_the_rest_is_shown_again(client, draft, go):
    page = client.post(
        get_step_address(draft, "did"), make_step_data(draft, how_long="One term", cost=TOO_LONG_TEXT, go=go)
    ).text

    saved = PracticeExample.objects.get()
    assert (saved.how_long, saved.cost) == ("One term", draft.cost)
    assert "Everything else in this step is saved." in page
    assert TOO_LONG_TEXT.strip() in page
    assert f'name="version" value="{saved.version}"' in page


def test_wrong_keywords_and_a_refused_file_hold_up_no_other_words(client, draft):
    wrong = {"keywords": NINE_KEYWORDS, "uploads": SimpleUploadedFile("plan.exe", b"MZ")}

    page = client.post(
        get_step_address(draft, "finish"), make_step_data(draft, summary="Short.", **get_topics(), **wrong)
    ).text

    saved = PracticeExample.objects.get()
    assert (saved.summary, saved.focus_areas.count(), saved.keywords.count()) == ("Short.", 1, 0)
    assert page.count('<li><a href="#id_') == 2
    assert NINE_KEYWORDS in page


@pytest.mark.parametrize("names", [["reading, writing", "time out"], ["reading, writing"], ["time out"], ['5" ruler']])
def test_a_keyword_with_a_comma_is_still_one_after_the_step_is_saved(client, draft, names):
    draft.keywords.set(names)
    shown = client.get(get_step_address(draft, "finish")).context["form"]["keywords"].value()

    client.post(get_step_address(draft, "finish"), make_step_data(draft, keywords=shown))

    assert list(draft.keywords.order_by("name").values_list("name", flat=True)) == sorted(names)


def test_a_full_disk_costs_no_words(client, draft, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MAX_FILE_BYTES
    sent = make_step_data(draft, summary="Short.", uploads=SimpleUploadedFile("plan.txt", b"a" * (MAX_FILE_BYTES + 1)))

    with simulate_full_disk():
        page = client.post(get_step_address(draft, "finish"), sent).text

    saved = PracticeExample.objects.get()
    assert (saved.summary, saved.files.count()) == ("Short.", 0)
    assert "We do not have room to store it" in page
    assert f'name="version" value="{saved.version}"' in page


def test_a_draft_that_saves_itself_saves_what_is_right_and_names_the_rest(client, draft):
    answer = client.post(
        get_step_address(draft, "did"), make_step_data(draft, how_long="One term", cost=TOO_LONG_TEXT, go="stay")
    )

    draft.refresh_from_db()
    assert answer.json() == {"version": draft.version, "left": ["What did it cost?"]}
    assert draft.how_long == "One term"


def test_a_wrong_step_sent_twice_is_not_taken_for_somebody_elses(client, draft):
    sent = make_step_data(draft, how_long="One term", cost=TOO_LONG_TEXT)
    pages = [client.post(get_step_address(draft, "did"), sent) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert "somewhere else" not in pages[1].text


def test_a_new_example_with_a_title_is_kept_although_another_field_is_wrong(client, author):
    sent = {"form_key": uuid.uuid4(), "title": "Five words", "need": "An hour of work.", "who_for": TOO_LONG_TEXT}
    page = client.post(NEW_ADDRESS, sent).text
    draft = PracticeExample.objects.get()
    client.post(get_step_address(draft, "need"), make_step_data(draft, need="An hour of work.", who_for="Year 4"))

    assert f'action="{get_step_address(draft, "need")}"' in page
    assert f'data-saves="{get_step_address(draft, "need")}"' in page
    assert (draft.title, draft.need, draft.who_for) == ("Five words", "An hour of work.", "")
    assert PracticeExample.objects.get().who_for == "Year 4"


def test_who_goes_back_to_the_first_page_and_writes_on_loses_nothing(client, author):
    sent = {"form_key": uuid.uuid4(), "title": "Five words", "need": "At first."}
    client.post(NEW_ADDRESS, sent)

    page = client.post(NEW_ADDRESS, {**sent, "need": "After I went back."})

    draft = PracticeExample.objects.get()
    assert "After I went back." in page.text
    assert f'action="{get_step_address(draft, "need")}"' in page.text


def test_what_was_typed_survives_a_lost_session(client, draft):
    make_verified(draft.created_by)
    client.logout()
    sent = make_step_data(draft, need="An hour of work.")
    response = client.post(get_step_address(draft, "need"), sent)
    assert response.url.startswith("/accounts/login/")

    client.post(response.url, {"login": draft.created_by.email, "password": PASSWORD})
    html = client.get(get_step_address(draft, "need")).content.decode()

    assert "An hour of work." in html
    assert "You were logged out" in html


def log_in_with_token(author):
    """Return a client with CSRF checks that has opened the page of a new example, and its token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    client.get(NEW_ADDRESS)
    return client, client.cookies["csrftoken"].value


def test_a_form_of_before_a_new_log_in_is_shown_again_with_what_was_typed(author):
    client, _ = log_in_with_token(author)

    sent = {"title": "Typed before", "csrfmiddlewaretoken": "x" * 64}
    response = client.post(NEW_ADDRESS, sent, follow=True, headers={"Origin": "http://testserver"})

    assert "Typed before" in response.content.decode()
    assert not PracticeExample.objects.exists()


def test_a_form_with_its_token_is_saved(author):
    client, token = log_in_with_token(author)

    client.post(NEW_ADDRESS, {"title": "Typed now", "csrfmiddlewaretoken": token})

    assert PracticeExample.objects.get().title == "Typed now"


def test_a_form_of_another_site_is_refused_and_starts_no_session():
    response = Client(enforce_csrf_checks=True).post(NEW_ADDRESS, {"title": "Forged"})

    assert response.status_code == 403
    assert "sessionid" not in response.cookies


def test_kept_text_is_shown_once_and_to_nobody_whose_draft_it_is_not(client, draft):
    client.logout()
    client.post(get_step_address(draft, "need"), make_step_data(draft, need="An hour of work."))

    client.force_login(make_user())
    assert client.get(get_step_address(draft, "need")).status_code == 404


def test_a_new_example_typed_before_logging_in_is_kept_too(client):
    user = make_verified(make_user())
    response = client.post(NEW_ADDRESS, {"form_key": uuid.uuid4(), "title": "Typed before", "need": "All of it."})
    client.post(response.url, {"login": user.email, "password": PASSWORD})

    html = client.get(NEW_ADDRESS).content.decode()

    assert "Typed before" in html
    assert "All of it." in html


def test_the_text_of_many_strangers_is_not_kept_but_given_back_to_them(client, draft):
    client.logout()

    *answers, last = [client.post(NEW_ADDRESS, {"title": "Spam"}) for _ in range(21)]

    assert {answer.status_code for answer in answers} == {302}
    assert 'name="title" value="Spam"' in last.text
