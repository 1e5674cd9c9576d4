from django.db import migrations

import gateway.catalogue.models.indexed


def index_what_was_asked(apps, schema_editor):
    """Has the search index read what questions there are."""
    questions = apps.get_model("discussions", "Comment").objects.filter(is_question=True).order_by()
    waiting = apps.get_model("catalogue", "ToIndex")
    keys = questions.values_list("pk", flat=True)
    waiting.objects.bulk_create((waiting(model="discussions.indexedquestion", key=key) for key in keys), 5_000)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0014_words_as_spelt"),
        ("discussions", "0009_unanswered_questions"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndexedQuestion",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=(gateway.catalogue.models.indexed.Searchable, "discussions.comment"),
        ),
        migrations.RunPython(index_what_was_asked, migrations.RunPython.noop),
    ]
