"""Marks the revisions that are under way, so that the database keeps them from the public."""

from django.db import migrations


def mark(apps, schema_editor):
    """Marks the items of those examples that revise another."""
    revisions = apps.get_model("practice", "PracticeExample").objects.filter(revises__isnull=False)
    apps.get_model("catalogue", "Item").objects.filter(pk__in=revisions.values("pk")).update(is_revision=True)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_revisions_are_never_published"),
        ("practice", "0007_messages"),
    ]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
