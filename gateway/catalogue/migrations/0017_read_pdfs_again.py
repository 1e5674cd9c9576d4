from importlib import import_module

from django.db import migrations

read_again = import_module("gateway.catalogue.migrations.0016_read_files_again").read_again
"""PDF files were read with what lies on hidden layers, is white on white or stands behind a black bar."""


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0016_read_files_again"),
    ]

    operations = [
        migrations.RunPython(read_again, migrations.RunPython.noop),
    ]
