import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import taggit.managers
from django.conf import settings
from django.db import migrations, models

import gateway.catalogue.models.search.indexed_item
from gateway.catalogue.migrations._operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    # The tables of other packages come first: after each of their many steps Django renders every model anew that is
    # related to a person or a content type, and there are fewest of these now.
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("modelsearch", "0004_rename_modelsear_autocom_476c89_gin_modelsearch_autocom_ea8581_gin_and_more"),
        ("sessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="AskedWords",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField()),
                        ("words", models.CharField(max_length=80)),
                        ("found", models.PositiveIntegerField(help_text="How many results there were.")),
                        ("count", models.PositiveIntegerField()),
                    ],
                    options={
                        "verbose_name": "what people look for",
                        "verbose_name_plural": "what people look for",
                        "indexes": [models.Index(fields=["words", "-day"], name="asked_words_latest")],
                        "constraints": [
                            models.UniqueConstraint(fields=("day", "words", "found"), name="asked_words_once_a_day"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("words", ""), _negated=True),
                                    models.Q(("words__contains", "@"), _negated=True),
                                ),
                                name="asked_words_no_address",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ToIndex",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("model", models.CharField(max_length=80)),
                        ("key", models.PositiveBigIntegerField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="AnalysisVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("pk", 1)), name="analysis_version_is_one_row")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChangeCounter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.PositiveBigIntegerField(default=0)),
                        ("token", models.PositiveBigIntegerField(default=0)),
                        ("epoch", models.UUIDField(default=uuid.uuid4)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("pk", 1)), name="change_counter_is_one_row")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Change",
                    fields=[
                        ("sequence", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                        ("token", models.PositiveBigIntegerField(default=0)),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("item", "One item"),
                                    ("terms", "The vocabularies"),
                                    ("everything", "Everything"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("item_pk", models.PositiveBigIntegerField(null=True)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("item_pk__isnull", False), ("scope", "item")),
                                    models.Q(models.Q(("scope", "item"), _negated=True), ("item_pk__isnull", True)),
                                    _connector="OR",
                                ),
                                name="change_of_an_item_names_it",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FocusArea",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True)),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, help_text="Shown in lists and filters, if given.", max_length=60
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                help_text="Part of addresses. A change leaves a redirect.", max_length=80, unique=True
                            ),
                        ),
                        ("description", models.TextField(blank=True)),
                        (
                            "synonyms",
                            models.JSONField(
                                blank=True, default=list, help_text='Other words for it, as ["one", "two"].'
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")),
                        (
                            "valid_from",
                            models.DateField(blank=True, help_text="Not offered before this day.", null=True),
                        ),
                        (
                            "valid_until",
                            models.DateField(blank=True, help_text="Not offered from this day on.", null=True),
                        ),
                        (
                            "questions",
                            models.JSONField(
                                blank=True, default=list, help_text='Questions to ask, as ["First?", "Second?"].'
                            ),
                        ),
                        (
                            "mark",
                            models.SlugField(
                                default="general",
                                help_text="Which drawing of components/icons stands by.",
                                max_length=40,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("slug", ""), _negated=True), name="focusarea_has_a_slug"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_from__isnull", True),
                                    ("valid_until__isnull", True),
                                    ("valid_until__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="focusarea_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaOfNeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True)),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, help_text="Shown in lists and filters, if given.", max_length=60
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                help_text="Part of addresses. A change leaves a redirect.", max_length=80, unique=True
                            ),
                        ),
                        ("description", models.TextField(blank=True)),
                        (
                            "synonyms",
                            models.JSONField(
                                blank=True, default=list, help_text='Other words for it, as ["one", "two"].'
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")),
                        (
                            "valid_from",
                            models.DateField(blank=True, help_text="Not offered before this day.", null=True),
                        ),
                        (
                            "valid_until",
                            models.DateField(blank=True, help_text="Not offered from this day on.", null=True),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="types",
                                to="catalogue.areaofneed",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                blank=True, help_text="The DfE's code of a need type, such as SLCN.", max_length=10
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "area of need",
                        "verbose_name_plural": "areas of need",
                        "ordering": ["order", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("slug", ""), _negated=True), name="areaofneed_has_a_slug"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_from__isnull", True),
                                    ("valid_until__isnull", True),
                                    ("valid_until__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="areaofneed_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Phase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True)),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, help_text="Shown in lists and filters, if given.", max_length=60
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                help_text="Part of addresses. A change leaves a redirect.", max_length=80, unique=True
                            ),
                        ),
                        ("description", models.TextField(blank=True)),
                        (
                            "synonyms",
                            models.JSONField(
                                blank=True, default=list, help_text='Other words for it, as ["one", "two"].'
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")),
                        (
                            "valid_from",
                            models.DateField(blank=True, help_text="Not offered before this day.", null=True),
                        ),
                        (
                            "valid_until",
                            models.DateField(blank=True, help_text="Not offered from this day on.", null=True),
                        ),
                        ("from_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("to_age", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["order", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("slug", ""), _negated=True), name="phase_has_a_slug"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_from__isnull", True),
                                    ("valid_until__isnull", True),
                                    ("valid_until__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="phase_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SettingType",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True)),
                        (
                            "short_name",
                            models.CharField(
                                blank=True, help_text="Shown in lists and filters, if given.", max_length=60
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                help_text="Part of addresses. A change leaves a redirect.", max_length=80, unique=True
                            ),
                        ),
                        ("description", models.TextField(blank=True)),
                        (
                            "synonyms",
                            models.JSONField(
                                blank=True, default=list, help_text='Other words for it, as ["one", "two"].'
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")),
                        (
                            "valid_from",
                            models.DateField(blank=True, help_text="Not offered before this day.", null=True),
                        ),
                        (
                            "valid_until",
                            models.DateField(blank=True, help_text="Not offered from this day on.", null=True),
                        ),
                    ],
                    options={
                        "ordering": ["order", "name"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("slug", ""), _negated=True), name="settingtype_has_a_slug"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_from__isnull", True),
                                    ("valid_until__isnull", True),
                                    ("valid_until__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="settingtype_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormerSlug",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("vocabulary", models.CharField(max_length=40)),
                        ("slug", models.SlugField(max_length=220)),
                        ("term_id", models.PositiveBigIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("vocabulary", "slug"), name="former_slug_leads_to_one_term")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChosenPhase",
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
                                related_name="chosen_phases",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.phase"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "phase"), name="chosen_phase_once_a_person")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FileWords",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting to be read"),
                                    ("read", "Read"),
                                    ("empty", "No words in it"),
                                    ("failed", "Could not be read"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        ("is_cut", models.BooleanField(default=False, verbose_name="only its beginning")),
                        (
                            "failure",
                            models.CharField(
                                blank=True, help_text="In plain words, for whom the file belongs to.", max_length=200
                            ),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("extracted_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "words of files",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")), fields=["asked_at"], name="file_words_waiting"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "read"),
                                        models.Q(("text", ""), _negated=True),
                                        ("extracted_at__isnull", False),
                                        ("failure", ""),
                                    ),
                                    models.Q(
                                        ("extracted_at__isnull", True),
                                        ("failure", ""),
                                        ("state", "waiting"),
                                        ("text", ""),
                                    ),
                                    models.Q(
                                        ("extracted_at__isnull", False),
                                        ("state__in", ["empty", "failed"]),
                                        ("text", ""),
                                        models.Q(("failure", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="file_words_are_there_or_say_why_not",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Keyword",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                        (
                            "slug",
                            models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name="slug"),
                        ),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"), name="keyword_unique_whatever_its_case"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IndexedWord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("word", models.CharField(max_length=30, unique=True)),
                        ("public_from", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("word", ""), _negated=True), name="indexed_word_is_not_empty"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PageVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.PositiveBigIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("pk", 1)), name="page_version_is_one_row")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Synonym",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("term", models.CharField(max_length=80)),
                        (
                            "equivalents",
                            models.JSONField(
                                default=list, help_text='What else it is called, as ["one", "two words"].'
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["term"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("term"), name="synonym_unique_whatever_its_case"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("term", ""), _negated=True), name="synonym_has_a_term"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("resource", "Resource"),
                                    ("research", "Research"),
                                    ("practice", "Practice example"),
                                    ("event", "Event"),
                                    ("news", "News"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("sort_title", models.CharField(editable=False, max_length=200)),
                        ("slug", models.SlugField(max_length=220, unique=True)),
                        (
                            "summary",
                            models.TextField(
                                help_text="One or two plain sentences, shown in every list.", max_length=600
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_review", "In review"),
                                    ("returned", "Returned"),
                                    ("published", "Published"),
                                    ("archived", "Archived"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        (
                            "is_sample",
                            models.BooleanField(
                                default=False, help_text="Invented, and marked so on the site.", verbose_name="sample"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="items",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("updated_at", models.DateTimeField(auto_now=True)),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, help_text="A future date schedules it.", null=True),
                        ),
                        (
                            "is_withheld",
                            models.BooleanField(
                                default=False,
                                editable=False,
                                help_text="While who offers it is suspended.",
                                verbose_name="kept from the public",
                            ),
                        ),
                        (
                            "is_revision",
                            models.BooleanField(
                                default=False,
                                editable=False,
                                help_text="The new version of another item: it takes that one’s place.",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(
                                default=1, editable=False, help_text="Counts the edits, so that none is lost."
                            ),
                        ),
                        (
                            "form_key",
                            models.UUIDField(
                                blank=True,
                                editable=False,
                                help_text="Of the form that made it, so that it makes one.",
                                null=True,
                                unique=True,
                            ),
                        ),
                        (
                            "discussion",
                            models.CharField(
                                choices=[("open", "Open"), ("locked", "To read only"), ("closed", "None")],
                                default="open",
                                max_length=6,
                            ),
                        ),
                        ("comment_count", models.PositiveIntegerField(default=0, editable=False)),
                        ("question_count", models.PositiveIntegerField(default=0, editable=False)),
                        ("unanswered_count", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "last_activity_at",
                            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last comment"),
                        ),
                        ("starts_at", models.DateTimeField(blank=True, null=True)),
                        ("ends_at", models.DateTimeField(blank=True, null=True)),
                        ("focus_areas", models.ManyToManyField(blank=True, related_name="+", to="catalogue.focusarea")),
                        (
                            "areas_of_need",
                            models.ManyToManyField(blank=True, related_name="+", to="catalogue.areaofneed"),
                        ),
                        ("phases", models.ManyToManyField(blank=True, related_name="+", to="catalogue.phase")),
                        (
                            "setting_types",
                            models.ManyToManyField(blank=True, related_name="+", to="catalogue.settingtype"),
                        ),
                    ],
                    options={
                        "ordering": ["-published_at", "-pk"],
                        "indexes": [
                            models.Index(
                                models.F("status"),
                                models.OrderBy(models.F("published_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="item_newest",
                            ),
                            models.Index(
                                models.F("status"),
                                models.OrderBy(models.F("updated_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="item_updated",
                            ),
                            models.Index(fields=["status", "sort_title", "id"], name="item_title"),
                            models.Index(
                                condition=models.Q(("kind", "event")),
                                fields=["kind", "starts_at"],
                                name="item_event_start",
                            ),
                            models.Index(
                                condition=models.Q(("last_activity_at__isnull", False)),
                                fields=["last_activity_at"],
                                name="item_discussed",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["resource", "research", "practice", "event", "news"])),
                                name="item_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["draft", "in_review", "returned", "published", "archived"])
                                ),
                                name="item_status_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("discussion__in", ["open", "locked", "closed"])),
                                name="item_discussion_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("comment_count__gte", models.F("question_count")),
                                    ("question_count__gte", models.F("unanswered_count")),
                                ),
                                name="item_counts_of_questions_fit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True), models.Q(("slug", ""), _negated=True)
                                ),
                                name="item_has_a_title_and_a_slug",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "published"), _negated=True),
                                    ("published_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="item_published_has_a_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "published"), _negated=True),
                                    ("is_revision", False),
                                    _connector="OR",
                                ),
                                name="item_revision_is_never_published",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ends_at__isnull", False), ("kind", "event"), ("starts_at__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("kind", "event"), _negated=True),
                                        ("ends_at__isnull", True),
                                        ("starts_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="item_events_alone_have_times",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"
                                ),
                                name="item_ends_after_it_starts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Step",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="catalogue.item"
                            ),
                        ),
                        (
                            "from_status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_review", "In review"),
                                    ("returned", "Returned"),
                                    ("published", "Published"),
                                    ("archived", "Archived"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "to_status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_review", "In review"),
                                    ("returned", "Returned"),
                                    ("published", "Published"),
                                    ("archived", "Archived"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("reason", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("to_status", "returned"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="step_return_has_a_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeywordOnItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "content_object",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.item"
                            ),
                        ),
                        (
                            "tag",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="catalogue.keyword"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("content_object", "tag"), name="keyword_once_on_an_item")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IndexedItem",
                    fields=[],
                    options={
                        "proxy": True,
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(gateway.catalogue.models.search.indexed_item.Searchable, "catalogue.item"),
                ),
                migrations.CreateModel(
                    name="SavedItem",
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
                                related_name="saved_items",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.item"
                            ),
                        ),
                        ("saved_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "ordering": ["-saved_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "item"), name="saved_item_once_a_person")
                        ],
                    },
                ),
            ]
        ),
        migrations.AddField(
            model_name="item",
            name="keywords",
            field=taggit.managers.TaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="catalogue.KeywordOnItem",
                to="catalogue.Keyword",
                verbose_name="Tags",
            ),
        ),
    ]
