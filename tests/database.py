"""The database of a test run: made by migrations, made from the models, or kept from the last run."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunPython, SeparateDatabaseAndState
from django.db.migrations.state import ProjectState
from django.test.utils import setup_databases

from gateway.catalogue.search_index.analysis_version import index_again_if_outdated

CACHE_FOLDER = Path(__file__).parent.parent / ".pytest_cache"
SCHEMA_MIGRATIONS = (
    ("modelsearch", "modelsearch.migrations.0002_customise_indexentry"),
    ("catalogue", "gateway.catalogue.migrations.0002_word_trigrams"),
    ("discussions", "discussions.migrations.0002_decisions_stay"),
)
"""Migrations that create what models do not define: indexes and triggers."""
DATA_MIGRATIONS = (
    ("catalogue", "gateway.catalogue.migrations.0003_taxonomy_and_synonyms"),
    ("discussions", "discussions.migrations.0003_reasons"),
)


@contextmanager
def claim_kept_database() -> Iterator[bool]:
    """Name the database kept from the last run and yield True, unless another run is using it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    values = connection.settings_dict
    CACHE_FOLDER.mkdir(exist_ok=True)
    is_file = connection.vendor == "sqlite"
    name = str(CACHE_FOLDER / f"test{worker}.sqlite3") if is_file else f"test_{values['NAME']}{worker}"
    with Path(tempfile.gettempdir(), f"{name}.lock").open("w") as lock:
        is_ours = lock_file(lock)
        if is_ours:
            values["TEST"]["NAME"] = name
        yield is_ours


def lock_file(lock: IO[str]) -> bool:
    """Lock a file, and return whether no other process had locked it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def make_database(*, finds_one: bool, by_migrations: bool) -> Any:
    """Create the database, or empty and refill the kept one; return the value for `teardown_databases`."""
    if not by_migrations:
        settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
    databases = setup_databases(verbosity=0, interactive=False, keepdb=finds_one, serialized_aliases=())
    if finds_one:
        call_command("flush", interactive=False, verbosity=0)
        cache.clear()  # its table has no model, so flush does not empty it
    if not by_migrations:
        run_steps(SCHEMA_MIGRATIONS)
    if finds_one or not by_migrations:
        run_steps(DATA_MIGRATIONS)
        index_again_if_outdated(apps)
    return databases


def run_steps(migrations: tuple[tuple[str, str], ...]) -> None:
    """Run the database operations of these migrations that do not change the state of models."""
    state = ProjectState.from_apps(apps)
    with connection.schema_editor() as editor:
        if migrations == SCHEMA_MIGRATIONS and connection.vendor == "sqlite":
            editor.execute("DROP TABLE modelsearch_indexentry_fts")  # the migration makes a virtual one
        for label, name in migrations:
            for operation in import_module(name).Migration.operations:
                if isinstance(operation, RunPython | SeparateDatabaseAndState | TrigramExtension):
                    operation.database_forwards(label, editor, state, state)
