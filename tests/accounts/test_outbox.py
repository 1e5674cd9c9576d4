"""Mail never breaks a page: it waits in the outbox and is sent once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.mail.outbox import PAUSE_SECONDS, mail_server_outage, send_due
from accounts.models import OutgoingMessage, User
from accounts.models.outgoing_message import RETRY_DELAYS, RETRY_DELAYS_IF_REFUSED
from tests.accounts.smtp_sink import run_smtp_sink
from tests.accounts.transports import FAULTS
from tests.factories import make_editor, make_member_of_the_public, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing_transport(through_outbox, settings):
    """Use a mail server that fails for some recipients."""
    settings.MAILERS = {**settings.MAILERS, "transport": {"BACKEND": "tests.accounts.transports.FailingBackend"}}


def queue_message(subject="A subject", to="somebody@example.org"):
    mail.EmailMessage(subject, "Words.", to=[to]).send()


@pytest.mark.django_db(transaction=True)
def test_a_message_is_sent_once_its_transaction_is_committed(mail_server):
    with run_smtp_sink(mail_server) as server:
        with transaction.atomic():
            queue_message()
            before = len(server.kept)

        assert (before, [message["Subject"] for message in server.kept]) == (0, ["A subject"])
        assert not OutgoingMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_goes_with_the_transaction_that_is_undone(mail_server):
    with run_smtp_sink(mail_server) as server:
        with transaction.atomic():
            queue_message()
            transaction.set_rollback(True)

        assert (server.kept, OutgoingMessage.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_what_waited_for_the_server_goes_out_once(mail_server):
    queue_message()
    with run_smtp_sink(mail_server) as server, time_machine.travel(timezone.now() + timedelta(hours=1)):
        counts = [send_due(), send_due()]

        assert (counts, len(server.kept)) == ([1, 0], 1)


def test_a_message_keeps_all_its_parts(through_outbox):
    message = EmailMultiAlternatives(
        "Plan",
        "Plain.",
        to=["a@example.org"],
        cc=["c@example.org"],
        reply_to=["r@example.org"],
        headers={"List-Id": "x"},
    )
    message.attach_alternative("<p>Rich.</p>", "text/html")
    message.attach("a.bin", b"\0\xff", "application/octet-stream")
    message.attach("a.txt", "words", "text/plain")
    message.send()
    send_due()

    sent = mail.outbox[0]
    assert sent.message().as_string().count("Rich.") == 1
    assert (sent.recipients(), sent.reply_to) == (["a@example.org", "c@example.org"], ["r@example.org"])
    assert sent.extra_headers["List-Id"] == "x"
    assert [tuple(each) for each in sent.attachments] == [
        ("a.bin", b"\0\xff", "application/octet-stream"),
        ("a.txt", "words", "text/plain"),
    ]


def test_a_header_cannot_be_smuggled_in(through_outbox):
    with pytest.raises(ValueError, match="linefeed"):
        queue_message(subject="Hello\r\nBcc: everybody@example.org")

    assert not OutgoingMessage.objects.exists()


def test_an_address_that_no_mail_can_reach_keeps_nobody_elses_mail(through_outbox):
    nowhere = f"a@{'ü' * 70}.org"

    for address in (nowhere, "b@example.org"):
        mail.send_mail("Hello", "Words", None, [address])

    assert [each.recipients for each in OutgoingMessage.objects.all()] == ["b@example.org"]


@pytest.mark.parametrize(
    ("fault", "waits"), [("later", RETRY_DELAYS), ("gone", RETRY_DELAYS), ("refused", RETRY_DELAYS_IF_REFUSED)]
)
def test_a_failed_try_is_repeated_later_and_later_and_then_left_to_the_editors(failing_transport, fault, waits):
    queue_message(to=f"{fault}@example.org")
    with time_machine.travel(timezone.now(), tick=False) as now:
        for wait in waits:
            send_due()
            assert OutgoingMessage.objects.get().due_at == timezone.now() + wait
            now.shift(wait)
        send_due()

    assert OutgoingMessage.objects.failed().get().last_error.startswith(type(FAULTS[fault]).__name__)


def test_a_server_that_is_down_costs_no_message_a_try_and_is_left_alone_for_a_moment(mail_server):
    queue_message()
    with time_machine.travel(timezone.now(), tick=False) as now:
        send_due()
        with run_smtp_sink(mail_server) as server:
            counts = [send_due()]
            now.shift(PAUSE_SECONDS + 1)
            counts.append(send_due())

    assert (counts, len(server.kept)) == ([0, 1], 1)


def test_a_server_that_is_down_for_a_week_has_no_message_given_up(mail_server):
    queue_message()
    with time_machine.travel(timezone.now(), tick=False) as now:
        for _ in range(14):
            send_due()
            now.shift(timedelta(hours=12))

    assert list(OutgoingMessage.objects.values_list("attempts", "failed_at")) == [(0, None)]


def test_a_server_that_does_not_let_us_in_is_told_of_once_a_minute(mail_server, caplog, monkeypatch):
    monkeypatch.setattr(mail_server_outage, "next_at", 0.0)
    queue_message()
    with caplog.at_level("WARNING"), time_machine.travel(timezone.now(), tick=False) as now:
        for _ in range(3):
            send_due()
            now.shift(PAUSE_SECONDS + 1)

    assert [record.getMessage()[:31] for record in caplog.records] == ["The mail server cannot be used,"]


def test_each_try_has_the_same_message_id(mail_server):
    queue_message()
    message = OutgoingMessage.objects.get()

    assert message.build_email().message()["Message-ID"] == message.build_email().message()["Message-ID"]


def test_a_message_that_a_worker_has_taken_is_nobody_elses(through_outbox):
    queue_message()
    pk = OutgoingMessage.objects.get().pk

    assert OutgoingMessage.objects.claim(pk)
    assert OutgoingMessage.objects.claim(pk) is None


def test_a_message_whose_worker_was_killed_is_taken_up_again(through_outbox):
    queue_message()
    OutgoingMessage.objects.claim(OutgoingMessage.objects.get().pk)

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert send_due() == 1
    assert [message.subject for message in mail.outbox] == ["A subject"]


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_messages_that_cannot_be_sent_hold_up_no_other(failing_transport, fault):
    for number in range(36):
        queue_message(subject=f"{number}", to=f"{fault}@example.org")
    queue_message(subject="Good")

    assert send_due() == 1
    assert [message.subject for message in mail.outbox] == ["Good"]
    assert set(OutgoingMessage.objects.values_list("attempts", flat=True)) == {1}


def test_codes_and_resets_go_first(through_outbox, client):
    make_member_of_the_public("known@example.org")
    queue_message(subject="A digest")
    Client().post("/accounts/signup/", {"email": "new@example.org", "role": "senco", "password1": "a long enough one"})
    Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    Client().post("/accounts/login/code/", {"email": "known@example.org"})
    Client().post("/accounts/password/reset/", {"email": "known@example.org"})
    send_due()

    assert [message.to[0].partition("@")[0] for message in mail.outbox] == [
        "known",
        "known",
        "new",
        "nobody",
        "somebody",
    ]


def test_a_code_that_comes_in_meanwhile_overtakes_what_waited_before(through_outbox, settings):
    settings.MAILERS = {**settings.MAILERS, "transport": {"BACKEND": "tests.accounts.transports.LateCodeBackend"}}
    for number in range(3):
        queue_message(subject=f"Digest {number}")
    send_due()

    assert [message.subject for message in mail.outbox] == ["Digest 0", "A code", "Digest 1", "Digest 2"]


def test_an_editor_sees_the_dead_letters_but_not_what_they_say(through_outbox, client):
    mail.EmailMessage("A subject", "https://secret.example/", to=["a@example.org"]).send()
    OutgoingMessage.objects.update(failed_at=timezone.now(), last_error="Refused")
    client.force_login(make_editor())

    pages = [
        client.get(reverse("admin:accounts_outgoingmessage_changelist") + "?failed_at__isempty=0"),
        client.get(reverse("admin:accounts_outgoingmessage_change", args=[OutgoingMessage.objects.get().pk])),
    ]

    assert all("Refused" in page.text and "secret.example" not in page.text for page in pages)


def test_an_editor_sends_a_dead_letter_again(through_outbox, client, django_capture_on_commit_callbacks):
    queue_message()
    OutgoingMessage.objects.update(failed_at=timezone.now(), attempts=9)
    client.force_login(make_editor())

    with django_capture_on_commit_callbacks(execute=True):
        chosen = {"action": "send_again", "_selected_action": [OutgoingMessage.objects.get().pk], "confirmed": "yes"}
        client.post(reverse("admin:accounts_outgoingmessage_changelist"), chosen)

    assert [message.subject for message in mail.outbox] == ["A subject"]
    assert not OutgoingMessage.objects.exists()


def test_the_outbox_is_closed_to_others_who_may_open_the_admin(client):
    client.force_login(make_user(is_staff=True))

    assert client.get(reverse("admin:accounts_outgoingmessage_changelist")).status_code == 404
    assert not User.objects.filter(is_editor=True).exists()


def test_in_development_a_long_link_stands_on_the_console_in_one_piece(through_outbox, settings, capsys):
    settings.MAILERS = {**settings.MAILERS, "transport": {"BACKEND": "accounts.mail.console.ConsoleBackend"}}
    link = "http://127.0.0.1:8000/accounts/password/reset/key/" + "x" * 60
    mail.EmailMessage("Choose a new password", f"Open this:\n\n{link}\n", to=["a@example.org"]).send()
    send_due()

    assert f"To: a@example.org\nSubject: Choose a new password\n\nOpen this:\n\n{link}\n" in capsys.readouterr().out


def test_a_messages_number_and_links_name_the_site_and_not_the_host_of_the_request(through_outbox, client, settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://gateway.example.org", ["*"]
    make_member_of_the_public("known@example.org")
    for address in ("known@example.org", "nobody@example.org"):
        client.post("/accounts/password/reset/", {"email": address}, headers={"host": "evil.example:8001"})
    client.post(
        "/accounts/signup/",
        {"email": "known@example.org", "role": "senco", "password1": "a long enough one"},
        headers={"host": "evil.example:8001"},
    )
    send_due()

    assert len(mail.outbox) == 3
    assert all("https://gateway.example.org/accounts/" in message.body for message in mail.outbox)
    assert "evil.example" not in "".join(message.message().as_string() for message in mail.outbox)
    assert all(str(message.extra_headers["Message-ID"]).endswith("@gateway.example.org>") for message in mail.outbox)
