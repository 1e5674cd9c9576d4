from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.blocking import block
from accounts.models import User
from practice.models import MessageReport, SchoolMembership, SchoolMessage
from tests.factories import make_editor, make_member, make_school, make_user, make_verified

pytestmark = pytest.mark.django_db
URN = "9000001"
WRITE_ADDRESS = f"/schools/{URN}/write/"
Status = SchoolMembership.Status


@pytest.fixture
def school():
    return make_school("Oak", urn=URN)


@pytest.fixture
def member(school):
    """Return a member of the school, who can answer."""
    return make_member(school, make_user(display_name="Sena"))


@pytest.fixture
def stranger(client):
    """Return a logged-in member of the Gateway who does not work at the school."""
    user = make_verified(make_user(display_name="Terry"))
    client.force_login(user)
    return user


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    """Return a function that sends a message and runs what waits for the end of the transaction."""

    def send(address=WRITE_ADDRESS, text="How did you do it?", key=None):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, {"text": text, "form_key": key or uuid.uuid4()})

    return send


def get_conversation_address(message) -> str:
    return f"/account/messages/{message.first.reference}/"


def test_a_message_goes_to_everybody_who_is_confirmed_there_and_nobody_else(school, member, stranger, send):
    colleague = make_member(school)
    for left_out in (Status.WAITING, Status.LEFT, Status.REFUSED):
        make_member(school, status=left_out)
    make_member(school, make_user(is_active=False))
    make_member(make_school())

    send()

    assert sorted(address for message in mail.outbox for address in message.to) == sorted(
        [member.email, colleague.email]
    )
    assert all(len(message.to) == 1 and not message.cc and not message.bcc for message in mail.outbox)


def test_no_message_shows_an_address(client, school, member, stranger, send):
    send()

    message = SchoolMessage.objects.get()
    read = client.get(get_conversation_address(message)).text
    assert stranger.email not in mail.outbox[0].body
    assert "Terry" in mail.outbox[0].body
    assert member.email not in read


def test_a_message_and_its_name_cannot_add_a_header(school, member, client, send):
    client.force_login(make_verified(make_user(display_name="T\r\nBcc: victim@example.org")))

    send(text="Subject: x\r\nBcc: victim@example.org\r\n\r\nHello")

    sent = mail.outbox[0]
    assert (sent.to, sent.bcc, "\n" in sent.subject) == ([member.email], [], False)
    assert "Bcc" not in sent.message()


def test_a_form_sent_twice_sends_once(school, member, stranger, send):
    key = uuid.uuid4()

    for _ in range(2):
        assert send(key=key).status_code == 302

    assert SchoolMessage.objects.count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("key", ["", "nonsense", "\0"])
def test_a_form_without_its_key_sends_nothing(client, school, member, stranger, key):
    response = client.post(WRITE_ADDRESS, {"text": "Hello", "form_key": key})

    assert response.status_code == 200
    assert SchoolMessage.objects.count() == 0


@pytest.mark.parametrize("text", ["", "   ", "\u202e\u200f", "x" * 4_001, "a\0b"])
def test_nothing_or_too_much_is_not_sent(client, school, member, stranger, send, text):
    page = send(text=text)

    assert "There is a problem" in page.text
    assert SchoolMessage.objects.count() == 0


def test_the_sixth_message_within_an_hour_waits(school, member, stranger, send):
    answers = [send().status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]
    assert SchoolMessage.objects.count() == 5


def test_a_visitor_logs_in_first(client, school, member):
    response = client.post(WRITE_ADDRESS, {"text": "Hello", "form_key": uuid.uuid4()})

    assert response.url.startswith("/accounts/login/")


def test_somebody_whose_address_is_not_verified_sends_nothing(client, school, member, send):
    client.force_login(make_user())

    send()

    assert SchoolMessage.objects.count() == 0


def test_nobody_writes_to_a_school_without_people(client, school, stranger):
    make_member(school, status=Status.WAITING)

    assert client.get(WRITE_ADDRESS).status_code == 404


def test_one_does_not_write_to_oneself(client, school):
    client.force_login(make_member(school, make_verified(make_user())))

    assert client.get(WRITE_ADDRESS).status_code == 404


def test_words_are_shown_as_words(client, school, member, stranger, send):
    send(text="<script>alert(1)</script>\n\n<b>Bold</b>")

    page = client.get(get_conversation_address(SchoolMessage.objects.get())).text

    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;Bold" in page
    assert "<script>alert(1)</script>" in mail.outbox[0].body


def test_the_school_answers_and_the_sender_is_told(client, school, member, stranger, send):
    send()
    first = SchoolMessage.objects.get()
    client.force_login(member)
    mail.outbox.clear()

    send(get_conversation_address(first), "We read together.")

    assert [message.to for message in mail.outbox] == [[stranger.email]]
    assert "Sena of Oak wrote" in mail.outbox[0].body
    assert member.email not in mail.outbox[0].body


