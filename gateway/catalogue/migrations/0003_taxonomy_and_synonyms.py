"""Fill the curated vocabularies and the table of synonyms."""

from django.db import migrations

from gateway.catalogue.taxonomy import loader


def load(apps, schema_editor):
    loader.load(apps)
    loader.load_synonyms(apps)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_word_trigrams")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
