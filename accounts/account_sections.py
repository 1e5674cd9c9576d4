"""What the apps above hold for a person, asked of them without knowing them.

An app that keeps something for people derives from `Belongings` and calls `register` in its `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Link:
    """One line of a section: where it leads and what is said beside it."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the person's page: the first few things, and where all of them are."""

    title: str
    links: Sequence[Link]
    empty: str = ""
    more: Link | None = None


class Belongings:
    """What one app holds for people. Each answer is none unless the app says otherwise."""

    def sections(self, user: User) -> list[Section]:
        """What the person's page shows of it."""
        return []

    def roles_of(self, users: Collection[int]) -> Mapping[int, Sequence[str]]:
        """What some people are here, by their keys, for editors: asked once for a whole list."""
        return {}

    def must_have_second_factor(self, user: User) -> bool:
        """Whether what the person may do here asks for a second factor."""
        return False

    def reasons_to_stay(self, user: User) -> list[str]:
        """Why the account cannot be deleted yet, each a sentence that says what to do about it."""
        return []

    def hold_still(self, user: User) -> None:
        """Locks what the reasons to stay depend on, and what goes with the account, until the transaction ends.

        It is asked before anything is taken away or forgotten, whoever deletes the account.
        """

    def addresses(self, user: User) -> list[str]:
        """E-mail addresses of the person beside those of the account, to be forgotten with it."""
        return []

    def take_away(self, user: User) -> None:
        """Deletes what the person has shared. What is not deleted stays without their name."""

    def forget(self, user: User, addresses: Collection[str]) -> None:
        """Takes the person's addresses out of what others wrote, such as an invitation to them."""


REGISTERED_BELONGINGS: list[Belongings] = []


def register(belongings: Belongings) -> None:
    """Asks these too from now on; several of one class count as one."""
    if not any(type(each) is type(belongings) for each in REGISTERED_BELONGINGS):
        REGISTERED_BELONGINGS.append(belongings)


def sections(user: User) -> list[Section]:
    """What the person's page shows of all apps."""
    return [section for each in REGISTERED_BELONGINGS for section in each.sections(user)]


def roles_of(users: Collection[int]) -> dict[int, list[str]]:
    """Return what some people are in all apps, by their keys, in as many queries as there are apps."""
    found: dict[int, list[str]] = {user: [] for user in users}
    for each in REGISTERED_BELONGINGS:
        for user, roles in each.roles_of(users).items():
            found[user] += roles
    return found


def must_have_second_factor(user: User) -> bool:
    """Whether anything the person may do asks for a second factor; an editor may do enough."""
    return (
        user.is_editor or user.is_superuser or any(each.must_have_second_factor(user) for each in REGISTERED_BELONGINGS)
    )


def reasons_to_stay(user: User) -> list[str]:
    """Why the account cannot be deleted yet."""
    return [reason for each in REGISTERED_BELONGINGS for reason in each.reasons_to_stay(user)]


def hold_still(user: User) -> None:
    """Keeps the reasons to stay, and what goes with the account, as they are until the transaction ends."""
    for each in REGISTERED_BELONGINGS:
        each.hold_still(user)


def addresses(user: User) -> list[str]:
    """E-mail addresses of the person that apps above know."""
    return [address for each in REGISTERED_BELONGINGS for address in each.addresses(user)]


def take_away(user: User) -> None:
    """Deletes what the person has shared, in all apps."""
    for each in REGISTERED_BELONGINGS:
        each.take_away(user)


def forget(user: User, addresses: Collection[str]) -> None:
    """Takes the person's addresses out of what others wrote, in all apps."""
    for each in REGISTERED_BELONGINGS:
        each.forget(user, addresses)
