"""The database's side of the search index: SQLite, PostgreSQL or OpenSearch."""
