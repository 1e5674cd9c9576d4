"""Loads the synonyms that have joined the file: therapies, conditions and roles by their letters."""

from django.db import migrations

from gateway.catalogue import taxonomy


def add_synonyms(apps, schema_editor):
    """Add the expressions that are not there yet."""
    taxonomy.load_synonyms(apps)


class Migration(migrations.Migration):
    """The table of synonyms, with the new ones."""

    dependencies = [("catalogue", "0018_chosen_phases")]

    operations = [migrations.RunPython(add_synonyms, migrations.RunPython.noop, elidable=True)]
