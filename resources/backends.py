"""What somebody who belongs to a publisher may do in the admin, decided here and nowhere else."""

from __future__ import annotations

from typing import Any

from resources.models import Membership

MEMBER_PERMISSIONS: frozenset[str] = frozenset(
    f"resources.{action}_publication" for action in ("add", "change", "delete", "view")
)
"""What the admin lets members do, written "app_label.codename". Name a model here only once its admin shows each
person their own rows alone, by every way in."""


class MemberBackend:
    """Lets the people of publishers into the admin; which rows they reach is asked of the querysets.

    It logs nobody in, so it has no `get_user`: the test client would take it for a backend that does.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Leaves it to the backend after this one."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether a member may do `perm` at all."""
        return perm in MEMBER_PERMISSIONS and has_publisher(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether a member may see this app in the admin."""
        return app_label == "resources" and has_publisher(user_obj)


def has_publisher(user: Any) -> bool:
    """Whether this person belongs to any publisher; asked of the database once a request."""
    if not hasattr(user, "_belongs_to_a_publisher"):
        user._belongs_to_a_publisher = user.is_active and Membership.objects.filter(user=user).exists()
    return user._belongs_to_a_publisher
