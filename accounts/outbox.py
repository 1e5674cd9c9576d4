"""Mail that never breaks a page: a message is first a row, in the transaction it belongs to, and is sent afterwards.

`MAILERS["default"]` is this backend, so that whatever Django sends goes through it; `MAILERS["transport"]` is the real
one, from EMAIL_URL. A message is sent at least once, and once only unless a worker dies between the mail server's
answer and the deletion of its row.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.tasks import task

from accounts.models import OutgoingMessage

BATCH = 200
FAILURES_IN_A_ROW = 3
logger = logging.getLogger(__name__)


class OutboxBackend(BaseEmailBackend):
    """Takes messages in: they are kept if the transaction is, and sent once it is."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keeps the messages that have a recipient; gives how many. ValueError if a header cannot be sent."""
        rows = [OutgoingMessage.holding(message) for message in email_messages if message.recipients()]
        OutgoingMessage.objects.bulk_create(rows)
        transaction.on_commit(deliver.enqueue, robust=True)
        return len(rows)


@task
def deliver() -> None:
    """Sends what is due. To run it twice, or twice at once, sends nothing twice."""
    send_due()


def send_due() -> int:
    """Sends the messages that are due, unless the mail server refuses several in a row; gives how many went out."""
    sent = failures = 0
    for pk in list(OutgoingMessage.objects.due().values_list("pk", flat=True)[:BATCH]):
        message = OutgoingMessage.objects.claim(pk)
        if message is None:
            continue
        if is_sent(message):
            sent, failures = sent + 1, 0
        else:
            failures += 1
        if failures == FAILURES_IN_A_ROW:
            break
    return sent


def is_sent(message: OutgoingMessage) -> bool:
    """Sends one message: its row goes, or says what went wrong, whatever the transport raises."""
    try:
        mailers["transport"].send_messages([message.message()])
    except Exception as error:
        logger.warning("Message %s could not be sent: %s", message.pk, type(error).__name__)
        message.postpone(error)
        return False
    message.delete()
    return True
