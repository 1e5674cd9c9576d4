from __future__ import annotations

import threading

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from resources.models import PublisherApplication
from tests.factories import make_application, make_contributor, make_editor, make_publisher, make_user, make_verified

pytestmark = pytest.mark.django_db
JOIN = "/publishers/join/"
FORM = {
    "name": "The Reading Charity",
    "kind": "charity",
    "website": "https://reading.example.org",
    "description": "We help schools to teach reading.",
    "reason": "Guides for teaching assistants.",
    "voucher_name": "Vera Voucher, head teacher",
    "voucher_email": "vera@example.org",
    "accepts": "on",
}


@pytest.fixture
def applicant(client):
    """Return a logged-in user with a verified email address."""
    user = make_verified(make_user("applicant@example.org"))
    client.force_login(user)
    return user


def test_a_visitor_reads_what_it_is_about_and_can_sign_up_or_log_in(client):
    text = client.get(JOIN).text

    assert "An editor reads it and emails you" in text
    assert '/accounts/signup/?next=/publishers/join/"' in text
    assert '/accounts/login/?next=/publishers/join/"' in text


def test_a_visitor_who_posts_is_asked_to_log_in_first(client):
    response = client.post(JOIN, FORM)

    assert (response["Location"], PublisherApplication.objects.count()) == (f"/accounts/login/?next={JOIN}", 0)


def test_an_address_that_is_not_verified_must_be_so_first(client):
    client.force_login(make_user())

    client.post(JOIN, FORM)

    assert PublisherApplication.objects.count() == 0


def test_an_application_waits_and_the_applicant_is_told_what_happens_next(client, applicant):
    response = client.post(JOIN, FORM, follow=True)

    application = PublisherApplication.objects.get()
    assert (application.applicant, application.name, application.status) == (applicant, FORM["name"], "waiting")
    assert "What happens next" in response.text
    assert [(each.to, each.subject) for each in mail.outbox] == [
        (["applicant@example.org"], "We have received the application from The Reading Charity")
    ]


def test_the_editors_hear_that_somebody_waits(client, applicant):
    make_editor(email="editor@example.org")
    make_editor(email="former@example.org", is_active=False)

    client.post(JOIN, FORM)

    assert [message.to for message in mail.outbox] == [["applicant@example.org"], ["editor@example.org"]]
    assert f"/manage/resources/publisherapplication/{PublisherApplication.objects.get().pk}/" in mail.outbox[1].body


@pytest.mark.parametrize("name", FORM)
def test_every_field_is_needed(client, applicant, name):
    response = client.post(JOIN, FORM | {name: ""})

    assert (response.status_code, PublisherApplication.objects.count()) == (200, 0)
    assert f'<a href="#id_{name}">' in response.text
    assert "<title>Error: " in response.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "kingdom"),
        ("website", "javascript:alert(1)"),
        ("website", "ftp://example.org/"),
        ("website", "no address"),
        ("voucher_email", "nobody"),
        ("voucher_email", "vera@example.org\nBcc: all@example.org"),
        ("name", "x" * 151),
        ("name", "\u202e\u200f"),
        ("description", "x" * 1001),
        ("reason", "x" * 2001),
        ("description", "A\x00B"),
    ],
)
def test_bad_input_is_refused(client, applicant, name, value):
    response = client.post(JOIN, FORM | {name: value})

    assert (response.status_code, PublisherApplication.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    "forged",
    [{"status": "approved"}, {"applicant": "1"}, {"decided_at": "2026-01-01"}, {"publisher": "1"}, {"id": "7"}],
)
def test_what_the_form_does_not_ask_cannot_be_set(client, applicant, forged):
    client.post(JOIN, FORM | forged)

    application = PublisherApplication.objects.get()
    assert (application.status, application.applicant, application.publisher) == ("waiting", applicant, None)


def test_a_name_cannot_add_a_header_to_a_message(client, applicant):
    client.post(JOIN, FORM | {"name": "Nice\r\nBcc: all@example.org"})

    message = mail.outbox[0].message()
    assert message["Subject"] == "We have received the application from Nice Bcc: all@example.org"
    assert message["Bcc"] is None


