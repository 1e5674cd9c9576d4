"""Lets a decision say that a change of a post is not taken.

SQLite makes the table anew for it, without the triggers that guard it: they are taken off and put back.
"""

from importlib import import_module

from django.db import migrations, models

ACTS = [
    ("approve", "Approved"),
    ("keep", "Left as it is"),
    ("decline", "Change not taken"),
    ("hide", "Hidden"),
    ("restore", "Shown again"),
    ("warn", "Warned"),
    ("suspend", "Suspended"),
    ("lift", "Suspension ended"),
    ("withdraw", "Warning taken back"),
    ("uphold", "Appeal not followed"),
]
triggers = import_module("discussions.migrations.0005_decisions_stay")


class Migration(migrations.Migration):
    dependencies = [("discussions", "0011_pending_edits")]

    operations = [
        migrations.RunPython(triggers.unguard, triggers.guard),
        migrations.RemoveConstraint(model_name="moderationdecision", name="decision_is_known"),
        migrations.AlterField(
            model_name="moderationdecision",
            name="act",
            field=models.CharField(choices=ACTS, max_length=8, verbose_name="decision"),
        ),
        migrations.AddConstraint(
            model_name="moderationdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", [act for act, _ in ACTS])), name="decision_is_known"
            ),
        ),
        migrations.RunPython(triggers.guard, triggers.unguard),
    ]
