from django.db import migrations, models


class Migration(migrations.Migration):
    """Rename happenings to activities; what names the renamed column is made again, as Django renames no constraint."""

    dependencies = [("discussions", "0003_reasons")]

    operations = [
        migrations.RemoveConstraint("happening", "happening_is_about_one_thing"),
        migrations.RemoveConstraint("happening", "happening_of_a_comment_once"),
        migrations.RemoveConstraint("happening", "happening_of_an_item_once"),
        migrations.RemoveIndex("happening", "happening_untold"),
        migrations.RenameModel("Happening", "Activity"),
        migrations.RenameField("activity", "told_at", "notified_at"),
        migrations.AddIndex(
            "activity",
            models.Index(condition=models.Q(("notified_at", None)), fields=["at"], name="activity_not_notified"),
        ),
        migrations.AddConstraint(
            "activity",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("comment__isnull", True), ("item__isnull", False), ("what", "new-item")),
                    models.Q(
                        models.Q(("what", "new-item"), _negated=True),
                        ("comment__isnull", False),
                        ("item__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="activity_is_about_one_thing",
            ),
        ),
        migrations.AddConstraint(
            "activity", models.UniqueConstraint(fields=("comment", "what"), name="activity_of_a_comment_once")
        ),
        migrations.AddConstraint(
            "activity", models.UniqueConstraint(fields=("item",), name="activity_of_an_item_once")
        ),
    ]