def test_a_name_is_text_whatever_it_says(client, applicant):
    client.post(JOIN, FORM | {"name": "<script>alert(1)</script> & {{ settings.SECRET_KEY }}"})

    assert "<script>alert(1)" not in client.get(JOIN).text
    assert "<script>alert(1)</script> & {{ settings.SECRET_KEY }}" in mail.outbox[0].body


def test_a_form_that_is_sent_twice_makes_one_application(client, applicant):
    client.post(JOIN, FORM)

    response = client.post(JOIN, FORM, follow=True)

    assert (PublisherApplication.objects.count(), len(mail.outbox)) == (1, 1)
    assert "We have your application" in response.text


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_many_times_at_once_makes_one_application():
    applicant = make_verified(make_user())
    answers = []

    def send():
        browser = Client()
        browser.force_login(applicant)
        answers.append(browser.post(JOIN, FORM).status_code)
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert (answers, PublisherApplication.objects.count(), len(mail.outbox)) == ([302] * 6, 1, 1)


def test_an_application_can_be_withdrawn_and_made_anew(client, applicant):
    make_application(applicant)

    client.post(f"{JOIN}withdraw/")
    client.post(JOIN, FORM)

    assert sorted(PublisherApplication.objects.values_list("status", flat=True)) == ["waiting", "withdrawn"]


@pytest.mark.parametrize("status", ["withdrawn", "turned_down"])
def test_who_applies_again_finds_what_they_sent_before_but_accepts_the_terms_anew(client, applicant, status):
    sent = {name: value for name, value in FORM.items() if name != "accepts"}
    make_application(applicant, **sent, status=status, decided_at="2026-01-01T00:00Z", answer="Because.")

    form = client.get(JOIN).context["form"]

    assert {name: form[name].value() for name in FORM} == {**sent, "accepts": None}


def test_who_was_approved_applies_for_another_organisation_with_an_empty_form(client, applicant):
    make_application(applicant, status="approved", decided_at="2026-01-01T00:00Z", publisher=make_publisher())

    assert not client.get(JOIN).context["form"]["name"].value()


def test_an_application_made_anew_is_another_row(client, applicant):
    before = make_application(applicant, status="withdrawn", decided_at="2026-01-01T00:00Z", answer="")

    client.post(JOIN, FORM | {"name": "A better name"})

    latest = PublisherApplication.objects.sent_by(applicant)[0]
    before.refresh_from_db()
    assert (latest.name, latest.status, before.status) == ("A better name", "waiting", "withdrawn")


@pytest.mark.parametrize("status", ["approved", "turned_down", "withdrawn"])
def test_what_is_decided_cannot_be_withdrawn(client, applicant, status):
    make_application(applicant, status=status, decided_at="2026-01-01T00:00Z", answer="Because")

    assert client.post(f"{JOIN}withdraw/").status_code == 404


def test_nobody_withdraws_what_another_sent(client, applicant):
    make_application()

    assert client.post(f"{JOIN}withdraw/").status_code == 404
    assert PublisherApplication.objects.waiting().count() == 1


def test_who_was_turned_down_reads_why_and_may_try_again(client, applicant):
    make_application(applicant, status="turned_down", decided_at="2026-01-01T00:00Z", answer="Too much advertising.")

    text = client.get(JOIN).text

    assert "Too much advertising." in text
    assert "Send application" in text


def test_who_belongs_to_a_publisher_is_led_to_it(client):
    member = make_verified(make_contributor(make_publisher("Mine", slug="mine")))
    client.force_login(member)

    assert '/publishers/mine/people/"' in client.get(JOIN).text


def test_nobody_can_flood_the_editors(client, applicant):
    for _ in range(10):
        client.post(JOIN, FORM)
        client.post(f"{JOIN}withdraw/")

    response = client.post(JOIN, FORM)

    assert (response.status_code, PublisherApplication.objects.count()) == (429, 10)


def test_the_terms_are_a_public_page(client):
    assert "What your organisation agrees to" in client.get("/publishers/terms/").text


@pytest.mark.parametrize(("path", "queries"), [(JOIN, 0), ("/publishers/terms/", 0)])
def test_the_pages_for_visitors_cost_no_query(client, django_assert_num_queries, path, queries):
    with django_assert_num_queries(queries):
        client.get(path)


def test_the_form_costs_a_fixed_number_of_queries(client, applicant, django_assert_num_queries):
    make_editor()

    with django_assert_num_queries(7):
        client.get(JOIN)