def test_the_sender_writes_again_and_the_school_is_told(client, school, member, stranger, send):
    send()
    first = SchoolMessage.objects.get()
    mail.outbox.clear()

    send(get_conversation_address(first), "Thank you.")

    assert [message.to for message in mail.outbox] == [[member.email]]


@pytest.mark.parametrize("who", ["somebody", "editor", "left", "waiting", "elsewhere"])
@pytest.mark.parametrize("ending", ["", "report/"])
def test_a_conversation_does_not_exist_for_others(client, school, member, stranger, send, who, ending):
    send()
    people = {
        "somebody": make_user,
        "editor": make_editor,
        "left": lambda: make_member(school, status=Status.LEFT),
        "waiting": lambda: make_member(school, status=Status.WAITING),
        "elsewhere": lambda: make_member(make_school()),
    }
    client.force_login(people[who]())

    for method in (client.get, client.post):
        assert method(get_conversation_address(SchoolMessage.objects.get()) + ending).status_code == 404


def test_a_report_leads_an_editor_to_the_message(client, school, member, stranger, send):
    send(text="Buy my course <b>now</b>")
    message = SchoolMessage.objects.get()
    client.force_login(member)

    client.post(f"/account/messages/{message.reference}/report/", {"concern": "spam", "reason": "An advertisement"})

    client.force_login(make_editor())
    page = client.get("/discussions/moderation/").text
    assert "Buy my course &lt;b&gt;now" in page
    assert "An advertisement" in page


def test_one_reports_a_message_once_and_not_ones_own(client, school, member, stranger, send):
    send()
    address = f"/account/messages/{SchoolMessage.objects.get().reference}/report/"

    assert client.post(address, {"concern": "abuse", "reason": "Mine"}).status_code == 404
    client.force_login(member)
    for _ in range(2):
        client.post(address, {"concern": "abuse", "reason": "Not nice"})

    assert MessageReport.objects.count() == 1


def test_the_list_costs_the_same_with_one_conversation_and_with_twenty(
    client, school, member, stranger, django_assert_num_queries
):
    for number in range(20):
        SchoolMessage.objects.create(school=school, sender=make_user(), text=f"Hello {number}", form_key=uuid.uuid4())
    client.force_login(member)

    with django_assert_num_queries(7):
        page = client.get("/account/messages/")

    assert page.text.count("<article") == 20


def test_a_reported_message_says_so_and_is_not_reported_again(client, school, member, stranger, send):
    send()
    message = SchoolMessage.objects.get()
    client.force_login(member)
    report = f"/account/messages/{message.reference}/report/"
    assert report in client.get(get_conversation_address(message)).text

    page = client.post(report, {"concern": "spam", "reason": ""}, follow=True).text

    assert "email you about what they decide" in page
    assert "You have reported this message." in page
    assert report not in page


@pytest.mark.parametrize("said", [{}, {"concern": "x"}, {"concern": "other", "reason": " "}])
def test_a_report_needs_a_choice(client, school, member, stranger, send, said):
    send()
    client.force_login(member)

    page = client.post(f"/account/messages/{SchoolMessage.objects.get().reference}/report/", said)

    assert "There is a problem" in page.text
    assert MessageReport.objects.count() == 0


def test_whoever_is_blocked_reaches_nobody_by_messages(client, school, member, stranger, send):
    colleague = make_member(school)
    block(member, stranger)

    send()

    assert [message.to for message in mail.outbox] == [[colleague.email]]


def test_a_school_whose_only_person_has_blocked_one_cannot_be_written_to(client, school, member, stranger):
    block(member, stranger)

    assert client.get(WRITE_ADDRESS).status_code == 404


def test_a_conversation_with_whom_one_blocked_shows_no_words_and_takes_none(client, school, member, stranger, send):
    send(text="Hello you")
    message = SchoolMessage.objects.get()
    block(member, stranger)

    for person in (member, stranger):
        client.force_login(person)
        assert "<textarea" not in client.get(get_conversation_address(message)).text
        send(get_conversation_address(message), "An answer")
    client.force_login(member)
    assert "Hello you" not in client.get(get_conversation_address(message)).text
    assert "Hello you" not in client.get("/account/messages/").text
    assert SchoolMessage.objects.count() == 1


def test_whoever_is_suspended_reads_and_writes_nothing(client, school, member, stranger, send):
    send()
    message = SchoolMessage.objects.get()
    User.objects.filter(pk=stranger.pk).update(suspended_until=timezone.now() + timedelta(days=1))

    assert "An editor has suspended you" in client.get(get_conversation_address(message)).text
    assert [send().status_code, send(get_conversation_address(message)).status_code] == [403, 403]
    assert SchoolMessage.objects.count() == 1
