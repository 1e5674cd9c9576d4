"""Sends messages to schools and back: each is kept here, and told of by e-mail that names no address."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.addresses.site_address import absolute_url
from accounts.auth.suspension import may_take_part
from accounts.blocking import hidden_people
from accounts.mail.emails import send_message
from accounts.models import User
from accounts.notifications.notify import notify
from practice.models import MessageReport, School, SchoolMembership, SchoolMessage
from practice.notifications import MESSAGE_KIND

MAX_RECIPIENTS = 50


@transaction.atomic
def write(sender: Any, school: School, text: str, form_key: uuid.UUID) -> SchoolMessage:
    """A message to a school, for all who are confirmed to work there; once, however often its form is sent."""
    message, is_new = SchoolMessage.objects.get_or_create(
        sender=sender, form_key=form_key, defaults={"school": school, "text": text}
    )
    if is_new:
        tell(message, people_of(school).exclude(pk=sender.pk))
    return message


@transaction.atomic
def answer(sender: Any, first: SchoolMessage, text: str, form_key: uuid.UUID) -> SchoolMessage:
    """An answer in a conversation: from the school to whoever began it, or from them to the school."""
    is_from_school = sender.pk != first.sender_id
    values = {"school": first.school, "text": text, "answers": first, "is_from_school": is_from_school}
    message, is_new = SchoolMessage.objects.get_or_create(sender=sender, form_key=form_key, defaults=values)
    if is_new:
        began = User.objects.filter(is_active=True, school_messages=first)
        tell(message, began if is_from_school else people_of(first.school).exclude(pk=sender.pk))
    return message


def people_of(school: School) -> QuerySet[User]:
    """Who is confirmed to work at a school."""
    return User.objects.filter(pk__in=SchoolMembership.objects.confirmed().filter(school=school).values("user_id"))


def tell(message: SchoolMessage, people: QuerySet[User]) -> None:
    """Tells each of them by an e-mail of their own, but for those from whom the sender is hidden."""
    people = people.exclude(pk__in=hidden_people(message.sender))
    address = absolute_url(reverse("practice:conversation", args=[message.first.reference]))
    told = list(people[:MAX_RECIPIENTS])
    for person in told:
        send_message(person.email, "practice/mail/message.txt", {"message": message, "address": address})
    notify((person.pk for person in told), MESSAGE_KIND, message.pk, f"{MESSAGE_KIND}-{message.pk}")


def may_write_to(user: Any, school: School) -> bool:
    """Whether somebody at a school would get this person's message."""
    if not (user.is_authenticated and school.is_checked):
        return False
    return people_of(school).exclude(pk__in={user.pk, *hidden_people(user)}).exists()


def may_answer(user: Any, first: SchoolMessage) -> bool:
    """Whether this person may write in a conversation: nobody who is suspended, or hidden from whom it is with."""
    if not may_take_part(user):
        return False
    if first.sender_id == user.pk:
        return may_write_to(user, first.school)
    return first.sender_id not in hidden_people(user)


def as_read_by(user: Any, first: SchoolMessage) -> list[Any]:
    """The messages of a conversation, each with whether this person has reported it, and whether it is hidden."""
    hidden = hidden_people(user)
    reported = MessageReport.objects.filter(message=OuterRef("pk"), by=user)
    written = SchoolMessage.objects.filter(Q(pk=first.pk) | Q(answers=first)).annotate(is_reported=Exists(reported))
    found: list[Any] = list(written.select_related("sender", "school"))
    for message in found:
        message.is_hidden = message.sender_id in hidden
    return found


def report_message(message: SchoolMessage, by: User, said: Mapping[str, Any]) -> bool:
    """Notes that somebody who got a message finds it wrong; False if they have said so before."""
    values = {"concern": said["concern"], "reason": said["reason"]}
    return MessageReport.objects.get_or_create(message=message, by=by, defaults=values)[1]
