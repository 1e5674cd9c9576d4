"""How Django finds our admin."""

from django.contrib.admin.apps import AdminConfig


class ManageConfig(AdminConfig):
    """Has Django use our site wherever it speaks of the admin."""

    default_site = "gateway.admin_site.ManageSite"
