"""Tests of `make run` with a database whose migrations no longer exist."""

import sqlite3
from contextlib import closing

import pytest
import time_machine
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from gateway.catalogue.management.commands.prepare import set_older_database_aside

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return tmp_path / "gateway.sqlite3"


@pytest.fixture
def database(file):
    found = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}})["default"]
    yield found
    found.close()


def record(database, app, name):
    MigrationRecorder(database).ensure_schema()
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, '2026-11-01')", [app, name])


@time_machine.travel("2026-11-30 09:30:00+00:00", tick=False)
def test_an_older_file_is_renamed_and_a_sentence_says_so(database, file):
    record(database, "accounts", "0002_outgoing_message")

    said = set_older_database_aside(database)

    aside = file.with_name("gateway-2026-11-30-093000.sqlite3")
    assert said == (
        "The database was made by an older version of the Gateway, so it has been renamed to"
        " gateway-2026-11-30-093000.sqlite3 and a new one is being made."
    )
    assert [each.name for each in file.parent.iterdir()] == [aside.name]
    with closing(sqlite3.connect(aside)) as older:
        assert older.execute("SELECT name FROM django_migrations").fetchall() == [("0002_outgoing_message",)]


def test_what_a_server_has_not_yet_written_into_the_file_goes_with_it(database, file):
    record(database, "accounts", "0002_outgoing_message")
    with closing(sqlite3.connect(file)) as server:
        server.execute("PRAGMA journal_mode=WAL")
        server.execute("CREATE TABLE late (word)")
        set_older_database_aside(database)

    (aside,) = file.parent.glob("gateway-*.sqlite3")
    assert not list(file.parent.glob("gateway.sqlite3*"))
    with closing(sqlite3.connect(aside)) as older:
        assert older.execute("SELECT name FROM sqlite_master WHERE name = 'late'").fetchall() == [("late",)]


@pytest.mark.parametrize(
    ("app", "name"),
    [("accounts", "0001_initial"), ("a_package_that_is_gone", "0002_more"), ("taggit", "0099_not_ours")],
)
def test_a_database_whose_migrations_are_all_there_stays(database, file, settings, app, name):
    settings.MIGRATION_MODULES = {}  # `--no-migrations` hides what exists
    record(database, app, name)

    assert set_older_database_aside(database) == ""
    assert file.exists()


def test_where_there_is_no_database_yet_nothing_is_said(database):
    assert set_older_database_aside(database) == ""


@pytest.mark.skipif(connection.vendor == "sqlite", reason="what is not a file is not renamed")
def test_an_older_database_on_a_server_is_left_as_it_is():
    record(connection, "accounts", "0002_outgoing_message")

    with pytest.raises(CommandError, match=r"^The database .+ cannot be used: name an empty one in DATABASE_URL\. "):
        set_older_database_aside(connection)
