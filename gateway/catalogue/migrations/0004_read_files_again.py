"""Read every file again: words that look white, tiny or covered are no longer read, and seen ones no longer lost."""

from datetime import UTC, datetime

from django.db import migrations

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
KEYS_PER_BATCH = 5_000


def read_again(apps, schema_editor):
    """Forget the words of files, some of which their readers do not see, until `read_files` has read them again."""
    words = apps.get_model("catalogue", "FileWords").objects.filter(state__in=["read", "empty"])
    if not words.update(
        state="waiting", text="", is_cut=False, failure="", extracted_at=None, tries=0, asked_at=LONG_AGO
    ):
        return
    items, waiting = apps.get_model("catalogue", "Item").objects, apps.get_model("catalogue", "ToIndex").objects
    keys = items.order_by().values_list("pk", flat=True).iterator(KEYS_PER_BATCH)
    waiting.bulk_create((waiting.model(model="catalogue.indexeditem", key=key) for key in keys), KEYS_PER_BATCH)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_taxonomy_and_synonyms")]

    operations = [migrations.RunPython(read_again, migrations.RunPython.noop, elidable=True)]
