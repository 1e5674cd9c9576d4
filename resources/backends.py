"""The permissions of publishers' members in the admin. They are granted here and nowhere else."""

from __future__ import annotations

from typing import Any

from resources.models import Membership

MEMBER_PERMISSIONS: frozenset[str] = frozenset(
    f"resources.{action}_publication" for action in ("add", "change", "delete", "view")
)
"""The admin's permissions for members, as "app_label.codename".

Add a model only once every view of its admin shows users only their own rows.
"""


class MemberBackend:
    """A backend that admits the members of publishers to the admin. The querysets decide which rows they reach.

    It logs no one in, so it has no `get_user`: with one, Django's test client would log in with this backend.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Return None, so that the next backend authenticates."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether a member may do `perm` at all, for any row."""
        return perm in MEMBER_PERMISSIONS and has_publisher(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether a member may see this app in the admin."""
        return app_label == "resources" and has_publisher(user_obj)


def has_publisher(user: Any) -> bool:
    """Whether the user belongs to any publisher. It is queried once a request."""
    if not hasattr(user, "_belongs_to_a_publisher"):
        user._belongs_to_a_publisher = user.is_active and Membership.objects.filter(user=user).exists()
    return user._belongs_to_a_publisher
