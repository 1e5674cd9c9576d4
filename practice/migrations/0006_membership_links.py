import uuid

from django.db import migrations, models


def give_references(apps, schema_editor):
    """Gives each membership that is there a reference of its own."""
    for membership in apps.get_model("practice", "SchoolMembership").objects.iterator():
        membership.reference = uuid.uuid4()
        membership.save(update_fields=["reference"])


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0005_practice_files"),
    ]

    operations = [
        migrations.AlterField(
            model_name="schoolmembership",
            name="link_key",
            field=models.UUIDField(
                blank=True, editable=False, help_text="Of the link sent there.", null=True, unique=True
            ),
        ),
        migrations.AddField(
            model_name="schoolmembership",
            name="link_sent_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="schoolmembership",
            name="reference",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RunPython(give_references, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="schoolmembership",
            name="reference",
            field=models.UUIDField(
                default=uuid.uuid4, editable=False, help_text="For addresses and forms.", unique=True
            ),
        ),
        migrations.AddConstraint(
            model_name="schoolmembership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("link_key__isnull", True),
                    models.Q(("link_sent_at__isnull", False), models.Q(("work_email", ""), _negated=True)),
                    _connector="OR",
                ),
                name="membership_link_was_sent",
            ),
        ),
    ]
