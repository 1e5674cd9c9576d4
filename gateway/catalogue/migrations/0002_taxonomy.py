"""Loads the taxonomy."""

from django.db import migrations

from gateway.catalogue import taxonomy


def load(apps, schema_editor):
    """Adds the terms that are not there yet."""
    taxonomy.load(apps)


class Migration(migrations.Migration):
    """The curated vocabularies, filled."""

    dependencies = [("catalogue", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
