"""Deletion of accounts: address and name leave every table, and words stay only if the user says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.db.models import EmailField, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

from accounts import account_sections
from accounts.addresses.email_addresses import has_any_address
from accounts.mail.emails import send_message
from accounts.models import OutgoingMessage, User
from accounts.privacy.data_export import get_person_fields

DELETED_USER_NAME = "a former member"
MAIL_TEMPLATE = "accounts/mail/account-deleted.txt"
MAX_TRIES = 5


class AccountStillNeeded(Exception):
    """Raised when something depends on the user; `account_sections.get_deletion_obstacles` says what."""


def delete_account(user: User, *, with_content: bool) -> None:
    """Delete the account as the user asks, or raise AccountStillNeeded, even for a reason that has only just arisen.

    If something of theirs, such as a notification, is written at the same moment, the database refuses the deletion;
    then it is tried again, MAX_TRIES times in all.
    """
    repeat_if_refused(lambda person: try_to_delete_account(person, with_content=with_content), user)


def remove_person(user: User) -> None:
    """Delete the account as an administrator asks; try again as `delete_account` does."""
    repeat_if_refused(lambda person: delete_person(person, with_content=False), user)


def repeat_if_refused(delete: Callable[[User], None], user: User) -> None:
    """Call `delete` with the user as stored now, up to MAX_TRIES times while the database refuses the deletion."""
    for tries_left in reversed(range(MAX_TRIES)):
        person = User.objects.filter(pk=user.pk).first()
        if person is None:
            return
        try:
            return delete(person)
        except IntegrityError:
            if not tries_left:
                raise


@transaction.atomic
def try_to_delete_account(user: User, *, with_content: bool) -> None:
    """Delete the account or change nothing; raise AccountStillNeeded if there is a reason to stay."""
    account_sections.lock_for_deletion(user)
    if account_sections.get_deletion_obstacles(user):
        raise AccountStillNeeded
    delete_person(user, with_content=with_content)


@transaction.atomic
def delete_person(user: User, *, with_content: bool) -> None:
    """Delete the account and, if wanted, what the user has shared; what stays names nobody.

    An administrator may do this whatever depends on the user. Rows of other apps are deleted or lose their link, as
    their foreign keys say. The user is told by e-mail; the address stays in the outbox until that message has gone.
    """
    account_sections.lock_for_deletion(user)
    addresses, address = get_addresses(user), user.email
    if with_content:
        account_sections.delete_shared_content(user)
    account_sections.remove_addresses(user, addresses)
    clean_admin_log(user, addresses)
    clean_queues(addresses)
    clean_email_fields(addresses)
    end_sessions(user, addresses)
    clear_unconstrained_links(user)
    user.delete()
    send_message(address, MAIL_TEMPLATE, {"contact": settings.CONTACT_EMAIL})
    if connection.vendor == "postgresql":  # which otherwise checks when the outermost transaction ends
        connection.check_constraints()


def get_addresses(user: User) -> set[str]:
    confirmed = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return {address for address in (user.email, *confirmed, *account_sections.get_other_addresses(user)) if address}


def clean_admin_log(user: User, addresses: Collection[str]) -> None:
    """Remove the user's name and addresses from the log of what others did in the admin."""
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    naming = find_rows_naming(addresses, LogEntry.objects.all(), "object_repr", "change_message")
    LogEntry.objects.filter(Q(pk__in=about.values("pk")) | Q(pk__in=naming)).update(
        object_repr=DELETED_USER_NAME, change_message=""
    )


def clean_queues(addresses: Collection[str]) -> None:
    """Delete messages that wait for the user, and the tasks that name their addresses."""
    for address in addresses:
        OutgoingMessage.objects.to_address(address).delete()
    tasks = DBTaskResult.objects.annotate(arguments=Cast("args_kwargs", TextField()))
    DBTaskResult.objects.filter(pk__in=find_rows_naming(addresses, tasks, "arguments", "traceback")).delete()


def find_rows_naming(addresses: Iterable[str], rows: QuerySet[Any], *columns: str) -> list[Any]:
    """Return the keys of the rows that hold any of these addresses in one of these columns."""
    similar = Q()
    for address in addresses:
        for column in columns:
            similar |= Q(**{f"{column}__icontains": address})
    found = rows.filter(similar).values_list("pk", *columns)
    return [pk for pk, *texts in found if has_any_address(" ".join(texts), addresses)]


def clean_email_fields(addresses: Iterable[str]) -> None:
    """Remove the addresses from every e-mail field: blank where allowed, else one that leads nowhere.

    Rows that belong to the user are deleted or emptied elsewhere; these are others', such as an invitation.
    """
    for field in get_email_fields():
        for address in addresses:
            found = field.model._default_manager.filter(**{f"{field.name}__iexact": address})
            for pk in list(found.values_list("pk", flat=True)):
                value = "" if field.blank else f"gone-{pk}@former.invalid"
                field.model._default_manager.filter(pk=pk).update(**{field.name: value})


def get_email_fields() -> list[EmailField[Any, Any]]:
    """Return the e-mail fields of all models, except those of accounts themselves."""
    models = [model for model in apps.get_models() if model not in (User, EmailAddress)]
    return [field for model in models for field in model._meta.local_fields if isinstance(field, EmailField)]


def end_sessions(user: User, addresses: Iterable[str]) -> None:
    """End every session of the user, and any that holds an address of theirs, as an unfinished log-in does.

    Session data is encoded, so each session is read; at 100,000 sessions that takes a few seconds, and is rare.
    """
    ended = []
    for session in Session.objects.iterator():
        held = session.get_decoded()
        if held.get("_auth_user_id") == str(user.pk) or has_any_address(json.dumps(held), addresses):
            ended.append(session.pk)
    Session.objects.filter(pk__in=ended).delete()


def clear_unconstrained_links(user: User) -> None:
    """Clear the links to the user that the database does not guard, as those of histories are."""
    for model in apps.get_models():
        for field in get_person_fields(model):
            if field.null and not getattr(field, "db_constraint", True):
                model._default_manager.filter(**{field.name: user.pk}).update(**{field.name: None})
