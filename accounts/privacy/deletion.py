"""The end of an account: address and name are gone from every table, and words stay only if the person says so."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import EmailField, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from accounts import account_sections
from accounts.addresses.email_addresses import has_any_address
from accounts.mail.emails import send_message
from accounts.models import OutgoingMessage, User
from accounts.privacy.data_export import person_fields

DELETED_USER_NAME = "a former member"
MAIL_TEMPLATE = "accounts/mail/account-deleted.txt"
MAX_TRIES = 5


class MustStay(Exception):
    """Something depends on the person; `belongings.reasons_to_stay` says what."""


def leave_for_good(user: User, *, take_away: bool) -> None:
    """Deletes the account as the person asks, unless they must stay, even if only since a moment. Raises MustStay.

    Should something of theirs be written in that very moment, as a notification is, the database refuses; then it
    begins anew.
    """
    for tries_left in reversed(range(MAX_TRIES)):
        try:
            return leave_at_once(User.objects.get(pk=user.pk), take_away=take_away)
        except IntegrityError:
            if not tries_left:
                raise


@transaction.atomic
def leave_at_once(user: User, *, take_away: bool) -> None:
    """Deletes the account, or nothing. Raises MustStay."""
    account_sections.hold_still(user)
    if account_sections.reasons_to_stay(user):
        raise MustStay
    delete_person(user, take_away=take_away)


@transaction.atomic
def delete_person(user: User, *, take_away: bool) -> None:
    """Deletes the account, with what the person has shared if they want that. What stays names nobody.

    An administrator may do so whatever depends on the person. Rows of other apps go or lose their link as their
    foreign keys say. The person is told by mail; the address stays in the outbox until that message has gone.
    """
    account_sections.hold_still(user)
    addresses, address = addresses_of(user), user.email
    if take_away:
        account_sections.take_away(user)
    account_sections.forget(user, addresses)
    forget_in_admin_log(user, addresses)
    forget_in_queues(addresses)
    forget_in_email_fields(addresses)
    end_sessions(user, addresses)
    cut_unguarded_links(user)
    user.delete()
    send_message(address, MAIL_TEMPLATE, {"contact": settings.CONTACT_EMAIL})


def addresses_of(user: User) -> set[str]:
    """Every address that is known to be the person's."""
    confirmed = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {address for address in (user.email, *confirmed, *account_sections.addresses(user)) if address}


def forget_in_admin_log(user: User, addresses: Collection[str]) -> None:
    """Takes the person's name and addresses out of the log of what others did in the admin."""
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    naming = rows_naming(addresses, LogEntry.objects.all(), "object_repr", "change_message")
    LogEntry.objects.filter(Q(pk__in=about.values("pk")) | Q(pk__in=naming)).update(
        object_repr=DELETED_USER_NAME, change_message=""
    )  # fmt: skip


def forget_in_queues(addresses: Collection[str]) -> None:
    """Takes back messages that wait for the person, and the tasks that name their addresses."""
    for address in addresses:
        OutgoingMessage.objects.to_address(address).delete()
    tasks = DBTaskResult.objects.annotate(arguments=Cast("args_kwargs", TextField()))
    DBTaskResult.objects.filter(pk__in=rows_naming(addresses, tasks, "arguments", "traceback")).delete()


def rows_naming(addresses: Iterable[str], rows: QuerySet[Any], *columns: str) -> list[Any]:
    """The keys of the rows that hold any of these addresses in one of these columns."""
    similar = Q()
    for address in addresses:
        for column in columns:
            similar |= Q(**{f"{column}__icontains": address})
    found = rows.filter(similar).values_list("pk", *columns)
    return [pk for pk, *texts in found if has_any_address(" ".join(texts), addresses)]


def forget_in_email_fields(addresses: Iterable[str]) -> None:
    """Takes the addresses out of every column for addresses: blank where it may be, else one that leads nowhere.

    Rows that belong to the person are deleted or emptied elsewhere; these are others', such as an invitation.
    """
    for field in email_fields():
        for address in addresses:
            found = field.model._default_manager.filter(**{f"{field.name}__iexact": address})
            for pk in list(found.values_list("pk", flat=True)):
                value = "" if field.blank else f"gone-{pk}@former.invalid"
                field.model._default_manager.filter(pk=pk).update(**{field.name: value})


def email_fields() -> list[EmailField[Any, Any]]:
    """The columns for addresses, but for those of accounts themselves."""
    models = [model for model in apps.get_models() if model not in (User, EmailAddress)]
    return [field for model in models for field in model._meta.local_fields if isinstance(field, EmailField)]


def end_sessions(user: User, addresses: Iterable[str]) -> None:
    """Ends every session that is the person's, or that holds an address of theirs, as an unfinished log-in does.

    What a session holds is encoded, so each is read; at 100,000 sessions that takes a few seconds, and is rare.
    """
    ended = []
    for session in Session.objects.iterator():
        held = session.get_decoded()
        if held.get("_auth_user_id") == str(user.pk) or has_any_address(json.dumps(held), addresses):
            ended.append(session.pk)
    Session.objects.filter(pk__in=ended).delete()


def cut_unguarded_links(user: User) -> None:
    """Empties the links that the database does not guard, as those of histories are."""
    for model in apps.get_models():
        for field in person_fields(model):
            if field.null and not getattr(field, "db_constraint", True):
                model._default_manager.filter(**{field.name: user.pk}).update(**{field.name: None})
