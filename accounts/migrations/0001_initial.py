import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.models.user


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutgoingMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recipients", models.TextField(editable=False)),
                ("subject", models.TextField(editable=False)),
                ("content", models.JSONField(editable=False, help_text="Everything needed to make the message again.")),
                ("queued_at", models.DateTimeField(auto_now_add=True)),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "log-in codes and resets"),
                            (1, "codes for a new address"),
                            (2, "everything else"),
                        ],
                        default=2,
                        editable=False,
                    ),
                ),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="next try")),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("last_error", models.TextField(blank=True, editable=False)),
                ("failed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="given up")),
            ],
            options={
                "verbose_name": "message in the outbox",
                "verbose_name_plural": "outbox",
                "ordering": ["due_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("failed_at", None)),
                        fields=["urgency", "attempts", "due_at"],
                        name="outgoing_message_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "This address is taken."},
                        max_length=254,
                        unique=True,
                        verbose_name="email address",
                    ),
                ),
                (
                    "display_name",
                    models.CharField(
                        blank=True,
                        help_text="What others see next to your words. It does not have to be your full name.",
                        max_length=80,
                        verbose_name="name",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True, choices=accounts.models.user.role_choices, max_length=40, verbose_name="role"
                    ),
                ),
                (
                    "organisation",
                    models.CharField(
                        blank=True,
                        help_text="Where you work, if you want others to see it.",
                        max_length=120,
                        verbose_name="school or organisation",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("is_staff", models.BooleanField(default=False, verbose_name="may open the admin")),
                (
                    "is_editor",
                    models.BooleanField(
                        default=False, help_text="Decides what is published.", verbose_name="editor of the Gateway"
                    ),
                ),
                (
                    "resets_second_factors",
                    models.BooleanField(
                        default=False,
                        help_text="For other people, after checking who is asking.",
                        verbose_name="may reset a lost second step",
                    ),
                ),
                (
                    "is_sample",
                    models.BooleanField(
                        default=False, help_text="Invented, for development only.", verbose_name="sample person"
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "suspended_until",
                    models.DateTimeField(
                        blank=True, editable=False, help_text="Until then they can read but not take part.", null=True
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="user_email_unique_whatever_its_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_editor", False), ("is_staff", True), _connector="OR"),
                        name="user_editor_may_open_the_admin",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("by", "person"), name="block_once"),
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("person")), _negated=True), name="block_somebody_else"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NotificationSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_settings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "how_often",
                    models.CharField(
                        choices=[
                            ("at-once", "Straight away"),
                            ("daily", "Once a day"),
                            ("weekly", "Once a week"),
                            ("never", "No emails"),
                        ],
                        default="daily",
                        max_length=8,
                        verbose_name="how often",
                    ),
                ),
                (
                    "replies_at_once",
                    models.BooleanField(
                        default=True,
                        verbose_name="straight away when someone replies to me, mentions me or marks my reply as the answer",
                    ),
                ),
                (
                    "follow_own",
                    models.BooleanField(default=True, verbose_name="automatically follow what I write, ask and share"),
                ),
                ("is_off", models.BooleanField(default=False, verbose_name="no emails of this kind")),
            ],
            options={
                "verbose_name_plural": "notification settings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("how_often__in", ["at-once", "daily", "weekly", "never"])),
                        name="settings_how_often_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("event", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField()),
                ("cause_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(null=True)),
                ("waits", models.BooleanField(default=True)),
                ("mailed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(
                        models.F("user"),
                        models.OrderBy(models.F("at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="notification_of_user",
                    ),
                    models.Index(condition=models.Q(("read_at", None)), fields=["user"], name="notification_to_read"),
                    models.Index(
                        condition=models.Q(("waits", True)), fields=["user", "at"], name="notification_to_mail"
                    ),
                    models.Index(fields=["subject_id", "kind"], name="notification_of_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "event"), name="notification_sent_once"),
                    models.CheckConstraint(
                        condition=models.Q(("waits", False), ("mailed_at__isnull", True), _connector="OR"),
                        name="notification_mailed_once",
                    ),
                ],
            },
        ),
    ]
