"""Notifications and what people chose about e-mail move to accounts, whose table any app may fill."""

from django.db import migrations

BATCH_SIZE = 1_000


def copy_rows(apps, schema_editor):
    """Copy each row as it is; what it is about becomes the key of a comment or an item, as its kind says."""
    settings, new_settings = (apps.get_model(app, "NotificationSettings") for app in ("discussions", "accounts"))
    chosen = settings.objects.values("user_id", "how_often", "replies_at_once", "follow_own", "is_off")
    new_settings.objects.bulk_create([new_settings(**row) for row in chosen], batch_size=BATCH_SIZE)
    notifications, new = (apps.get_model(app, "Notification") for app in ("discussions", "accounts"))
    same = ("user_id", "event", "kind", "at", "read_at", "waits", "mailed_at")
    rows = notifications.objects.order_by("pk").values(*same, "comment_id", "item_id", "follow_id")
    batch = []
    for row in rows.iterator(BATCH_SIZE):
        subject = {"subject_id": row["comment_id"] or row["item_id"], "cause_id": row["follow_id"]}
        batch.append(new(**{name: row[name] for name in same}, **subject))
        if len(batch) == BATCH_SIZE:
            new.objects.bulk_create(batch)
            batch = []
    new.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_notifications"), ("discussions", "0012_decline_changes")]

    operations = [
        migrations.RunPython(copy_rows, migrations.RunPython.noop),
        migrations.DeleteModel(name="Notification"),
        migrations.DeleteModel(name="NotificationSettings"),
    ]
