from django.contrib.admin.apps import AdminConfig


class ManageConfig(AdminConfig):
    default_site = "gateway.admin_site.ManageSite"
