"""A form refused for an ended session or an old token is given back with all its input."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from gateway.catalogue.models import Status
from resources.models import Publication
from tests.addresses import Values, list_addresses
from tests.factories import (
    make_editor,
    make_known,
    make_member,
    make_owner,
    make_publication,
    make_school,
    make_story,
    make_user,
)
from tests.resources.manage.forms import get_page_url as page_of
from tests.resources.manage.forms import make_changed_form
from tests.sampling import IS_WHOLE, SAMPLING_INTERVAL, choose_sample

pytestmark = pytest.mark.django_db
WORDS = "What took me an hour to write."
OURS = {"Origin": "http://testserver"}
AS_A_SCRIPT = {"Accept": "application/json"}
VALUES: Values = {"pk": [1], "slug": ["a"], "object_id": ["1"]}


def end_session(client, person):
    """Log a user in and let the session expire, as it does after two weeks."""
    client.force_login(person)
    client.get(reverse("reading"))
    Session.objects.all().delete()


def send(client, path, **fields):
    return client.post(path, {"words": WORDS, **fields}, headers=AS_A_SCRIPT)


def get_hidden_fields(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def test_every_form_that_needs_a_log_in_keeps_what_was_typed_for_the_same_person_alone(client):
    person, other, kept = make_editor(email="writer@example.org"), make_editor(), 0
    for name, path in choose_sample(list_addresses(VALUES), SAMPLING_INTERVAL):
        if path.startswith("/accounts/") or getattr(resolve(path).func, "fills_kept_form", False):
            continue
        cache.clear()
        end_session(client, person)
        if "/login/" not in send(client, path).get("Location", ""):
            continue
        kept += 1
        client.force_login(person)
        assert WORDS in client.get(path).text, name
        client.force_login(other)
        assert WORDS.encode() not in client.get(path).getvalue(), name
    assert kept > 100 // (1 if IS_WHOLE else SAMPLING_INTERVAL)


def test_what_a_page_saves_by_itself_is_refused_with_401_and_not_kept_as_its_words_are_still_there(client):
    marked = [each for each in list_addresses(VALUES) if getattr(resolve(each.path).func, "saves_itself", False)]
    for _, path in marked:
        end_session(client, make_known())

        answer = send(client, path, go="stay")

        assert (answer.status_code, answer.json(), client.session.get("kept_forms")) == (401, {}, None)
    assert {name for name, _ in marked} == {
        "admin:resources_publication_autosave",
        "admin:resources_publication_autosave_new",
        "practice:share_step",
    }


def test_a_form_that_is_sent_by_a_button_is_kept_where_its_page_saves_itself_too(client):
    example = make_story(status=Status.DRAFT, created_by=make_member(make_school()))
    path = reverse("practice:share_step", args=[example.slug, "need"])
    end_session(client, example.created_by)
    send(client, path, need=WORDS, go="next")
    client.force_login(example.created_by)

    assert WORDS in client.get(path).text


def test_a_publication_typed_in_the_admin_after_the_session_ended_is_saved_by_one_more_press(client):
    publication = make_publication("As it was", status=Status.DRAFT, focus_areas=["leadership"])
    person, path = make_owner(publication.publisher), page_of(publication)
    end_session(client, person)
    client.post(path, make_changed_form(publication, summary=WORDS))
    client.force_login(person)

    page = client.get(path).text
    client.post(path, get_hidden_fields(page))

    assert "We have kept what you wrote" in page
    assert Publication.objects.get().summary == WORDS
    assert "We have kept what you wrote" not in client.get(path).text


def list_shown_words(page):
    shown = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return {unescape(name): unescape(re.sub(r"<[^>]+>", "", words)).strip() for name, words in shown}


def test_words_that_come_back_are_named_as_the_form_named_them(client):
    person, path = make_known(), reverse("account")
    end_session(client, person)
    sent = {"display_name": "Sam", "role": "senco", "organisation": "A school"}
    client.post(path, sent)
    client.force_login(person)

    shown = list_shown_words(client.get(path).text)

    assert shown == {"Your name": "Sam", "Your role": "SENCO", "School or organisation": "A school"}


def test_words_of_the_admin_are_named_as_it_named_them_and_choices_by_what_they_said(client):
    publication = make_publication("As it was", status=Status.DRAFT, focus_areas=["leadership"])
    person, path = make_owner(publication.publisher), page_of(publication)
    end_session(client, person)
    client.post(path, make_changed_form(publication, summary=WORDS))
    client.force_login(person)

    shown = list_shown_words(client.get(path).text)

    assert shown["Summary"] == WORDS
    assert shown["Title"] == "As it was"
    assert "Leadership" in shown["Focus areas"]
    assert not [name for name in shown if "_" in name or "FORMS" in name.upper() or "Order" in name]


def test_words_of_a_form_with_an_old_token_are_named_as_the_form_named_them():
    person = make_user(display_name="Old")
    client, path = make_strict_client(person), reverse("account")

    page = client.post(path, {"csrfmiddlewaretoken": "x" * 64, "display_name": "Sam"}, headers=OURS).text

    assert list_shown_words(page) == {"Your name": "Sam"}


def test_what_is_thrown_away_is_gone(client):
    person, path = make_known(), reverse("account_delete")
    end_session(client, person)
    send(client, path)
    client.force_login(person)

    client.post(path, {"discard-kept-form": "yes"})

    assert WORDS not in client.get(path).text


def test_passwords_and_files_are_not_kept_and_files_are_named(client):
    person, path = make_known(), reverse("account_delete")
    end_session(client, person)
    send(client, path, old_password="my own password", note=SimpleUploadedFile("plan.pdf", b"%PDF"))
    client.force_login(person)

    page = client.get(path).text

    assert WORDS in page
    assert "my own password" not in page
    assert "my own password" not in str(dict(client.session))
    assert "choose this file again: plan.pdf" in page


def test_what_is_kept_goes_after_a_day_and_at_log_out(client):
    person, path = make_known(), reverse("account_delete")
    end_session(client, person)
    send(client, path)
    client.force_login(person)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert WORDS not in client.get(path).text
    client.logout()
    client.force_login(person)

    assert WORDS not in client.get(path).text


def test_a_form_that_is_too_long_to_keep_is_given_back_at_once(client):
    end_session(client, make_known())

    page = send(client, reverse("account_delete"), story="word " * 100_000)

    assert page.status_code == 200
    assert WORDS in page.text
    assert "Log in in a new tab" in page.text


def make_strict_client(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    client.get(reverse("account"))
    return client


def test_a_form_with_an_old_token_is_given_back_to_be_sent_again():
    person = make_user(display_name="Old")
    client, path = make_strict_client(person), reverse("discussions:block", args=["x"])

    page = client.post(path, {"csrfmiddlewaretoken": "x" * 64, "words": WORDS}, headers=OURS)

    assert page.status_code == 403
    assert get_hidden_fields(page.text)["words"] == WORDS
    assert get_hidden_fields(page.text)["csrfmiddlewaretoken"] != "x" * 64


def test_a_form_of_another_site_is_refused_and_not_shown():
    client, path = make_strict_client(make_user()), reverse("account_delete")

    for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site", **OURS}):
        page = client.post(path, {"words": WORDS}, headers=headers)
        assert page.status_code == 403
        assert WORDS not in page.text
    assert "kept_forms" not in client.session


def test_the_cookie_that_tells_whose_form_it_was_says_no_name(client):
    person = make_known()
    client.force_login(person)

    cookie = client.get(reverse("account")).cookies["writer"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert re.fullmatch(r"[0-9a-f]{32}", cookie.value)
    assert "writer" not in Client().get("/").cookies
