"""What `manage.py check --deploy` reports in addition to Django's own checks: what is missing or not set."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from gateway.catalogue.health.readiness import DATABASE_PART, PARTS_FOR_PAGES

REQUIRED_SETTINGS = ("DEFAULT_FROM_EMAIL", "CONTACT_EMAIL")


@register("gateway", deploy=True)
def check_what_pages_need(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Report what is missing without which a page fails; if the database is away, report only that."""
    faults = {part.name: part.find_fault() for part in PARTS_FOR_PAGES}
    if faults[DATABASE_PART.name]:
        faults = {name: fault for name, fault in faults.items() if name not in {"migrations", "cache"}}
    numbers = {part.name: number for number, part in enumerate(PARTS_FOR_PAGES, 1)}
    return [Error(f"{name}: {fault}", id=f"gateway.E{numbers[name]:03}") for name, fault in faults.items() if fault]


@register("gateway", deploy=True)
def check_mail_addresses(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Warn of e-mail addresses at localhost, which no one outside can write to."""
    return [
        Warning(
            f"{name} is “{getattr(settings, name)}”, which no mail reaches. Set it to an address of yours.",
            id=f"gateway.W{number:03}",
        )
        for number, name in enumerate(REQUIRED_SETTINGS, 1)
        if getattr(settings, name).rstrip(">").endswith("@localhost")
    ]


@register("gateway", deploy=True)
def check_data_folder(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Warn of a data folder that other users of the machine can read."""
    if not settings.DATA_DIR.stat().st_mode & 0o077:
        return []
    return [Warning(f"Others on this machine can look into {settings.DATA_DIR}. Run: chmod 700", id="gateway.W003")]
