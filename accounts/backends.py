"""What an editor may do in the admin, decided here and nowhere else."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

EDITED_APPS = frozenset({"catalogue", "resources", "practice", "discussions"})


class EditorBackend(BaseBackend):
    """Gives every active editor all permissions on the Gateway's content, without a query."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether an editor may do `perm`, written "app_label.codename"."""
        return self.has_module_perms(user_obj, perm.partition(".")[0])

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether an editor may see this app in the admin."""
        return user_obj.is_active and user_obj.is_editor and app_label in EDITED_APPS
