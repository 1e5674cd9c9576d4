"""The outbox: a message is saved as a row in its transaction and sent afterwards, so that mail never breaks a page.

`MAILERS["default"]` is this backend, so everything that Django sends goes through it; `MAILERS["transport"]` is the
real one, from EMAIL_URL. A message is sent at least once, and more than once only if a worker dies between the mail
server's answer and the deletion of the row.

A mail server that cannot be reached, or that refuses us, pauses the whole queue for a moment. After the
log-in, a failure concerns one message alone: it is tried again later, and given up in the end.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic

from django.core.cache import cache
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.tasks import task

from accounts.models import OutgoingMessage
from accounts.monitoring.outages import Outage

MAX_MESSAGES_PER_BATCH = 200
MAX_BATCH_SECONDS = 60
"""A limit, so that a slow mail server does not keep a worker from its other tasks."""
PAUSE_SECONDS = 15
PAUSE_KEY = "outbox-paused"
logger = logging.getLogger(__name__)
mail_server_outage = Outage(logger, "The mail server cannot be used, mail waits in the outbox: %s")


class MailServerUnavailable(Exception):
    """Raised when the mail server cannot be reached or refuses our log-in, so that no message can be sent now."""


class OutboxBackend(BaseEmailBackend):
    """A mail backend that saves messages with the transaction and sends them once it is committed."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Save the messages that have a recipient and return how many those are.

        Raise ValueError if a header cannot be sent.
        """
        held = [build_row(message) for message in email_messages if message.recipients()]
        rows = [row for row in held if row]
        OutgoingMessage.objects.bulk_create(rows)
        transaction.on_commit(deliver.enqueue, robust=True)
        return len(rows)


def build_row(message: EmailMessage) -> OutgoingMessage | None:
    """Return a row for a message, or None if its address has an impossible host, so that the others still go out."""
    try:
        return OutgoingMessage.from_message(message)
    except UnicodeError as error:
        if getattr(error, "encoding", "") != "idna":
            raise
        logger.warning("A message is left out, because no mail can be sent to the host of its address.")
        return None


@task
def deliver() -> None:
    """Send what is due; running it twice, even at once, sends nothing twice."""
    send_due()


def send_due() -> int:
    """Send the messages that are due, the most urgent first, and return how many went out.

    The next one is chosen each time, so that a code that arrives in the meantime does not wait for a long queue.
    """
    sent, end = 0, monotonic() + MAX_BATCH_SECONDS
    with suppress(MailServerUnavailable):
        for _ in range(MAX_MESSAGES_PER_BATCH):
            pk = None if cache.get(PAUSE_KEY) or monotonic() > end else OutgoingMessage.objects.get_next_due()
            if pk is None:
                break
            sent += send_queued_message(pk)
    return sent


def send_queued_message(pk: int) -> bool:
    """Send a message unless another worker has taken it; delete its row, or note what went wrong.

    Return True if it was sent. Raise MailServerUnavailable, with the message untouched, if the mail server refuses us.
    """
    connection = open_connection()
    try:
        message = OutgoingMessage.objects.claim(pk)
        return message is not None and try_to_send(message, connection)
    finally:
        with suppress(Exception):
            connection.close()


def open_connection() -> BaseEmailBackend:
    """Return a connection that is past the mail server's greeting and log-in; if that fails, pause the queue.

    Raise MailServerUnavailable then.
    """
    connection = mailers["transport"]
    try:
        connection.open()
    except Exception as error:
        cache.set(PAUSE_KEY, True, PAUSE_SECONDS)
        mail_server_outage.log(f"{type(error).__name__}: {error}")
        raise MailServerUnavailable from error
    mail_server_outage.log_end("The mail server can be used again.")
    return connection


def try_to_send(message: OutgoingMessage, connection: BaseEmailBackend) -> bool:
    """Send a message over an open connection and return True if it went; postpone it on any exception."""
    try:
        connection.send_messages([message.build_email()])
    except Exception as error:
        logger.warning("Message %s could not be sent: %s", message.pk, type(error).__name__)
        message.postpone(error)
        return False
    message.delete()
    return True
