"""Mail that never breaks a page: a message is first a row, in the transaction it belongs to, and is sent afterwards.

`MAILERS["default"]` is this backend, so that whatever Django sends goes through it; `MAILERS["transport"]` is the real
one, from EMAIL_URL. A message is sent at least once, and once only unless a worker dies between the mail server's
answer and the deletion of its row.

A mail server that cannot be reached, or refuses us, pauses the whole queue for a moment. What goes wrong with one
message once the server has let us in concerns that message alone: it is tried again later, and given up in the end.
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
from accounts.monitoring.outages import LastingFault

MAX_MESSAGES_PER_BATCH = 200
MAX_BATCH_SECONDS = 60
"""One round of sending ends then; a slow mail server keeps a worker from its other tasks no longer."""
PAUSE_SECONDS = 15
PAUSE_KEY = "outbox-paused"
logger = logging.getLogger(__name__)
server_away = LastingFault(logger, "The mail server cannot be used, mail waits in the outbox: %s")


class ServerFault(Exception):
    """The mail server does not let us in, so no message can be sent now."""


class OutboxBackend(BaseEmailBackend):
    """Takes messages in: they are kept if the transaction is, and sent once it is."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keeps the messages that have a recipient; gives how many. ValueError if a header cannot be sent."""
        held = [holding(message) for message in email_messages if message.recipients()]
        rows = [row for row in held if row]
        OutgoingMessage.objects.bulk_create(rows)
        transaction.on_commit(deliver.enqueue, robust=True)
        return len(rows)


def holding(message: EmailMessage) -> OutgoingMessage | None:
    """Return a row for a message, or None if no host can be that of its address: others get theirs all the same."""
    try:
        return OutgoingMessage.holding(message)
    except UnicodeError as error:
        if getattr(error, "encoding", "") != "idna":
            raise
        logger.warning("A message is left out, because no mail can be sent to the host of its address.")
        return None


@task
def deliver() -> None:
    """Sends what is due. To run it twice, or twice at once, sends nothing twice."""
    send_due()


def send_due() -> int:
    """Send the messages that are due, the most urgent first, and return how many went out.

    The next one is chosen anew each time, so that a code that came in meanwhile need not wait for a long queue.
    """
    sent, end = 0, monotonic() + MAX_BATCH_SECONDS
    with suppress(ServerFault):
        for _ in range(MAX_MESSAGES_PER_BATCH):
            pk = None if cache.get(PAUSE_KEY) or monotonic() > end else OutgoingMessage.objects.next_due()
            if pk is None:
                break
            sent += send_queued_message(pk)
    return sent


def send_queued_message(pk: int) -> bool:
    """Send one message, unless another worker has taken it; its row goes, or says what went wrong.

    Raise ServerFault, with the message untouched, if the mail server does not let us in.
    """
    connection = open_connection()
    try:
        message = OutgoingMessage.objects.claim(pk)
        return message is not None and is_sent(message, connection)
    finally:
        with suppress(Exception):
            connection.close()


def open_connection() -> BaseEmailBackend:
    """Return a connection to the mail server that is past its greeting and log-in, or pause the queue."""
    connection = mailers["transport"]
    try:
        connection.open()
    except Exception as error:
        cache.set(PAUSE_KEY, True, PAUSE_SECONDS)
        server_away.note(f"{type(error).__name__}: {error}")
        raise ServerFault from error
    server_away.is_over("The mail server can be used again.")
    return connection


def is_sent(message: OutgoingMessage, connection: BaseEmailBackend) -> bool:
    """Send one message over an open connection, and return whether it went, whatever the transport raises."""
    try:
        connection.send_messages([message.message()])
    except Exception as error:
        logger.warning("Message %s could not be sent: %s", message.pk, type(error).__name__)
        message.postpone(error)
        return False
    message.delete()
    return True
