from django.db import migrations, models
from django.utils import timezone


def forget(apps, schema_editor):
    """Forget all words: those of drafts were among them. `migrate` has everything indexed again, by the new rules."""
    apps.get_model("catalogue", "IndexedWord").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0020_read_files_once_more"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.AddField(
            model_name="indexedword",
            name="public_from",
            field=models.DateTimeField(default=timezone.now),
            preserve_default=False,
        ),
    ]
