import uuid

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gateway.catalogue.models.stored_file
from gateway.catalogue.migrations._operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("catalogue", "0001_initial"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="School",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "urn",
                            models.CharField(
                                help_text="“G” and a number if GIAS has none.",
                                max_length=8,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^(\\d{5,8}|G\\d{6})\\Z", "A URN is a number, such as 100000."
                                    )
                                ],
                                verbose_name="URN",
                            ),
                        ),
                        ("name", models.CharField(max_length=150)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("closing", "Open, but proposed to close"),
                                    ("proposed", "Proposed to open"),
                                    ("closed", "Closed"),
                                ],
                                default="open",
                                max_length=8,
                            ),
                        ),
                        (
                            "phase_of_education",
                            models.CharField(blank=True, help_text="As in GIAS.", max_length=40),
                        ),
                        ("type", models.CharField(blank=True, max_length=100)),
                        ("local_authority", models.CharField(blank=True, max_length=100)),
                        ("region", models.CharField(blank=True, max_length=60)),
                        ("town", models.CharField(blank=True, max_length=100)),
                        ("postcode", models.CharField(blank=True, max_length=8)),
                        ("latitude", models.FloatField(blank=True, null=True)),
                        ("longitude", models.FloatField(blank=True, null=True)),
                        (
                            "has_exact_position",
                            models.BooleanField(
                                default=False, help_text="Otherwise it is the centre of the postcode area."
                            ),
                        ),
                        ("pupils", models.PositiveIntegerField(blank=True, null=True, verbose_name="number of pupils")),
                        ("low_age", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="lowest age")),
                        (
                            "high_age",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="highest age"),
                        ),
                        ("resourced_provision", models.CharField(blank=True, max_length=60)),
                        ("opened_on", models.DateField(blank=True, null=True)),
                        ("closed_on", models.DateField(blank=True, null=True)),
                        (
                            "website",
                            models.URLField(
                                blank=True,
                                max_length=300,
                                validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                            ),
                        ),
                        ("website_domain", models.CharField(blank=True, editable=False, max_length=200)),
                        ("search_text", models.CharField(editable=False, max_length=400)),
                        (
                            "is_checked",
                            models.BooleanField(
                                default=True, help_text="An editor has checked that it exists.", verbose_name="checked"
                            ),
                        ),
                        (
                            "is_sample",
                            models.BooleanField(
                                default=False,
                                help_text="Invented, and marked so on the site.",
                                verbose_name="sample",
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        ("phases", models.ManyToManyField(blank=True, related_name="+", to="catalogue.phase")),
                        (
                            "sen_provision",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="catalogue.areaofneed", verbose_name="SEN provision"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "urn"],
                        "indexes": [
                            models.Index(fields=["latitude", "longitude"], name="school_position"),
                            models.Index(fields=["name", "urn"], name="school_name"),
                            models.Index(
                                condition=models.Q(("is_checked", False)), fields=["created_at"], name="school_to_check"
                            ),
                            models.Index(
                                condition=models.Q(("website_domain", ""), _negated=True),
                                fields=["website_domain"],
                                name="school_domain",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("website", ""),
                                    ("website__startswith", "https://"),
                                    ("website__startswith", "http://"),
                                    _connector="OR",
                                ),
                                name="school_website_is_a_web_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("urn", ""), _negated=True), models.Q(("name", ""), _negated=True)
                                ),
                                name="school_has_a_urn_and_a_name",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["open", "closing", "proposed", "closed"])),
                                name="school_status_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                                    models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                                    _connector="OR",
                                ),
                                name="school_position_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SchoolMembership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="school_memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "school",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="practice.school",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                help_text="For example: SENCO, class teacher, governor.",
                                max_length=60,
                                verbose_name="your role there",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting to be confirmed"),
                                    ("confirmed", "Confirmed"),
                                    ("refused", "Not confirmed"),
                                    ("left", "Left"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "confirmed_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("email", "By an email to the school’s own address"),
                                    ("colleague", "By a colleague"),
                                    ("editor", "By an editor"),
                                ],
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "work_email",
                            models.EmailField(
                                blank=True, editable=False, max_length=254, verbose_name="email address at the school"
                            ),
                        ),
                        (
                            "work_email_shown_at",
                            models.DateTimeField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="when they showed that they read mail there",
                            ),
                        ),
                        (
                            "link_key",
                            models.UUIDField(
                                blank=True, editable=False, help_text="Of the link sent there.", null=True, unique=True
                            ),
                        ),
                        ("link_sent_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "reference",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, help_text="For addresses and forms.", unique=True
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["school__name", "asked_at", "pk"],
                        "indexes": [
                            models.Index(fields=["school", "status"], name="membership_of_school"),
                            models.Index(
                                condition=models.Q(("status", "waiting")),
                                fields=["asked_at"],
                                name="membership_waiting",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["waiting", "confirmed"])),
                                fields=("user", "school"),
                                name="membership_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("link_key__isnull", True),
                                    models.Q(
                                        ("link_sent_at__isnull", False), models.Q(("work_email", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="membership_link_was_sent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "confirmed"), _negated=True),
                                    models.Q(
                                        ("decided_at__isnull", False), models.Q(("confirmed_how", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="membership_confirmed_says_how",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PracticeExample",
                    fields=[
                        (
                            "item_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to="catalogue.item",
                            ),
                        ),
                        (
                            "school",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="examples",
                                to="practice.school",
                            ),
                        ),
                        ("need", models.TextField(blank=True, max_length=20000)),
                        ("who_for", models.CharField(blank=True, max_length=300)),
                        (
                            "what_we_did",
                            models.TextField(blank=True, help_text="A step on each line.", max_length=20000),
                        ),
                        ("who_did_it", models.CharField(blank=True, max_length=300)),
                        ("how_long", models.CharField(blank=True, max_length=300)),
                        ("cost", models.CharField(blank=True, max_length=300)),
                        ("what_changed", models.TextField(blank=True, max_length=20000)),
                        (
                            "evidence_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not stated"),
                                    ("observation", "What staff noticed"),
                                    ("voices", "What pupils and families said"),
                                    ("work", "Pupils’ work and records"),
                                    ("data", "Figures before and after"),
                                    ("assessment", "A standardised assessment"),
                                    ("comparison", "A comparison with others"),
                                    ("outside", "A visit or review from outside"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("evidence", models.TextField(blank=True, max_length=20000)),
                        ("numbers", models.TextField(blank=True, max_length=20000)),
                        ("what_did_not_work", models.TextField(blank=True, max_length=20000)),
                        ("what_next", models.TextField(blank=True, max_length=20000)),
                        (
                            "setting_name",
                            models.CharField(
                                blank=True,
                                help_text="As its source names it, if it has no URN.",
                                max_length=300,
                                verbose_name="name of the setting",
                            ),
                        ),
                        (
                            "setting_place",
                            models.CharField(blank=True, max_length=200, verbose_name="place of the setting"),
                        ),
                        ("source_name", models.CharField(blank=True, max_length=300, verbose_name="published by")),
                        (
                            "source_url",
                            models.URLField(
                                blank=True,
                                max_length=500,
                                validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                                verbose_name="published at",
                            ),
                        ),
                        (
                            "source_year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="published in"),
                        ),
                        ("editors_note", models.TextField(blank=True, help_text="For editors; never shown.")),
                        (
                            "adapted_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="adaptations",
                                to="practice.practiceexample",
                            ),
                        ),
                        (
                            "revises",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="revisions",
                                to="practice.practiceexample",
                            ),
                        ),
                        (
                            "revised_from",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                editable=False,
                                help_text="In a revision: what the published one said when it was begun, by field.",
                            ),
                        ),
                        (
                            "no_pupil_identifiable",
                            models.BooleanField(default=False, verbose_name="no pupil can be identified"),
                        ),
                        ("photographs_have_consent", models.BooleanField(default=False)),
                        ("head_agrees", models.BooleanField(default=False, verbose_name="the head agrees")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "evidence_kind__in",
                                        [
                                            "",
                                            "observation",
                                            "voices",
                                            "work",
                                            "data",
                                            "assessment",
                                            "comparison",
                                            "outside",
                                        ],
                                    )
                                ),
                                name="example_evidence_is_known",
                            ),
                            models.UniqueConstraint(fields=("revises",), name="example_has_one_revision"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source_url", ""),
                                    ("source_url__startswith", "https://"),
                                    ("source_url__startswith", "http://"),
                                    _connector="OR",
                                ),
                                name="example_source_is_a_web_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source_url", ""), models.Q(("source_name", ""), _negated=True), _connector="OR"
                                ),
                                name="example_from_elsewhere_names_its_source",
                            ),
                        ],
                    },
                    bases=("catalogue.item",),
                ),
                migrations.CreateModel(
                    name="PracticeFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                blank=True, help_text="Left empty, it is made from the file's name.", max_length=150
                            ),
                        ),
                        (
                            "file",
                            gateway.catalogue.models.stored_file.CheckedFileField(
                                max_length=200, upload_to=gateway.catalogue.models.stored_file.unguessable_name
                            ),
                        ),
                        (
                            "name",
                            models.CharField(editable=False, help_text="That it came with, made safe.", max_length=100),
                        ),
                        ("size", models.PositiveBigIntegerField(default=0, editable=False, help_text="In bytes.")),
                        ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                        ("media_type", models.CharField(editable=False, max_length=100)),
                        ("pages", models.PositiveIntegerField(blank=True, editable=False, null=True)),
                        (
                            "preview",
                            models.FileField(
                                blank=True,
                                editable=False,
                                max_length=200,
                                upload_to=gateway.catalogue.models.stored_file.preview_name,
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "example",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="practice.practiceexample",
                            ),
                        ),
                        (
                            "shows",
                            models.CharField(
                                blank=True,
                                help_text="Read aloud to those who cannot see it.",
                                max_length=300,
                                verbose_name="what the picture shows",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("file", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                    ("size__gt", 0),
                                ),
                                name="practicefile_is_a_whole_file",
                            ),
                            models.UniqueConstraint(
                                fields=("example", "order"), name="practice_file_has_a_place_of_its_own"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SchoolImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200)),
                        ("digest", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                        (
                            "is_whole",
                            models.BooleanField(
                                default=False,
                                help_text="It has more about each school than an extract.",
                                verbose_name="GIAS’s own download",
                            ),
                        ),
                        ("added", models.PositiveIntegerField()),
                        ("updated", models.PositiveIntegerField()),
                        ("refused", models.PositiveIntegerField(help_text="Rows that could not be read.")),
                        ("finished_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "import of schools",
                        "verbose_name_plural": "imports of schools",
                        "ordering": ["-finished_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SchoolMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "school",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="practice.school",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="school_messages",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("text", models.TextField(max_length=4000, verbose_name="message")),
                        ("sent_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "answers",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replies",
                                to="practice.schoolmessage",
                            ),
                        ),
                        ("is_from_school", models.BooleanField(default=False)),
                        (
                            "form_key",
                            models.UUIDField(
                                editable=False, help_text="Of the form that sent it, so that it is sent once."
                            ),
                        ),
                        (
                            "reference",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, help_text="For addresses.", unique=True
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["sent_at", "pk"],
                        "indexes": [
                            models.Index(
                                models.F("school"),
                                models.OrderBy(models.F("sent_at"), descending=True),
                                name="message_of_school",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("sender", "form_key"), name="message_once_a_form"),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="message_says_something"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_from_school", False), ("answers__isnull", False), _connector="OR"
                                ),
                                name="message_schools_answer_only",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MessageReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="practice.schoolmessage",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "concern",
                            models.CharField(
                                choices=[
                                    ("harm", "Someone may be in danger or be harmed"),
                                    ("illegal", "I think it is against the law"),
                                    ("identifies", "It could identify a pupil, child or family"),
                                    ("abuse", "It is unkind, bullying or hateful"),
                                    ("spam", "It is advertising or spam"),
                                    ("false", "It is misleading, or someone is pretending to be someone else"),
                                    ("other", "Something else"),
                                ],
                                default="other",
                                max_length=10,
                                verbose_name="what is wrong",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, max_length=1000, verbose_name="in your own words")),
                        ("reported_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "handled_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("handled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "report of a message",
                        "verbose_name_plural": "reports of messages",
                        "ordering": ["reported_at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("handled_at__isnull", True)),
                                fields=["reported_at"],
                                name="report_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("message", "by"), name="message_reported_once_by_each")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="review_comments",
                                to="catalogue.step",
                            ),
                        ),
                        ("field", models.CharField(max_length=40)),
                        ("text", models.TextField(max_length=2000)),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("step", "field"), name="review_comment_once_a_field"),
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="review_comment_says_something"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
