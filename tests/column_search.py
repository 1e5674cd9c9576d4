"""A search of every column of every table, as someone with a copy of the database could do."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import connection


def find_columns_with(*words: str) -> set[str]:
    """Return the columns ("table.column") that contain any of these words, and "sessions" if a decoded session does."""
    found = {"sessions" for session in Session.objects.iterator() if contains_any(str(session.get_decoded()), words)}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in list_columns(cursor, table):
                if any(is_in_column(cursor, table, column, word) for word in words):
                    found.add(f"{table}.{column}")
    return found


def contains_any(text: str, words: tuple[str, ...]) -> bool:
    return any(word.lower() in text.lower() for word in words)


def list_columns(cursor, table: str) -> list[str]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")  # noqa: S608
    return [column[0] for column in cursor.description]


def is_in_column(cursor, table: str, column: str, word: str) -> bool:
    """Return whether any row of a column of any type contains the word, ignoring case."""
    name, place = connection.ops.quote_name(column), connection.ops.quote_name(table)
    cursor.execute(
        f"SELECT 1 FROM {place} WHERE LOWER(CAST({name} AS TEXT)) LIKE %s LIMIT 1",  # noqa: S608
        [f"%{word.lower()}%"],
    )
    return cursor.fetchone() is not None
