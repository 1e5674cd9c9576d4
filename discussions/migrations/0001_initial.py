import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gateway.catalogue.models.search.indexed_item
from gateway.catalogue.migrations._operations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("catalogue", "0001_initial"),
        ("practice", "0001_initial"),
        ("resources", "0001_initial"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Comment",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="catalogue.item",
                            ),
                        ),
                        (
                            "focus_area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.focusarea",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replies",
                                to="discussions.comment",
                            ),
                        ),
                        (
                            "root",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="thread",
                                to="discussions.comment",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="comments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("is_question", models.BooleanField(default=False, verbose_name="a question")),
                        ("text", models.TextField(max_length=5000)),
                        ("html", models.TextField(blank=True, editable=False, verbose_name="the text as HTML")),
                        ("rendered_by", models.PositiveSmallIntegerField(default=0, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("visible", "Visible"),
                                    ("held", "Waiting for an editor"),
                                    ("hidden", "Hidden by an editor"),
                                    ("deleted", "Deleted by its author"),
                                ],
                                default="visible",
                                editable=False,
                                max_length=8,
                            ),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("edited_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "answer",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="discussions.comment",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "held_because",
                            models.TextField(
                                blank=True, editable=False, help_text="Why it is waiting, one reason on each line."
                            ),
                        ),
                        (
                            "is_locked",
                            models.BooleanField(default=False, editable=False, verbose_name="closed to replies"),
                        ),
                        ("helpful_count", models.PositiveIntegerField(default=0, editable=False)),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ],
                    options={
                        "ordering": ["created_at", "pk"],
                        "indexes": [
                            models.Index(
                                models.F("item"),
                                models.F("created_at"),
                                models.F("id"),
                                condition=models.Q(("parent", None)),
                                name="thread_oldest",
                            ),
                            models.Index(
                                models.F("item"),
                                models.OrderBy(models.F("helpful_count"), descending=True),
                                models.F("id"),
                                condition=models.Q(("parent", None)),
                                name="thread_helpful",
                            ),
                            models.Index(
                                condition=models.Q(("parent__isnull", False)),
                                fields=["root", "created_at", "id"],
                                name="comment_replies",
                            ),
                            models.Index(
                                models.OrderBy(models.F("created_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("is_question", True)),
                                name="question_newest",
                            ),
                            models.Index(
                                models.OrderBy(models.F("created_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("answer__isnull", True), ("is_question", True)),
                                name="question_unanswered",
                            ),
                            models.Index(
                                models.OrderBy(models.F("created_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="comment_newest",
                            ),
                            models.Index(
                                models.F("author"),
                                models.OrderBy(models.F("created_at"), descending=True),
                                name="comment_of_author",
                            ),
                            models.Index(
                                condition=models.Q(("state", "held")), fields=["created_at"], name="comment_waiting"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("focus_area__isnull", True), ("item__isnull", False)),
                                    models.Q(("focus_area__isnull", False), ("item__isnull", True)),
                                    _connector="OR",
                                ),
                                name="comment_is_on_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("parent__isnull", True), ("root__isnull", True)),
                                    models.Q(("parent__isnull", False), ("root__isnull", False)),
                                    _connector="OR",
                                ),
                                name="comment_reply_knows_its_thread",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", True), ("parent__lt", models.F("id")), _connector="OR"
                                ),
                                name="comment_is_after_what_it_replies_to",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_question", False), ("parent__isnull", True), _connector="OR"),
                                name="comment_questions_begin_threads",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("item__isnull", False),
                                    ("is_question", True),
                                    ("parent__isnull", False),
                                    _connector="OR",
                                ),
                                name="comment_a_focus_area_is_asked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("answer__isnull", True), ("is_question", True), _connector="OR"),
                                name="comment_questions_alone_have_answers",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["visible", "held", "hidden", "deleted"])),
                                name="comment_state_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True), ("state", "deleted"), _connector="OR"
                                ),
                                name="comment_says_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HelpfulVote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="votes",
                                to="discussions.comment",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("comment", "user"), name="vote_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Mention",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mentions",
                                to="discussions.comment",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("comment", "user"), name="mention_once")],
                    },
                ),
                migrations.CreateModel(
                    name="FormerText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_texts",
                                to="discussions.comment",
                            ),
                        ),
                        ("text", models.TextField()),
                        ("replaced_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-replaced_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PendingEdit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "comment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pending_edit",
                                to="discussions.comment",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("text", models.TextField(max_length=5000)),
                        (
                            "because",
                            models.TextField(blank=True, help_text="Why it is waiting, one reason on each line."),
                        ),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "ordering": ["created_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="pending_edit_has_words"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contribution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contribution",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("comment_count", models.PositiveIntegerField(default=0)),
                        ("question_count", models.PositiveIntegerField(default=0)),
                        ("last_activity_at", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="DiscussionVisit",
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
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.item"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "before",
                            models.DateTimeField(help_text="What was said since then is marked as new.", null=True),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("user", "item"), name="visit_once")],
                    },
                ),
                migrations.CreateModel(
                    name="ModerationDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "act",
                            models.CharField(
                                choices=[
                                    ("approve", "Approved"),
                                    ("keep", "Left as it is"),
                                    ("decline", "Change not accepted"),
                                    ("hide", "Hidden"),
                                    ("restore", "Shown again"),
                                    ("warn", "Warned"),
                                    ("suspend", "Suspended"),
                                    ("lift", "Suspension ended"),
                                    ("withdraw", "Warning withdrawn"),
                                    ("uphold", "Appeal turned down"),
                                ],
                                max_length=8,
                                verbose_name="decision",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="decided by",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                        (
                            "member",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="decisions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="decisions",
                                to="discussions.comment",
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="practice.schoolmessage",
                            ),
                        ),
                        (
                            "concern",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("harm", "Someone may be in danger or be harmed"),
                                    ("illegal", "I think it is against the law"),
                                    ("identifies", "It could identify a pupil, child or family"),
                                    ("abuse", "It is unkind, bullying or hateful"),
                                    ("spam", "It is advertising or spam"),
                                    ("false", "It is misleading, or someone is pretending to be someone else"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                                verbose_name="because of",
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(blank=True, max_length=2000, verbose_name="reason given to the person"),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="the text as it was")),
                        ("until", models.DateTimeField(null=True, verbose_name="suspended until")),
                        ("reference", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ],
                    options={
                        "verbose_name": "decision",
                        "ordering": ["-at", "-pk"],
                        "indexes": [models.Index(fields=["member", "-at"], name="decision_about")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "act__in",
                                        [
                                            "approve",
                                            "keep",
                                            "decline",
                                            "hide",
                                            "restore",
                                            "warn",
                                            "suspend",
                                            "lift",
                                            "withdraw",
                                            "uphold",
                                        ],
                                    )
                                ),
                                name="decision_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("act", "suspend"), ("until__isnull", False)),
                                    models.Q(models.Q(("act", "suspend"), _negated=True), ("until__isnull", True)),
                                    _connector="OR",
                                ),
                                name="decision_suspends_until",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="discussions.moderationdecision",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="appeals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("words", models.TextField(max_length=2000, verbose_name="why it is wrong")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "answer",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers_appeal",
                                to="discussions.moderationdecision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["created_at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("decided_at", None)), fields=["created_at"], name="appeal_open"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="appeal_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer__isnull", True), ("decided_at__isnull", True)),
                                    models.Q(("answer__isnull", False), ("decided_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="appeal_decided_has_an_answer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Follow",
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
                                related_name="follows",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="catalogue.item",
                            ),
                        ),
                        (
                            "thread",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="discussions.comment",
                            ),
                        ),
                        (
                            "focus_area",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="catalogue.focusarea",
                            ),
                        ),
                        (
                            "school",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="practice.school",
                            ),
                        ),
                        (
                            "publisher",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="resources.publisher",
                            ),
                        ),
                        ("search_name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                        (
                            "search",
                            models.CharField(blank=True, help_text="The address of a search.", max_length=1000),
                        ),
                        (
                            "how_often",
                            models.CharField(
                                choices=[
                                    ("as-usual", "As usual"),
                                    ("at-once", "Straight away"),
                                    ("daily", "Once a day"),
                                    ("weekly", "Once a week"),
                                    ("never", "No emails"),
                                ],
                                default="as-usual",
                                max_length=8,
                                verbose_name="by email",
                            ),
                        ),
                        ("since", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "ordering": ["-since", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("item__isnull", False)),
                                fields=["item", "user"],
                                name="follow_of_item",
                            ),
                            models.Index(
                                condition=models.Q(("thread__isnull", False)),
                                fields=["thread", "user"],
                                name="follow_of_thread",
                            ),
                            models.Index(
                                condition=models.Q(("focus_area__isnull", False)),
                                fields=["focus_area", "user"],
                                name="follow_of_focus_area",
                            ),
                            models.Index(
                                condition=models.Q(("school__isnull", False)),
                                fields=["school", "user"],
                                name="follow_of_school",
                            ),
                            models.Index(
                                condition=models.Q(("publisher__isnull", False)),
                                fields=["publisher", "user"],
                                name="follow_of_publisher",
                            ),
                            models.Index(
                                condition=models.Q(("search", ""), _negated=True),
                                fields=["search", "user"],
                                name="follow_of_search",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("item__isnull", False)),
                                        models.Q(("thread__isnull", False), _negated=True),
                                        models.Q(("focus_area__isnull", False), _negated=True),
                                        models.Q(("school__isnull", False), _negated=True),
                                        models.Q(("publisher__isnull", False), _negated=True),
                                        models.Q(("search", "")),
                                    ),
                                    models.Q(
                                        models.Q(("item__isnull", False), _negated=True),
                                        models.Q(("thread__isnull", False)),
                                        models.Q(("focus_area__isnull", False), _negated=True),
                                        models.Q(("school__isnull", False), _negated=True),
                                        models.Q(("publisher__isnull", False), _negated=True),
                                        models.Q(("search", "")),
                                    ),
                                    models.Q(
                                        models.Q(("item__isnull", False), _negated=True),
                                        models.Q(("thread__isnull", False), _negated=True),
                                        models.Q(("focus_area__isnull", False)),
                                        models.Q(("school__isnull", False), _negated=True),
                                        models.Q(("publisher__isnull", False), _negated=True),
                                        models.Q(("search", "")),
                                    ),
                                    models.Q(
                                        models.Q(("item__isnull", False), _negated=True),
                                        models.Q(("thread__isnull", False), _negated=True),
                                        models.Q(("focus_area__isnull", False), _negated=True),
                                        models.Q(("school__isnull", False)),
                                        models.Q(("publisher__isnull", False), _negated=True),
                                        models.Q(("search", "")),
                                    ),
                                    models.Q(
                                        models.Q(("item__isnull", False), _negated=True),
                                        models.Q(("thread__isnull", False), _negated=True),
                                        models.Q(("focus_area__isnull", False), _negated=True),
                                        models.Q(("school__isnull", False), _negated=True),
                                        models.Q(("publisher__isnull", False)),
                                        models.Q(("search", "")),
                                    ),
                                    models.Q(
                                        models.Q(("item__isnull", False), _negated=True),
                                        models.Q(("thread__isnull", False), _negated=True),
                                        models.Q(("focus_area__isnull", False), _negated=True),
                                        models.Q(("school__isnull", False), _negated=True),
                                        models.Q(("publisher__isnull", False), _negated=True),
                                        models.Q(("search", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="follow_is_of_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("how_often__in", ["as-usual", "at-once", "daily", "weekly", "never"])
                                ),
                                name="follow_how_often_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("search", ""), ("search_name", "")),
                                    models.Q(("search", ""), ("search_name", ""), _connector="OR", _negated=True),
                                    _connector="OR",
                                ),
                                name="follow_of_a_search_has_a_name",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("item__isnull", False)),
                                fields=("user", "item"),
                                name="follow_item_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("thread__isnull", False)),
                                fields=("user", "thread"),
                                name="follow_thread_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("focus_area__isnull", False)),
                                fields=("user", "focus_area"),
                                name="follow_focus_area_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("school__isnull", False)),
                                fields=("user", "school"),
                                name="follow_school_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("publisher__isnull", False)),
                                fields=("user", "publisher"),
                                name="follow_publisher_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("search", ""), _negated=True),
                                fields=("user", "search"),
                                name="follow_search_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IndexedQuestion",
                    fields=[],
                    options={
                        "proxy": True,
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(gateway.catalogue.models.search.indexed_item.Searchable, "discussions.comment"),
                ),
                migrations.CreateModel(
                    name="Happening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("posted", "A comment came to be read"),
                                    ("edited", "A comment was changed"),
                                    ("answered", "A question got its answer"),
                                    ("unanswered", "A question waited a week"),
                                    ("new-item", "An item became public"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="discussions.comment",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="catalogue.item",
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
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("told_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "indexes": [
                            models.Index(condition=models.Q(("told_at", None)), fields=["at"], name="happening_untold")
                        ],
                        "constraints": [
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
                                name="happening_is_about_one_thing",
                            ),
                            models.UniqueConstraint(fields=("comment", "what"), name="happening_of_a_comment_once"),
                            models.UniqueConstraint(fields=("item",), name="happening_of_an_item_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="discussions.comment",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="reports_sent",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="your email address")),
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
                                max_length=10,
                                verbose_name="what is wrong",
                            ),
                        ),
                        ("words", models.TextField(blank=True, max_length=1000, verbose_name="in your own words")),
                        ("text", models.TextField(blank=True, max_length=5000, verbose_name="what it said then")),
                        ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("handled_at", models.DateTimeField(null=True)),
                        ("looks_automated", models.BooleanField(default=False)),
                        ("form_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ],
                    options={
                        "ordering": ["created_at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("handled_at", None)), fields=["created_at"], name="report_open"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("comment__isnull", False), ("member__isnull", True)),
                                    models.Q(("comment__isnull", True), ("member__isnull", False)),
                                    _connector="OR",
                                ),
                                name="report_is_of_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "concern__in",
                                        ["harm", "illegal", "identifies", "abuse", "spam", "false", "other"],
                                    )
                                ),
                                name="report_concern_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("member__isnull", True),
                                    ("by__isnull", True),
                                    models.Q(("member", models.F("by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="report_of_somebody_else",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("handled_at", None), ("by__isnull", False)),
                                fields=("comment", "by"),
                                name="report_open_once_comment_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("handled_at", None), ("by__isnull", True), models.Q(("email", ""), _negated=True)
                                ),
                                fields=("comment", "email"),
                                name="report_open_once_comment_email",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("handled_at", None), ("by__isnull", False)),
                                fields=("member", "by"),
                                name="report_open_once_member_by",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("handled_at", None), ("by__isnull", True), models.Q(("email", ""), _negated=True)
                                ),
                                fields=("member", "email"),
                                name="report_open_once_member_email",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WordRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "words",
                            models.CharField(
                                help_text="Capital letters do not count.", max_length=100, verbose_name="word or phrase"
                            ),
                        ),
                        (
                            "is_whole",
                            models.BooleanField(
                                default=True,
                                help_text="“class” will not match “classroom”.",
                                verbose_name="whole words only",
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("hold", "An editor checks it first"),
                                    ("refuse", "It is refused, and the writer is told"),
                                ],
                                default="hold",
                                max_length=6,
                                verbose_name="what happens",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, help_text="Why it is here. Only editors see this.", max_length=200
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "word rule",
                        "ordering": ["words"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("words"),
                                name="word_rule_once",
                                violation_error_message="There is a rule for these words.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="word_rule_has_words"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LinkRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "host",
                            models.CharField(
                                help_text="Such as example.org.",
                                max_length=253,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[a-z0-9-]+(\\.[a-z0-9-]+)+$",
                                        "Write the name of a site alone, such as example.org.",
                                    )
                                ],
                                verbose_name="site",
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
                                choices=[
                                    ("allow", "It is fine, from new members too"),
                                    ("hold", "An editor checks it first"),
                                    ("refuse", "It is refused, and the writer is told"),
                                ],
                                default="allow",
                                max_length=6,
                                verbose_name="what happens",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, help_text="Why it is here. Only editors see this.", max_length=200
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "link rule",
                        "ordering": ["host"],
                    },
                ),
                migrations.CreateModel(
                    name="ReasonTemplate",
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
                                help_text="For the list that editors choose from.", max_length=80, unique=True
                            ),
                        ),
                        (
                            "words",
                            models.TextField(
                                help_text="What the person reads. An editor can add to it.", max_length=1000
                            ),
                        ),
                        (
                            "concern",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("harm", "Someone may be in danger or be harmed"),
                                    ("illegal", "I think it is against the law"),
                                    ("identifies", "It could identify a pupil, child or family"),
                                    ("abuse", "It is unkind, bullying or hateful"),
                                    ("spam", "It is advertising or spam"),
                                    ("false", "It is misleading, or someone is pretending to be someone else"),
                                    ("other", "Something else"),
                                ],
                                help_text="It is then chosen beforehand.",
                                max_length=10,
                                verbose_name="for reports of",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "reason",
                        "ordering": ["order", "title"],
                    },
                ),
            ]
        ),
    ]
