"""The search index on each database or server: SQLite, PostgreSQL and OpenSearch."""
