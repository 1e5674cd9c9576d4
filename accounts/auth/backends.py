"""The permissions of editors in the admin, decided in this module alone."""

from typing import Any

EDITED_APPS = frozenset({"catalogue", "resources", "practice", "discussions"})
OUTBOX_PERMISSIONS = frozenset({"accounts.view_outgoingmessage", "accounts.change_outgoingmessage"})
USER_PERMISSIONS = frozenset({"accounts.view_user"})


class EditorBackend:
    """A backend that gives active editors all permissions on content and the outbox, and lets them find users.

    It makes no query. It logs nobody in and so has no `get_user`: the test client would take it for a backend that
    does.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Leave the log-in to the next backend."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Return True if an editor may do `perm`, which is written "app_label.codename"."""
        app_label = perm.partition(".")[0]
        return self.has_module_perms(user_obj, app_label) and (
            app_label in EDITED_APPS or perm in OUTBOX_PERMISSIONS | USER_PERMISSIONS
        )

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return user_obj.is_active and user_obj.is_editor and app_label in {*EDITED_APPS, "accounts"}
