"""The measured databases: one for each size of the catalogue, created before and dropped after."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.bench.environment import child_environment, manage
from tests.bench.words import copy_words

INDEX_COMMAND = "from gateway.catalogue.search_index.indexing import index_everything_waiting as index; index()"
"""Indexes the new items for search, as the worker would do later."""


class DatabaseServer(Protocol):
    def describe(self) -> str:
        """Return its name and version."""

    def url(self, name: str) -> str:
        pass

    def exists(self, name: str) -> bool:
        """Return whether the database is there from an earlier run."""

    def create(self, name: str, copy_of: str = "") -> None:
        pass

    def update_statistics(self, name: str) -> None:
        """Update the statistics of the planner, as a server does later by itself."""

    def drop(self, name: str) -> None:
        pass


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server, given by the address of any of its databases."""

    address: str

    def describe(self) -> str:
        with psycopg.connect(self.address) as connection:
            return f"PostgreSQL {connection.info.parameter_status('server_version')}"

    def url(self, name: str) -> str:
        return urlsplit(self.address)._replace(path=f"/{name}").geturl()

    def exists(self, name: str) -> bool:
        with psycopg.connect(self.address) as connection:
            return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())

    def create(self, name: str, copy_of: str = "") -> None:
        statement = "CREATE DATABASE {} TEMPLATE {}" if copy_of else "CREATE DATABASE {}"
        self.run(self.address, statement, name, *([copy_of] if copy_of else []))

    def update_statistics(self, name: str) -> None:
        self.run(self.url(name), "VACUUM ANALYZE")
        self.run(self.url(name), "CHECKPOINT")

    def drop(self, name: str) -> None:
        """Drop a database even if others are connected."""
        self.run(self.address, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def run(self, address: str, statement: str, *names: str) -> None:
        """Run a statement outside a transaction."""
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@dataclass(frozen=True)
class Sqlite:
    """A directory of SQLite files."""

    directory: Path

    def describe(self) -> str:
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"

    def url(self, name: str) -> str:
        return f"sqlite:///{self.path(name)}"

    def path(self, name: str) -> Path:
        return self.directory / f"{name}.sqlite3"

    def exists(self, name: str) -> bool:
        return self.path(name).exists()

    def create(self, name: str, copy_of: str = "") -> None:
        """Copy a file. SQLite creates a new one by itself."""
        if copy_of:
            shutil.copyfile(self.path(copy_of), self.path(name))

    def update_statistics(self, name: str) -> None:
        import sqlite3

        connection = sqlite3.connect(self.path(name))
        connection.execute("ANALYZE")
        connection.close()

    def drop(self, name: str) -> None:
        """Delete the file and those that SQLite creates next to it."""
        for path in self.directory.glob(f"{name}.sqlite3*"):
            path.unlink()


@dataclass
class Databases:
    """The databases of a run, created when first needed."""

    home: DatabaseServer
    data: Path
    prefix: str
    kept: bool
    seconds: dict[int, float] = field(default_factory=dict)
    ready: set[int] = field(default_factory=set)

    def name(self, size: int) -> str:
        return f"{self.prefix}_{size}"

    def url(self, size: int, base: int = 0) -> str:
        """Return the address of the database with `size` items, created from a copy of `base` if given."""
        if size not in self.ready:
            if not self.home.exists(self.name(size)):
                self.build(size, base)
            manage(self.environment(size), "migrate", "--verbosity=0")
            self.ready.add(size)
        return self.home.url(self.name(size))

    def environment(self, size: int) -> dict[str, str]:
        return child_environment(self.home.url(self.name(size)), self.data)

    def build(self, size: int, base: int) -> None:
        """Create and fill a database. The duration is recorded only if it began empty."""
        if base:
            self.url(base)
        self.home.create(self.name(size), copy_of=self.name(base) if base else "")
        try:
            self.fill(size, base)
        except BaseException:
            self.home.drop(self.name(size))
            raise

    def fill(self, size: int, base: int) -> None:
        """Add the items that the base does not have."""
        environment = self.environment(size)
        manage(environment, "migrate", "--verbosity=0")
        start = time.perf_counter()
        manage(environment, "populate", f"--items={size - base}", f"--seed={size}", "--verbosity=0")
        if not base:
            self.seconds[size] = time.perf_counter() - start
        if base and isinstance(self.home, Postgres):
            copy_words(self.home.url(self.name(size)))
        else:
            manage(environment, "shell", "--command", INDEX_COMMAND, "--verbosity=0")
        self.home.update_statistics(self.name(size))

    def close(self) -> None:
        """Drop all databases, unless they are to be kept."""
        for size in [] if self.kept else self.ready:
            self.home.drop(self.name(size))
