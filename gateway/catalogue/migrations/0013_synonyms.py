"""Loads the synonyms."""

from django.db import migrations

from gateway.catalogue import taxonomy


def load(apps, schema_editor):
    """Adds the synonyms that are not there yet, and has the index read what items there are."""
    taxonomy.load_synonyms(apps)
    keys = apps.get_model("catalogue", "Item").objects.order_by().values_list("pk", flat=True)
    waiting = apps.get_model("catalogue", "ToIndex")
    waiting.objects.bulk_create((waiting(model="catalogue.indexeditem", key=key) for key in keys), 5_000)


class Migration(migrations.Migration):
    """The table of synonyms, filled."""

    dependencies = [("catalogue", "0012_search"), ("modelsearch", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
