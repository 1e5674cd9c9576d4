from django.db import migrations
from django.utils import timezone

BATCH = 1_000


def note_items(apps, schema_editor):
    items, happenings = apps.get_model("catalogue", "Item").objects, apps.get_model("discussions", "Happening")
    now = timezone.now()
    public = items.filter(status="published", published_at__lte=now).order_by("pk").values_list("pk", flat=True)
    last = 0
    while pks := list(public.filter(pk__gt=last)[:BATCH]):
        happenings.objects.bulk_create([happenings(what="new-item", item_id=pk, at=now, told_at=now) for pk in pks])
        last = pks[-1]


def follow_own_examples(apps, schema_editor):
    examples, follows = apps.get_model("practice", "PracticeExample"), apps.get_model("discussions", "Follow")
    own = examples.objects.filter(status="published", source_url="", created_by__isnull=False)
    pairs = own.values_list("created_by_id", "pk").order_by()
    follows.objects.bulk_create([follows(user_id=user, item_id=pk, how_often="as-usual") for user, pk in pairs])


class Migration(migrations.Migration):
    dependencies = [
        ("discussions", "0006_following"),
        ("practice", "0009_whole_imports"),
    ]

    operations = [
        migrations.RunPython(note_items, migrations.RunPython.noop),
        migrations.RunPython(follow_own_examples, migrations.RunPython.noop),
    ]
