"""What the apps above this one keep for a user, collected without importing them.

An app that keeps something for users derives from `Belongings` and calls `register` in its `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Link:
    """A line of a section: a link and a note beside it."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """A section of the account page: the first few things, and a link to all of them."""

    title: str
    links: Sequence[Link]
    empty: str = ""
    more: Link | None = None


class Belongings:
    """What an app keeps for users; each answer is empty unless the app overrides it."""

    def sections(self, user: User) -> list[Section]:
        return []

    def roles_of(self, users: Collection[int]) -> Mapping[int, Sequence[str]]:
        """Return the roles of some users by their keys, for editors; called once for a whole list."""
        return {}

    def must_have_second_factor(self, user: User) -> bool:
        """Return True if what the user may do in this app requires a second factor."""
        return False

    def reasons_to_stay(self, user: User) -> list[str]:
        """Return why the account cannot be deleted yet, each a sentence that says what to do about it."""
        return []

    def hold_still(self, user: User) -> None:
        """Lock what the reasons to stay depend on, and what goes with the account, until the transaction ends.

        This is called before anything is deleted or forgotten, whether the user or an administrator deletes the
        account.
        """

    def addresses(self, user: User) -> list[str]:
        """Return e-mail addresses of the user besides those of the account, to be forgotten with it."""
        return []

    def take_away(self, user: User) -> None:
        """Delete what the user has shared; what is not deleted stays without their name."""

    def forget(self, user: User, addresses: Collection[str]) -> None:
        """Remove the user's addresses from what others wrote, such as an invitation to them."""


REGISTERED_BELONGINGS: list[Belongings] = []


def register(belongings: Belongings) -> None:
    """Register what an app keeps; several of one class count as one."""
    if not any(type(each) is type(belongings) for each in REGISTERED_BELONGINGS):
        REGISTERED_BELONGINGS.append(belongings)


def sections(user: User) -> list[Section]:
    return [section for each in REGISTERED_BELONGINGS for section in each.sections(user)]


def roles_of(users: Collection[int]) -> dict[int, list[str]]:
    """Return the roles of some users in all apps by their keys, in as many queries as there are apps."""
    found: dict[int, list[str]] = {user: [] for user in users}
    for each in REGISTERED_BELONGINGS:
        for user, roles in each.roles_of(users).items():
            found[user] += roles
    return found


def must_have_second_factor(user: User) -> bool:
    """Return True if anything the user may do requires a second factor; being an editor is enough."""
    return (
        user.is_editor or user.is_superuser or any(each.must_have_second_factor(user) for each in REGISTERED_BELONGINGS)
    )


def reasons_to_stay(user: User) -> list[str]:
    return [reason for each in REGISTERED_BELONGINGS for reason in each.reasons_to_stay(user)]


def hold_still(user: User) -> None:
    for each in REGISTERED_BELONGINGS:
        each.hold_still(user)


def addresses(user: User) -> list[str]:
    return [address for each in REGISTERED_BELONGINGS for address in each.addresses(user)]


def take_away(user: User) -> None:
    for each in REGISTERED_BELONGINGS:
        each.take_away(user)


def forget(user: User, addresses: Collection[str]) -> None:
    for each in REGISTERED_BELONGINGS:
        each.forget(user, addresses)
