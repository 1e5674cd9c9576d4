"""Bulk inserts: by COPY on PostgreSQL, and by one executemany elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import AutoField, Max, Model


class BulkTable:
    """A model's own table, and how to insert rows into it.

    No signals are sent and no `save` is called, so the caller must do what they would do. For items, `record_items` has
    the search index and the facets read the new rows.
    """

    def __init__(self, model: type[Model], *, with_key: bool = False) -> None:
        fields = [f for f in model._meta.local_concrete_fields if with_key or not isinstance(f, AutoField)]
        quote = connection.ops.quote_name
        self.name = quote(model._meta.db_table)
        self.columns = ", ".join(quote(field.column) for field in fields if field.column)
        self.defaults = {field.attname: field.get_default() for field in fields}

    def make_row(self, **values: Any) -> tuple[Any, ...]:
        """Return a row with these values by attribute name, and the model's defaults for the rest."""
        return tuple((self.defaults | values).values())

    def insert_rows(self, rows: Iterable[tuple[Any, ...]]) -> None:
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
                cursor.executemany(statement, [tuple(map(prepare_value, row)) for row in rows])


def prepare_value(value: Any) -> Any:
    """Return a value as Django stores it in the database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def reserve_keys(model: type[Model], count: int) -> int:
    """Reserve `count` consecutive primary keys and return the first."""
    last = model._base_manager.aggregate(last=Max("pk"))["last"] or 0
    if connection.vendor != "postgresql":
        return last + 1
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), column])
        (sequence,) = cursor.fetchone()
        cursor.execute("SELECT setval(%s, greatest(%s, nextval(%s)) + %s)", [sequence, last, sequence, count])
        return cursor.fetchone()[0] - count + 1


def analyse_tables(models: Iterable[type[Model]]) -> None:
    """Update the planner's statistics of the tables. On PostgreSQL outside a transaction, vacuum them too."""
    can_vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"{'VACUUM (ANALYZE)' if can_vacuum else 'ANALYZE'} {table}")
