"""Lets nothing of a decision change but that it no longer names or quotes somebody; on PostgreSQL none is deleted.

(SQLite empties tables between tests by deleting rows, so there the model alone refuses to delete.)
"""

from typing import Any

from django.db import migrations

TABLE = "discussions_moderationdecision"
FIXED = ("act", "at", "concern", "until", "reference")
LINKS = ("by_id", "member_id", "comment_id", "message_id")
WORDS = ("reason", "text")

CHANGED = " OR ".join(
    [
        *(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in FIXED),
        *(f'(NEW."{name}" IS NOT NULL AND NEW."{name}" IS DISTINCT FROM OLD."{name}")' for name in LINKS),
        *(f'(NEW."{name}" <> \'\' AND NEW."{name}" <> OLD."{name}")' for name in WORDS),
    ]
)

SQLITE = [
    f'CREATE TRIGGER decision_stays BEFORE UPDATE ON "{TABLE}" WHEN {CHANGED} '
    "BEGIN SELECT RAISE(ABORT, 'A decision is not changed.'); END"
]
POSTGRESQL = [
    "CREATE FUNCTION decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION 'A decision is not changed.' USING ERRCODE = 'check_violation'; END $$",
    f'CREATE TRIGGER decision_stays BEFORE UPDATE ON "{TABLE}" FOR EACH ROW WHEN ({CHANGED}) '
    "EXECUTE FUNCTION decision_stays()",
    f'CREATE TRIGGER decision_is_not_deleted BEFORE DELETE ON "{TABLE}" FOR EACH ROW EXECUTE FUNCTION decision_stays()',
]
BACK = {
    "sqlite": ["DROP TRIGGER decision_stays"],
    "postgresql": [
        f'DROP TRIGGER decision_is_not_deleted ON "{TABLE}"',
        f'DROP TRIGGER decision_stays ON "{TABLE}"',
        "DROP FUNCTION decision_stays()",
    ],
}


def guard(apps: Any, schema_editor: Any) -> None:
    """Puts the triggers on the table."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps: Any, schema_editor: Any) -> None:
    """Takes them off."""
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("discussions", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
