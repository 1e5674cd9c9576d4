import uuid

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import gateway.catalogue.models.stored_file
import resources.models.invitation
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
                    name="Publisher",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=150)),
                        ("slug", models.SlugField(max_length=160, unique=True)),
                        (
                            "website",
                            models.URLField(
                                blank=True,
                                max_length=500,
                                validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                            ),
                        ),
                        ("description", models.TextField(blank=True, max_length=1000)),
                        (
                            "is_sample",
                            models.BooleanField(
                                default=False, help_text="Invented, and marked so on the site.", verbose_name="sample"
                            ),
                        ),
                        (
                            "is_trusted",
                            models.BooleanField(
                                default=False,
                                help_text="Its owners can publish without an editor's review.",
                                verbose_name="trusted",
                            ),
                        ),
                        (
                            "is_suspended",
                            models.BooleanField(
                                default=False,
                                help_text="The public sees neither it nor anything that it published.",
                                verbose_name="suspended",
                            ),
                        ),
                        (
                            "has_discussions",
                            models.BooleanField(
                                default=True,
                                help_text="Whether visitors can discuss what it publishes.",
                                verbose_name="open to discussion",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "version",
                            models.PositiveIntegerField(
                                default=1,
                                editable=False,
                                help_text="Counts the edits of the profile, so that none is lost.",
                            ),
                        ),
                    ],
                    options={
                        "ordering": [django.db.models.functions.text.Lower("name"), "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                name="publisher_name_unique_whatever_its_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name", ""), _negated=True), models.Q(("slug", ""), _negated=True)
                                ),
                                name="publisher_has_a_name_and_a_slug",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("slug__in", ("join", "terms")), _negated=True),
                                name="publisher_slug_is_no_page",
                                violation_error_message="Choose another slug: the Gateway has a page of its own at this address.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("website", ""),
                                    ("website__startswith", "https://"),
                                    ("website__startswith", "http://"),
                                    _connector="OR",
                                ),
                                name="publisher_website_is_a_web_address",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublisherStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "publisher",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="resources.publisher",
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("approved", "Approved"),
                                    ("suspended", "Suspended"),
                                    ("restored", "Brought back"),
                                    ("trusted", "Trusted to publish at once"),
                                    ("checked", "Looked at by an editor again before publishing"),
                                    ("changed", "Changed its profile"),
                                    ("invited", "Invited somebody"),
                                    ("revoked", "Took back an invitation"),
                                    ("joined", "Joined"),
                                    ("made_owner", "Became an owner"),
                                    ("made_contributor", "Became a contributor"),
                                    ("removed", "Was removed"),
                                    ("left", "Left"),
                                ],
                                max_length=16,
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
                        (
                            "whom",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("reason", models.TextField(blank=True, max_length=1000)),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("what", "suspended"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="publisher_suspended_for_a_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublisherApplication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "applicant",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="publisher_applications",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("name", models.CharField(max_length=150)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("charity", "Charity"),
                                    ("association", "Professional association or network"),
                                    ("authority", "Local authority or health service"),
                                    ("government", "Government department or agency"),
                                    ("university", "University or research centre"),
                                    ("trust", "School trust or teaching hub"),
                                    ("families", "Group of parents, carers or disabled people"),
                                    ("company", "Company"),
                                    ("other", "Something else"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "website",
                            models.URLField(
                                max_length=500,
                                validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                            ),
                        ),
                        ("description", models.TextField(max_length=1000, verbose_name="what it does")),
                        ("reason", models.TextField(max_length=2000, verbose_name="what it would share")),
                        ("voucher_name", models.CharField(max_length=150, verbose_name="who can vouch for it")),
                        ("voucher_email", models.EmailField(max_length=254, verbose_name="their email address")),
                        (
                            "terms",
                            models.CharField(
                                default="2026-11",
                                editable=False,
                                max_length=10,
                                verbose_name="edition of the terms that was accepted",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="sent")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting for an editor"),
                                    ("approved", "Approved"),
                                    ("turned_down", "Turned down"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=12,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                        (
                            "answer",
                            models.TextField(blank=True, editable=False, max_length=2000, verbose_name="reason given"),
                        ),
                        (
                            "publisher",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="applications",
                                to="resources.publisher",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "application to publish",
                        "verbose_name_plural": "applications to publish",
                        "ordering": ["created_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "waiting")),
                                fields=("applicant",),
                                name="application_waiting_once_for_a_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["waiting", "approved", "turned_down", "withdrawn"])),
                                name="application_status_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at__isnull", True), ("status", "waiting")),
                                    models.Q(
                                        models.Q(("status", "waiting"), _negated=True), ("decided_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="application_decided_has_a_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "turned_down"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="application_turned_down_for_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "charity",
                                            "association",
                                            "authority",
                                            "government",
                                            "university",
                                            "trust",
                                            "families",
                                            "company",
                                            "other",
                                        ],
                                    )
                                ),
                                name="application_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("website", ""),
                                    ("website__startswith", "https://"),
                                    ("website__startswith", "http://"),
                                    _connector="OR",
                                ),
                                name="application_website_is_a_web_address",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
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
                            "publisher",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="resources.publisher",
                            ),
                        ),
                        (
                            "credit",
                            models.CharField(
                                blank=True, help_text="Other organisations that took part in it.", max_length=300
                            ),
                        ),
                        (
                            "url",
                            models.URLField(
                                blank=True,
                                max_length=500,
                                validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                                verbose_name="web address",
                            ),
                        ),
                        (
                            "url_is_page",
                            models.BooleanField(
                                default=True,
                                help_text="Untick if it is only the publisher's site.",
                                verbose_name="address leads to the item itself",
                            ),
                        ),
                        ("body", models.TextField(blank=True, help_text="In Markdown.", max_length=20000)),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="First issued.",
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1900),
                                    django.core.validators.MaxValueValidator(2100),
                                ],
                            ),
                        ),
                        (
                            "licence",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not stated"),
                                    ("ogl-3.0", "Open Government Licence v3.0"),
                                    ("cc-by-4.0", "Creative Commons Attribution 4.0"),
                                    ("cc-by-sa-4.0", "Creative Commons Attribution-ShareAlike 4.0"),
                                    ("cc-by-nc-4.0", "Creative Commons Attribution-NonCommercial 4.0"),
                                    ("cc-by-nc-sa-4.0", "Creative Commons Attribution-NonCommercial-ShareAlike 4.0"),
                                    ("cc-by-nc-nd-4.0", "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0"),
                                    ("cc0-1.0", "Public domain (CC0 1.0)"),
                                    ("all-rights-reserved", "All rights reserved"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "cost",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not stated"),
                                    ("free", "Free"),
                                    ("registration", "Free, but you must register"),
                                    ("members", "Free for members"),
                                    ("paid", "There is a charge"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "format",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Not stated"),
                                    ("web-page", "Web page"),
                                    ("document", "Document"),
                                    ("slides", "Slides"),
                                    ("toolkit", "Toolkit"),
                                    ("course", "Course"),
                                    ("video", "Video"),
                                    ("audio", "Audio"),
                                    ("software", "App or software"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "authors",
                            models.CharField(blank=True, help_text="Names, separated by semicolons.", max_length=500),
                        ),
                        (
                            "doi",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^10\\.\\d{4,9}/\\S+$",
                                        "A DOI looks like 10.1000/xyz123, without the address before it.",
                                    )
                                ],
                                verbose_name="DOI",
                            ),
                        ),
                        ("is_online", models.BooleanField(default=False, verbose_name="online")),
                        ("venue", models.CharField(blank=True, max_length=300)),
                        (
                            "booking_url",
                            models.URLField(
                                blank=True,
                                max_length=500,
                                validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                                verbose_name="booking address",
                            ),
                        ),
                        ("editors_note", models.TextField(blank=True, help_text="For editors; never shown.")),
                        (
                            "review_by",
                            models.DateField(
                                blank=True,
                                help_text="When someone should check that it is still right. We will email you that day.",
                                null=True,
                            ),
                        ),
                        (
                            "reminded_for",
                            models.DateField(
                                blank=True,
                                editable=False,
                                help_text="The review date that the last reminder was about.",
                                null=True,
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
                                to="resources.publication",
                            ),
                        ),
                        (
                            "revised_version",
                            models.PositiveIntegerField(
                                blank=True,
                                editable=False,
                                help_text="Of the published one, when its new version was begun.",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("year__isnull", True), ("year__range", (1900, 2100)), _connector="OR"
                                ),
                                name="publication_year_is_plausible",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("doi", ""), ("doi__startswith", "10."), _connector="OR"),
                                name="publication_doi_is_bare",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("url", ""),
                                        ("url__startswith", "https://"),
                                        ("url__startswith", "http://"),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("booking_url", ""),
                                        ("booking_url__startswith", "https://"),
                                        ("booking_url__startswith", "http://"),
                                        _connector="OR",
                                    ),
                                ),
                                name="publication_addresses_are_web",
                            ),
                            models.UniqueConstraint(fields=("revises",), name="publication_has_one_revision"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revised_version", None), ("revises", None)),
                                    models.Q(("revised_version__gt", 0), ("revises__gt", 0)),
                                    _connector="OR",
                                ),
                                name="publication_revision_names_a_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "licence__in",
                                        [
                                            "",
                                            "ogl-3.0",
                                            "cc-by-4.0",
                                            "cc-by-sa-4.0",
                                            "cc-by-nc-4.0",
                                            "cc-by-nc-sa-4.0",
                                            "cc-by-nc-nd-4.0",
                                            "cc0-1.0",
                                            "all-rights-reserved",
                                        ],
                                    )
                                ),
                                name="publication_licence_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("cost__in", ["", "free", "registration", "members", "paid"])),
                                name="publication_cost_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "format__in",
                                        [
                                            "",
                                            "web-page",
                                            "document",
                                            "slides",
                                            "toolkit",
                                            "course",
                                            "video",
                                            "audio",
                                            "software",
                                        ],
                                    )
                                ),
                                name="publication_format_is_known",
                            ),
                        ],
                    },
                    bases=("catalogue.item",),
                ),
                migrations.CreateModel(
                    name="PublicationLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="resources.publication",
                            ),
                        ),
                        ("title", models.CharField(max_length=200)),
                        (
                            "url",
                            models.URLField(
                                max_length=500,
                                validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                                verbose_name="web address",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("publication", "url"), name="publication_link_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("url", ""),
                                        ("url__startswith", "https://"),
                                        ("url__startswith", "http://"),
                                        _connector="OR",
                                    ),
                                    models.Q(("url", ""), _negated=True),
                                ),
                                name="publication_link_is_a_web_address",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublicationFile",
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
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="resources.publication",
                            ),
                        ),
                        (
                            "copy_of",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                help_text="In a revision: the file of the published one that it may replace, at the same address.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="resources.publicationfile",
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
                                name="publicationfile_is_a_whole_file",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BulkImport",
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
                        ("file_name", models.CharField(max_length=100)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("checking", "Being checked"),
                                    ("checked", "Checked"),
                                    ("saving", "Being saved"),
                                    ("done", "Done"),
                                    ("stale", "Out of date"),
                                    ("failed", "Failed"),
                                ],
                                default="checking",
                                max_length=8,
                            ),
                        ),
                        ("row_count", models.PositiveIntegerField()),
                        ("done_count", models.PositiveIntegerField(default=0)),
                        (
                            "problem",
                            models.CharField(blank=True, help_text="Why nothing was imported.", max_length=500),
                        ),
                        (
                            "notices",
                            models.JSONField(
                                blank=True, default=list, help_text="What was ignored in the file, in sentences."
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["checking", "checked", "saving", "done", "stale", "failed"])
                                ),
                                name="bulk_import_state_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "bulk_import",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="resources.bulkimport",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(help_text="As spreadsheet programs number it.")),
                        ("cells", models.JSONField()),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("create", "New"),
                                    ("change", "Changed"),
                                    ("same", "No change"),
                                    ("refuse", "Refused"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("changes", models.JSONField(default=list)),
                        ("problems", models.JSONField(default=list)),
                        (
                            "ready",
                            models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="resources.publication",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "indexes": [
                            models.Index(fields=["bulk_import", "outcome", "number"], name="import_row_by_outcome")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("bulk_import", "number"), name="import_row_once"),
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["", "create", "change", "same", "refuse"])),
                                name="import_row_outcome_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Edit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="edits",
                                to="resources.publication",
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
                        ("version", models.PositiveIntegerField(help_text="Of the publication, once it was saved.")),
                        ("changes", models.JSONField(default=list)),
                        (
                            "is_autosave",
                            models.BooleanField(
                                default=False,
                                help_text="Saved automatically while somebody typed; what they save next is added to it.",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="FollowedFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "publisher",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feeds",
                                to="resources.publisher",
                            ),
                        ),
                        (
                            "url",
                            models.URLField(
                                max_length=500,
                                validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                                verbose_name="address of the feed",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("news", "News"), ("resource", "Resources"), ("event", "Events")],
                                max_length=10,
                                verbose_name="what it brings",
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("etag", models.CharField(blank=True, max_length=300)),
                        ("last_modified", models.CharField(blank=True, max_length=100)),
                        ("next_visit_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("visited_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "failures",
                            models.PositiveSmallIntegerField(default=0, verbose_name="failed visits in a row"),
                        ),
                        ("problem", models.CharField(blank=True, max_length=500, verbose_name="what went wrong")),
                        ("is_gone", models.BooleanField(default=False, verbose_name="permanently gone")),
                    ],
                    options={
                        "ordering": ["publisher__name", "url"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("url", ""),
                                    ("url__startswith", "https://"),
                                    ("url__startswith", "http://"),
                                    _connector="OR",
                                ),
                                name="followed_feed_is_a_web_address",
                            ),
                            models.UniqueConstraint(
                                fields=("publisher", "url"),
                                name="followed_feed_once",
                                violation_error_message="This feed is followed already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["news", "resource", "event"])),
                                name="followed_feed_kind_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "feed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="resources.followedfeed",
                            ),
                        ),
                        (
                            "guid",
                            models.CharField(
                                help_text="The feed's own id of it, or a hash of a long one.", max_length=500
                            ),
                        ),
                        ("url", models.CharField(blank=True, max_length=500, verbose_name="address")),
                        ("title", models.CharField(blank=True, max_length=200)),
                        (
                            "publication",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="resources.publication",
                            ),
                        ),
                        ("problem", models.CharField(blank=True, max_length=300, verbose_name="why it was not taken")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="what to know of it")),
                        (
                            "fingerprint",
                            models.CharField(
                                blank=True, help_text="Of what the feed said when it was last read.", max_length=64
                            ),
                        ),
                        (
                            "draft_version",
                            models.PositiveIntegerField(
                                default=1, help_text="Of the draft, as the feed last wrote it."
                            ),
                        ),
                        ("seen_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "ordering": ["-seen_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("url", ""),
                                    ("url__startswith", "https://"),
                                    ("url__startswith", "http://"),
                                    _connector="OR",
                                ),
                                name="feed_entry_is_a_web_address",
                            ),
                            models.UniqueConstraint(fields=("feed", "guid"), name="feed_entry_once_by_guid"),
                            models.UniqueConstraint(
                                condition=models.Q(("url", ""), _negated=True),
                                fields=("feed", "url"),
                                name="feed_entry_once_by_address",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "publisher",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="resources.publisher",
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="email address")),
                        (
                            "role",
                            models.CharField(
                                choices=[("owner", "Owner"), ("contributor", "Contributor")],
                                default="contributor",
                                max_length=12,
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "expires_at",
                            models.DateTimeField(default=resources.models.invitation.a_week_from_now, editable=False),
                        ),
                    ],
                    options={
                        "ordering": ["sent_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("publisher"),
                                django.db.models.functions.text.Lower("email"),
                                name="invitation_once_for_an_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["owner", "contributor"])),
                                name="invitation_role_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("sent_at"))),
                                name="invitation_expires_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "publisher",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="resources.publisher",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[("owner", "Owner"), ("contributor", "Contributor")], max_length=12
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                    ],
                    options={
                        "ordering": ["-role", "created_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("publisher", "user"), name="membership_once"),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["owner", "contributor"])),
                                name="membership_role_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutwardLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("url", models.CharField(max_length=500, unique=True, verbose_name="address")),
                        ("host", models.CharField(db_index=True, max_length=255)),
                        ("next_visit_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("visited_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="With anything, if only that there is no such page.",
                                null=True,
                                verbose_name="last answered",
                            ),
                        ),
                        (
                            "failures",
                            models.PositiveSmallIntegerField(default=0, verbose_name="failed visits in a row"),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="what went wrong")),
                        ("broken_since", models.DateTimeField(blank=True, null=True)),
                        ("lease", models.UUIDField(blank=True, editable=False, null=True)),
                        ("leased_until", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["url"],
                        "indexes": [models.Index(fields=["next_visit_at", "host"], name="outward_link_due")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("broken_since__isnull", True), ("failures__gte", 3), _connector="OR"
                                ),
                                name="outward_link_is_broken_for_sure",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("url", ""),
                                    ("url__startswith", "https://"),
                                    ("url__startswith", "http://"),
                                    _connector="OR",
                                ),
                                name="outward_link_is_a_web_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("url", ""), _negated=True), models.Q(("host", ""), _negated=True)
                                ),
                                name="outward_link_leads_somewhere",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WeeklyCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="weekly_counts",
                                to="resources.publication",
                            ),
                        ),
                        ("week", models.DateField(help_text="Its Monday.")),
                        (
                            "use",
                            models.CharField(
                                choices=[("view", "Views"), ("download", "Downloads"), ("click", "Outward clicks")],
                                max_length=8,
                            ),
                        ),
                        ("count", models.PositiveIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("publication", "week", "use"), name="weekly_count_once"),
                            models.CheckConstraint(
                                condition=models.Q(("use__in", ["view", "download", "click"])),
                                name="weekly_count_use_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("week__iso_week_day", 1)), name="weekly_count_week_is_a_monday"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WeeklyFilter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="weekly_filters",
                                to="resources.publication",
                            ),
                        ),
                        ("week", models.DateField(help_text="Its Monday.")),
                        (
                            "parameter",
                            models.CharField(help_text="The group of terms, as addresses name it.", max_length=20),
                        ),
                        ("term", models.CharField(help_text="The term's slug.", max_length=160)),
                        ("count", models.PositiveIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("publication", "week", "parameter", "term"), name="weekly_filter_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("week__iso_week_day", 1)), name="weekly_filter_week_is_a_monday"
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
