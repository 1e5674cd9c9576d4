from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

INDEX = "CREATE INDEX indexed_word_trigrams ON catalogue_indexedword USING gin (word gin_trgm_ops)"


def add_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0013_synonyms"),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="IndexedWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=30, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("word", ""), _negated=True), name="indexed_word_is_not_empty"
                    )
                ],
            },
        ),
        migrations.RunPython(add_index, migrations.RunPython.noop),
    ]
