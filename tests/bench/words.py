"""The search words of a million items, copied by SQL from the first items.

Indexing each item's own words would take twenty minutes for a million, and would not tell more about how fast search
is.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

TABLE = "modelsearch_indexentry"
INDEXES_SQL = f"""SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = '{TABLE}' AND indexdef LIKE '% USING gin %'"""  # noqa: S608 (our own words)
COPY_SQL = f"""
    WITH known AS (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM {TABLE}),
    missing AS (SELECT item.id, row_number() OVER (ORDER BY item.id) AS number FROM catalogue_item item
        WHERE NOT EXISTS (SELECT 1 FROM {TABLE} entry WHERE entry.object_id = item.id::text))
    INSERT INTO {TABLE} (object_id, content_type_id, title_norm, autocomplete, title, body, title_text, body_text)
    SELECT missing.id::text, content_type_id, title_norm, autocomplete, title, body, title_text, body_text
    FROM missing JOIN known ON known.place = missing.number % (SELECT count(*) FROM known)
"""  # noqa: S608 (our own words)
"""Copies the words of the indexed items, in turn, to the items without."""


def copy_words(address: str) -> None:
    """Copy the search words of indexed items to those that are not indexed."""
    with psycopg.connect(address, autocommit=True) as connection:
        indexes = connection.execute(INDEXES_SQL.encode()).fetchall()
        for name, _ in indexes:
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        connection.execute("SET work_mem = '512MB'")
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute(COPY_SQL.encode())
        for _, definition in indexes:
            connection.execute(definition.encode())
        connection.execute("DELETE FROM catalogue_toindex")
