"""What the apps above this one keep for a user, collected without importing them.

An app that keeps something for users derives from `AccountHooks` and calls `register_hooks` in its `AppConfig.ready`.
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


class AccountHooks:
    """What an app keeps for users; each answer is empty unless the app overrides it."""

    def get_sections(self, user: User) -> list[Section]:
        return []

    def get_roles(self, users: Collection[int]) -> Mapping[int, Sequence[str]]:
        """Return the roles of some users by their keys, for editors; called once for a whole list."""
        return {}

    def is_second_factor_required(self, user: User) -> bool:
        """Return True if what the user may do in this app requires a second factor."""
        return False

    def get_deletion_obstacles(self, user: User) -> list[str]:
        """Return why the account cannot be deleted yet, each a sentence that says what to do about it."""
        return []

    def lock_for_deletion(self, user: User) -> None:
        """Lock what the reasons to stay depend on, and what goes with the account, until the transaction ends.

        This is called before anything is deleted or forgotten, whether the user or an administrator deletes the
        account.
        """

    def get_other_addresses(self, user: User) -> list[str]:
        """Return e-mail addresses of the user besides those of the account, which are deleted with it."""
        return []

    def delete_shared_content(self, user: User) -> None:
        """Delete what the user has shared; what is not deleted stays without their name."""

    def remove_addresses(self, user: User, addresses: Collection[str]) -> None:
        """Remove the user's addresses from what others wrote, such as an invitation to them."""


REGISTERED_HOOKS: list[AccountHooks] = []


def register_hooks(hooks: AccountHooks) -> None:
    """Register what an app keeps; several of one class count as one."""
    if not any(type(each) is type(hooks) for each in REGISTERED_HOOKS):
        REGISTERED_HOOKS.append(hooks)


def get_sections(user: User) -> list[Section]:
    return [section for each in REGISTERED_HOOKS for section in each.get_sections(user)]


def get_roles(users: Collection[int]) -> dict[int, list[str]]:
    """Return the roles of some users in all apps by their keys, in as many queries as there are apps."""
    found: dict[int, list[str]] = {user: [] for user in users}
    for each in REGISTERED_HOOKS:
        for user, roles in each.get_roles(users).items():
            found[user] += roles
    return found


def is_second_factor_required(user: User) -> bool:
    """Return True if anything the user may do requires a second factor; being an editor is enough."""
    return user.is_editor or user.is_superuser or any(each.is_second_factor_required(user) for each in REGISTERED_HOOKS)


def get_deletion_obstacles(user: User) -> list[str]:
    return [reason for each in REGISTERED_HOOKS for reason in each.get_deletion_obstacles(user)]


def lock_for_deletion(user: User) -> None:
    for each in REGISTERED_HOOKS:
        each.lock_for_deletion(user)


def get_other_addresses(user: User) -> list[str]:
    return [address for each in REGISTERED_HOOKS for address in each.get_other_addresses(user)]


def delete_shared_content(user: User) -> None:
    for each in REGISTERED_HOOKS:
        each.delete_shared_content(user)


def remove_addresses(user: User, addresses: Collection[str]) -> None:
    for each in REGISTERED_HOOKS:
        each.remove_addresses(user, addresses)
