"""Writes very many rows at once: by COPY on PostgreSQL, row by row in one statement elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import AutoField, Max, Model


class Table:
    """A model's own table, and how to write rows of it.

    What the database does not say (no signals, no `save`) the caller must do: of items, `record_items` has the search
    index and the facets read them.
    """

    def __init__(self, model: type[Model], *, with_key: bool = False) -> None:
        fields = [f for f in model._meta.local_concrete_fields if with_key or not isinstance(f, AutoField)]
        quote = connection.ops.quote_name
        self.name = quote(model._meta.db_table)
        self.columns = ", ".join(quote(field.column) for field in fields if field.column)
        self.defaults = {field.attname: field.get_default() for field in fields}

    def row(self, **values: Any) -> tuple[Any, ...]:
        """A row with these values by attribute, and the model's defaults for the others."""
        return tuple((self.defaults | values).values())

    def write(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Adds the rows."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with (
                    connection.wrap_database_errors,
                    cursor.copy(f"COPY {self.name} ({self.columns}) FROM STDIN") as copy,
                ):
                    for row in rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(self.defaults))
                statement = f"INSERT INTO {self.name} ({self.columns}) VALUES ({marks})"  # noqa: S608
                cursor.executemany(statement, [tuple(map(as_stored, row)) for row in rows])


def as_stored(value: Any) -> Any:
    """A value in the form that Django gives it in the database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def reserve_keys(model: type[Model], count: int) -> int:
    """The first of so many primary keys that nobody else will be given."""
    last = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
    if connection.vendor != "postgresql":
        return last + 1
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), column])
        (sequence,) = cursor.fetchone()
        cursor.execute("SELECT setval(%s, greatest(%s, nextval(%s)) + %s)", [sequence, last, sequence, count])
        return cursor.fetchone()[0] - count + 1


def analyse(models: Iterable[type[Model]]) -> None:
    """Has the database look at the tables again, so that it plans queries by what they hold now."""
    can_vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"{'VACUUM (ANALYZE)' if can_vacuum else 'ANALYZE'} {table}")
