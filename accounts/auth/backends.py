"""What an editor may do in the admin, decided here and nowhere else."""

from typing import Any

EDITED_APPS = frozenset({"catalogue", "resources", "practice", "discussions"})
OUTBOX_PERMISSIONS = frozenset({"accounts.view_outgoingmessage", "accounts.change_outgoingmessage"})
USER_PERMISSIONS = frozenset({"accounts.view_user"})


class EditorBackend:
    """Gives every active editor all permissions on content and the outbox, and to find people, without a query.

    It logs nobody in, so it has no `get_user`: the test client would take it for a backend that does.
    """

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Leaves it to the backend after this one."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether an editor may do `perm`, written "app_label.codename"."""
        app_label = perm.partition(".")[0]
        return self.has_module_perms(user_obj, app_label) and (
            app_label in EDITED_APPS or perm in OUTBOX_PERMISSIONS | USER_PERMISSIONS
        )

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether an editor may see this app in the admin."""
        return user_obj.is_active and user_obj.is_editor and app_label in {*EDITED_APPS, "accounts"}
