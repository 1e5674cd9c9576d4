"""Messages to schools and their answers, stored here and announced by e-mails that name no address."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.addresses.site_address import build_absolute_url
from accounts.auth.suspension import may_take_part
from accounts.blocking import get_hidden_people
from accounts.mail.emails import send_message
from accounts.models import User
from accounts.notifications.notify import notify
from practice.models import MessageReport, School, SchoolMembership, SchoolMessage
from practice.notifications import MESSAGE_KIND

MAX_RECIPIENTS = 50


@transaction.atomic
def send_to_school(sender: Any, school: School, text: str, form_key: uuid.UUID) -> SchoolMessage:
    """Send a message to the confirmed members of a school, once however often its form is sent."""
    message, is_new = SchoolMessage.objects.get_or_create(
        sender=sender, form_key=form_key, defaults={"school": school, "text": text}
    )
    if is_new:
        notify_people(message, get_people(school).exclude(pk=sender.pk))
    return message


@transaction.atomic
def send_answer(sender: Any, first: SchoolMessage, text: str, form_key: uuid.UUID) -> SchoolMessage:
    """Send an answer from the school to the member who began the conversation, or from them to the school."""
    is_from_school = sender.pk != first.sender_id
    values = {"school": first.school, "text": text, "answers": first, "is_from_school": is_from_school}
    message, is_new = SchoolMessage.objects.get_or_create(sender=sender, form_key=form_key, defaults=values)
    if is_new:
        began = User.objects.filter(is_active=True, school_messages=first)
        notify_people(message, began if is_from_school else get_people(first.school).exclude(pk=sender.pk))
    return message


def get_people(school: School) -> QuerySet[User]:
    """Return the users who are confirmed to work at a school."""
    return User.objects.filter(pk__in=SchoolMembership.objects.confirmed().filter(school=school).values("user_id"))


def notify_people(message: SchoolMessage, people: QuerySet[User]) -> None:
    """Tell each user by a separate e-mail, except those from whom the sender is hidden."""
    people = people.exclude(pk__in=get_hidden_people(message.sender))
    address = build_absolute_url(reverse("practice:conversation", args=[message.first.reference]))
    told = list(people[:MAX_RECIPIENTS])
    for person in told:
        send_message(person.email, "practice/mail/message.txt", {"message": message, "address": address})
    notify((person.pk for person in told), MESSAGE_KIND, message.pk, f"{MESSAGE_KIND}-{message.pk}")


def may_write_to(user: Any, school: School) -> bool:
    """Return whether anyone at a school would get this user's message."""
    if not (user.is_authenticated and school.is_checked):
        return False
    return get_people(school).exclude(pk__in={user.pk, *get_hidden_people(user)}).exists()


def may_answer(user: Any, first: SchoolMessage) -> bool:
    """Return whether a user may write in a conversation: not if suspended, or hidden from those it is with."""
    if not may_take_part(user):
        return False
    if first.sender_id == user.pk:
        return may_write_to(user, first.school)
    return first.sender_id not in get_hidden_people(user)


def get_conversation(user: Any, first: SchoolMessage) -> list[Any]:
    """Return the messages of a conversation, each with `is_reported` by this user and `is_hidden` from them."""
    hidden = get_hidden_people(user)
    reported = MessageReport.objects.filter(message=OuterRef("pk"), by=user)
    written = SchoolMessage.objects.filter(Q(pk=first.pk) | Q(answers=first)).annotate(is_reported=Exists(reported))
    found: list[Any] = list(written.select_related("sender", "school"))
    for message in found:
        message.is_hidden = message.sender_id in hidden
    return found


def report_message(message: SchoolMessage, by: User, said: Mapping[str, Any]) -> bool:
    """Store a recipient's report of a message. Return False if they have already reported it."""
    values = {"concern": said["concern"], "reason": said["reason"]}
    return MessageReport.objects.get_or_create(message=message, by=by, defaults=values)[1]
