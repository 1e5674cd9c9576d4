"""The measured databases: one for each size of the catalogue, made before and dropped after."""

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

INDEX = "from gateway.catalogue.search_index.indexing import index_everything_waiting as index; index()"
"""What the worker would do in time: have search read what was made."""


class Home(Protocol):
    """Where databases live."""

    def describe(self) -> str:
        """Its name and version."""

    def url(self, name: str) -> str:
        """The address of a database."""

    def exists(self, name: str) -> bool:
        """Whether the database is there from an earlier run."""

    def create(self, name: str, copy_of: str = "") -> None:
        """Makes a database, empty or as a copy."""

    def settle(self, name: str) -> None:
        """Brings the statistics up to date, as a server does by itself in time."""

    def drop(self, name: str) -> None:
        """Deletes a database."""


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server, reached by the address of any of its databases."""

    address: str

    def describe(self) -> str:
        """Its name and version."""
        with psycopg.connect(self.address) as connection:
            return f"PostgreSQL {connection.info.parameter_status('server_version')}"

    def url(self, name: str) -> str:
        """The address of a database on this server."""
        return urlsplit(self.address)._replace(path=f"/{name}").geturl()

    def exists(self, name: str) -> bool:
        """Whether the server has it."""
        with psycopg.connect(self.address) as connection:
            return bool(connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())

    def create(self, name: str, copy_of: str = "") -> None:
        """Makes it from the server's template or from another database."""
        statement = "CREATE DATABASE {} TEMPLATE {}" if copy_of else "CREATE DATABASE {}"
        self.run(self.address, statement, name, *([copy_of] if copy_of else []))

    def settle(self, name: str) -> None:
        """Vacuums and analyses it."""
        self.run(self.url(name), "VACUUM ANALYZE")
        self.run(self.url(name), "CHECKPOINT")

    def drop(self, name: str) -> None:
        """Deletes it, whoever is still connected."""
        self.run(self.address, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def run(self, address: str, statement: str, *names: str) -> None:
        """Runs one statement outside a transaction."""
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@dataclass(frozen=True)
class Sqlite:
    """A directory of SQLite files."""

    directory: Path

    def describe(self) -> str:
        """Its name and version."""
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"

    def url(self, name: str) -> str:
        """The address of a file."""
        return f"sqlite:///{self.path(name)}"

    def path(self, name: str) -> Path:
        """The file."""
        return self.directory / f"{name}.sqlite3"

    def exists(self, name: str) -> bool:
        """Whether there is a file."""
        return self.path(name).exists()

    def create(self, name: str, copy_of: str = "") -> None:
        """Copies a file; a new one comes by itself."""
        if copy_of:
            shutil.copyfile(self.path(copy_of), self.path(name))

    def settle(self, name: str) -> None:
        """Analyses it."""
        import sqlite3

        connection = sqlite3.connect(self.path(name))
        connection.execute("ANALYZE")
        connection.close()

    def drop(self, name: str) -> None:
        """Deletes the file and what lies beside it."""
        for path in self.directory.glob(f"{name}.sqlite3*"):
            path.unlink()


@dataclass
class Databases:
    """The databases of a run, made when first asked for."""

    home: Home
    data: Path
    prefix: str
    kept: bool
    seconds: dict[int, float] = field(default_factory=dict)
    ready: set[int] = field(default_factory=set)

    def name(self, size: int) -> str:
        """The database with so many items."""
        return f"{self.prefix}_{size}"

    def url(self, size: int, base: int = 0) -> str:
        """The address of the database with so many items; a large one begins as a copy of a smaller."""
        if size not in self.ready:
            if not self.home.exists(self.name(size)):
                self.build(size, base)
            manage(self.environment(size), "migrate", "--verbosity=0")
            self.ready.add(size)
        return self.home.url(self.name(size))

    def environment(self, size: int) -> dict[str, str]:
        """The environment of a process that works on it."""
        return child_environment(self.home.url(self.name(size)), self.data)

    def build(self, size: int, base: int) -> None:
        """Makes and fills a database; the time it took to fill is kept if it began empty."""
        if base:
            self.url(base)
        self.home.create(self.name(size), copy_of=self.name(base) if base else "")
        try:
            self.fill(size, base)
        except BaseException:
            self.home.drop(self.name(size))
            raise

    def fill(self, size: int, base: int) -> None:
        """Adds the items that the base has not."""
        environment = self.environment(size)
        manage(environment, "migrate", "--verbosity=0")
        start = time.perf_counter()
        manage(environment, "populate", f"--items={size - base}", f"--seed={size}", "--verbosity=0")
        if not base:
            self.seconds[size] = time.perf_counter() - start
        if base and isinstance(self.home, Postgres):
            copy_words(self.home.url(self.name(size)))
        else:
            manage(environment, "shell", "--command", INDEX, "--verbosity=0")
        self.home.settle(self.name(size))

    def close(self) -> None:
        """Drops them all, unless they are to be kept."""
        for size in [] if self.kept else self.ready:
            self.home.drop(self.name(size))
