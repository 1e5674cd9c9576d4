from importlib import import_module

from django.db import migrations

read_again = import_module("gateway.catalogue.migrations.0016_read_files_again").read_again
"""White words, and those beside a slide, are no longer read; diagrams and the heads of pages are."""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0019_more_synonyms"),
    ]

    operations = [
        migrations.RunPython(read_again, migrations.RunPython.noop),
    ]
