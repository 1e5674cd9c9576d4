"""`manage.py prepare`: make a development database ready to serve, in one process; `make run` starts with it."""

from __future__ import annotations

import socket
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from gateway.catalogue.search_index.indexing import index_everything_waiting

COLUMN_WIDTH = 28


class Command(BaseCommand):
    """Create tables, cache, taxonomy, starter catalogue and sample people; a second run keeps what is there."""

    help = "Makes a development database ready: tables, starter catalogue, sample people. Only with DEBUG on."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000", help="refuse if something else listens there")

    def handle(self, *args: Any, port: str, verbosity: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("`prepare` loads samples: it runs only with DEBUG on. See docs/operations.md.")
        check_port(port)
        if said := set_older_database_aside(connection):
            self.stdout.write(said)
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_starter", stdout=self.stdout)
        people = StringIO()
        call_command("sample_people", stdout=people)
        call_command("sample_members", stdout=self.stdout)
        call_command("sample_files", stdout=self.stdout)
        call_command("import_schools", "--once", stdout=self.stdout)
        call_command("sample_schools", stdout=self.stdout)
        call_command("load_practice", stdout=self.stdout)
        call_command("sample_discussions", stdout=self.stdout)
        index_everything_waiting()
        self.stdout.write(
            "\nWho can log in here (email, password, role):\n" + people.getvalue().expandtabs(COLUMN_WIDTH)
        )
        self.stdout.write(f"Look at http://127.0.0.1:{port}/   (Ctrl-C ends it; the data stays in {settings.DATA_DIR})")


def check_port(port: str) -> None:
    """Raise CommandError, before anything is done, if the site cannot be served on this port."""
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 2**16):
        raise CommandError(f"PORT must be a number from 1 to 65535, not “{port}”.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError as error:
            raise CommandError(f"Port {port} cannot be used ({error.strerror}). Try: make run PORT=8001") from error


def set_older_database_aside(database: BaseDatabaseWrapper) -> str:
    """Rename the file of a database with migrations that no longer exist, and return a sentence about it.

    Raise CommandError for such a database on a server.
    """
    if get_applied_migrations(database) <= MigrationLoader(None).disk_migrations.keys():
        return ""
    if database.vendor != "sqlite":
        raise CommandError(
            f"The database “{database.settings_dict['NAME']}” was made by an older version of the Gateway and cannot be"
            " used: name an empty one in DATABASE_URL. Nothing was changed."
        )
    database.close()
    file = Path(database.settings_dict["NAME"])
    aside = file.with_stem(f"{file.stem}-{timezone.localtime():%Y-%m-%d-%H%M%S}")
    for ending in ("-wal", "-shm", ""):
        if (part := Path(f"{file}{ending}")).exists():
            part.rename(f"{aside}{ending}")
    return (
        "The database was made by an older version of the Gateway, so it has been renamed to"
        f" {aside.name} and a new one is being made."
    )


def get_applied_migrations(database: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """Return which of our migrations are recorded in the database."""
    if "django_migrations" not in database.introspection.table_names():
        return set()
    with database.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(app, name) for app, name in cursor.fetchall() if app in settings.OUR_APP_LABELS}
