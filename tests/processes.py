"""What a test passes to another process so that both use the same database."""

from __future__ import annotations

from urllib.parse import quote

from django.db import connection


def get_database_url() -> str:
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    person = quote(values["USER"]) + (f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else "")
    return f"postgres://{person}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
