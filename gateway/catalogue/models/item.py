"""The Item: anything in the catalogue that a visitor can browse."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from functools import cache, cached_property
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from accounts.models import Conflict
from gateway.catalogue.models.change_log import MAX_ITEM_CHANGES, get_published_keys, record_everything, record_items
from gateway.catalogue.models.index_queue import queue_for_index
from gateway.catalogue.models.keyword import KeywordOnItem, KeywordsOfItem
from gateway.catalogue.models.kinds import Kind
from gateway.catalogue.models.status import NEXT_STATUSES, Status, Step, StepNotAllowed
from gateway.catalogue.models.taxonomy import AreaOfNeed, FocusArea, FormerSlug, Phase, SettingType, get_stored_slug
from gateway.catalogue.text.characters import strip_invisible

_locks: list[Callable[[Collection[int]], object]] = []


class EditedMeanwhile(Conflict):
    """Another user saved the item after this editor opened it."""

    message = "Someone else saved this while you were writing. Your words are still in the form but not saved yet."


class ItemQuerySet[Row: Item](models.QuerySet[Row]):
    """Items, and the rules for who may see which."""

    def public(self) -> Self:
        """Return the items that any visitor may see now."""
        return self.filter(status=Status.PUBLISHED, published_at__lte=Now(), is_withheld=False)

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete these items, locking them before the rows that depend on them are collected.

        The lock keeps other transactions from adding such rows in the meantime and from deleting the same item.
        """
        lock_for_deletion(Item.objects.filter(pk__in=self.order_by().values("pk")))
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def visible_to(self, user: Any) -> Self:
        """Return the items that a user may see.

        A visitor who is not logged in sees the public ones and an editor sees all. For everyone else, each model that
        extends Item decides.
        """
        if not user.is_authenticated:
            return self.public()
        if user.is_editor:
            return self.all()
        visible = Q(pk__in=[])
        for _, model in get_detail_models():
            visible |= Q(pk__in=model._default_manager.visible_to(user).order_by().values("pk"))
        return self.filter(visible)

    def coming(self) -> Self:
        """Return the events that are not over yet, the next one first."""
        return self.filter(kind=Kind.EVENT, ends_at__gte=Now()).order_by("starts_at", "pk")

    def past(self) -> Self:
        """Return the events that are over, the latest first."""
        return self.filter(kind=Kind.EVENT, ends_at__lt=Now()).order_by("-starts_at", "-pk")

    @transaction.atomic
    def update(self, **values: Any) -> int:
        """Update, and log the items whose facets or words this may change.

        An item that becomes published is always indexed again, however it was written before, so that search finds it.
        """
        is_published = values.get("status") == Status.PUBLISHED
        has_new_words = is_published or bool(self.model.get_word_fields() & values.keys())
        if not has_new_words and not self.model.facet_fields & values.keys():
            return super().update(**values)
        pks = list(self.order_by().values_list("pk", flat=True)[: None if has_new_words else MAX_ITEM_CHANGES + 1])
        were_published = get_published_keys(pks) if "status" in values else set()
        changed = super().update(**values)
        record_items(pks, has_new_words, were_published)
        return changed

    @transaction.atomic
    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        """Create items and queue them for the index; if any is published, log a change of the whole catalogue."""
        made = super().bulk_create(*args, **kwargs)
        queue_for_index(item.pk for item in made)
        if any(item.status == Status.PUBLISHED for item in made):
            record_everything()
        return made

    def with_details(self) -> Self:
        """Return the items joined with the models that extend them.

        Reading any other relation from one of them raises FieldFetchBlocked, so that no list costs a query per row.
        """
        relations = [
            f"{name}__{relation}" for name, model in get_detail_models() for relation in model.detail_relations
        ]
        return self.select_related(*relations).fetch_mode(models.FETCH_RAISE)


class Item(models.Model):
    """A publication or a practice example: one table, so that one query can browse everything."""

    class Discussion(models.TextChoices):
        """Whether visitors may comment on an item, only read its comments, or neither."""

        OPEN = "open", "Open"
        LOCKED = "locked", "To read only"
        CLOSED = "closed", "None"

    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    sort_title = models.CharField(max_length=200, editable=False)
    slug = models.SlugField(max_length=220, unique=True)
    summary = models.TextField(max_length=600, help_text="One or two plain sentences, shown in every list.")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    is_sample = models.BooleanField("sample", default=False, help_text="Invented, and marked so on the site.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="items"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="A future date schedules it.")
    is_withheld = models.BooleanField(
        "kept from the public", default=False, editable=False, help_text="While who offers it is suspended."
    )
    is_revision = models.BooleanField(
        default=False, editable=False, help_text="The new version of another item: it takes that one’s place."
    )
    version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts the edits, so that none is lost."
    )
    form_key = models.UUIDField(
        null=True, blank=True, unique=True, editable=False, help_text="Of the form that made it, so that it makes one."
    )
    discussion = models.CharField(max_length=6, choices=Discussion, default=Discussion.OPEN)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    question_count = models.PositiveIntegerField(default=0, editable=False)
    unanswered_count = models.PositiveIntegerField(default=0, editable=False)
    last_activity_at = models.DateTimeField("last comment", null=True, blank=True, editable=False)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    focus_areas = models.ManyToManyField(FocusArea, blank=True, related_name="+")
    areas_of_need = models.ManyToManyField(AreaOfNeed, blank=True, related_name="+")
    phases = models.ManyToManyField(Phase, blank=True, related_name="+")
    setting_types = models.ManyToManyField(SettingType, blank=True, related_name="+")
    keywords = TaggableManager(through=KeywordOnItem, blank=True, manager=KeywordsOfItem)

    objects = ItemQuerySet.as_manager()

    facet_fields: ClassVar[frozenset[str]] = frozenset({"kind", "status", "published_at", "is_withheld"})
    """The fields that decide an item's place in the facets; a facet adds those that it reads."""
    name_columns: ClassVar[tuple[str, ...]] = ()
    """Columns with names of people and places, which the search index keeps apart from the text."""
    text_columns: ClassVar[tuple[str, ...]] = ()
    """Columns of text in the search index besides title and summary; only what the public may read."""

    class Meta:
        ordering: ClassVar = ["-published_at", "-pk"]
        indexes: ClassVar = [
            models.Index(F("status"), F("published_at").desc(), F("id").desc(), name="item_newest"),
            models.Index(F("status"), F("updated_at").desc(), F("id").desc(), name="item_updated"),
            models.Index(fields=["status", "sort_title", "id"], name="item_title"),
            models.Index(fields=["kind", "starts_at"], condition=Q(kind=Kind.EVENT), name="item_event_start"),
            models.Index(
                fields=["last_activity_at"], condition=Q(last_activity_at__isnull=False), name="item_discussed"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="item_kind_is_known"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="item_status_is_known"),
            models.CheckConstraint(
                condition=Q(discussion__in=["open", "locked", "closed"]), name="item_discussion_is_known"
            ),
            models.CheckConstraint(
                condition=Q(comment_count__gte=F("question_count"), question_count__gte=F("unanswered_count")),
                name="item_counts_of_questions_fit",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(slug=""), name="item_has_a_title_and_a_slug"),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False), name="item_published_has_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(is_revision=False), name="item_revision_is_never_published"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.EVENT, starts_at__isnull=False, ends_at__isnull=False)
                | (~Q(kind=Kind.EVENT) & Q(starts_at__isnull=True, ends_at__isnull=True)),
                name="item_events_alone_have_times",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="item_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and remember the previous slug if it changed; the first time, start the history."""
        is_new, before = self._state.adding, get_stored_slug(self)
        self.title, self.summary = strip_invisible(self.title), strip_invisible(self.summary)
        self.sort_title = make_sort_title(self.title)
        if hasattr(self, "revises_id"):
            self.is_revision = self.revises_id is not None
        super().save(*args, **kwargs)
        FormerSlug.objects.record("item", self.pk, before, self.slug)
        if is_new:
            self.steps.create(to_status=self.status, by=self.created_by)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the item, locking it before the rows that depend on it are collected (see `ItemQuerySet.delete`)."""
        lock_for_deletion(Item.objects.filter(pk=self.pk))
        return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return get_item_url(self.kind, self.slug)

    @classmethod
    def get_word_fields(cls) -> set[str]:
        """Return the names of the fields whose words are in the search index."""
        columns = {column.partition("__")[0] for column in (*cls.name_columns, *cls.text_columns)}
        return {"title", "summary", *columns, *(f"{column}_id" for column in columns)}

    @cached_property
    def detail(self) -> Any:
        """Return the item as the publication or practice example that it is, or None for a bare item."""
        if type(self) is not Item:
            return self
        return next((getattr(self, name) for name, _ in get_detail_models() if hasattr(self, name)), None)

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def is_public(self) -> bool:
        """Return whether any visitor may see the item now, by the same rule as `ItemQuerySet.public`."""
        is_out = self.published_at is not None and self.published_at <= timezone.now()
        return self.status == Status.PUBLISHED and is_out and not self.is_withheld

    @property
    def is_scheduled(self) -> bool:
        return self.status == Status.PUBLISHED and self.published_at is not None and self.published_at > timezone.now()

    @property
    def status_label(self) -> str:
        """Return the status in words; only an item that is out is called published."""
        return "Scheduled" if self.is_scheduled else self.get_status_display()

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at < timezone.now()

    def take_version(self, expected: int) -> None:
        """Make the edit that is about to be saved the one after `expected`, the version that the editor opened.

        Call it in the transaction that saves. Raise EditedMeanwhile if there has been another edit since.
        """
        if not Item.objects.filter(pk=self.pk, version=expected).update(version=F("version") + 1):
            raise EditedMeanwhile
        self.version = expected + 1

    @transaction.atomic
    def move(self, to: str, *, by: Any = None, reason: str = "", at: datetime | None = None) -> Step:
        """Move the item to another status and record the step.

        `at` schedules a publication; without it the item is published now, or keeps the date that it was given. Raise
        StepNotAllowed if there is no such step or another user moved the item first.
        """
        if to not in NEXT_STATUSES[self.status]:
            raise StepNotAllowed(f"An item cannot go from {self.status} to {to}.")
        if to == Status.PUBLISHED and self.is_revision:
            raise StepNotAllowed("A revision takes the place of its item; it is not published beside it.")
        changed: dict[str, Any] = {"status": to}
        if to == Status.PUBLISHED:
            changed["published_at"] = at or self.published_at or timezone.now()
        if not Item.objects.filter(pk=self.pk, status=self.status).update(**changed):
            raise StepNotAllowed("Somebody else has moved this item since you opened it.")
        step = Step.objects.create(item_id=self.pk, from_status=self.status, to_status=to, by=by, reason=reason)
        for name, value in changed.items():
            setattr(self, name, value)
        return step


def lock_rows(rows: Any) -> list[int]:
    """Lock rows in the order of their keys, so that no other transaction changes them before this one ends."""
    return list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))


def register_item_lock(lock: Callable[[Collection[int]], object]) -> None:
    """Register a function that locks the rows deleted with items; it is called with the keys of those items."""
    if lock not in _locks:
        _locks.append(lock)


def lock_for_deletion(items: Any) -> None:
    """Lock items and the rows that are deleted with them, table by table, so that two deletions cannot deadlock."""
    locked = lock_rows(items)
    for lock in _locks:
        lock(locked)


def get_item_url(kind: str, slug: str) -> str:
    return get_url_pattern(kind).replace(SLUG_PLACEHOLDER, slug)


@cache
def get_url_pattern(kind: str) -> str:
    """Return the path of items of a kind, with a placeholder for the slug.

    Looking up a path is slow and a list shows twenty items.
    """
    url_name = "resources:publication" if Kind(kind).spec.is_publication else "practice:example"
    return reverse(url_name, args=[SLUG_PLACEHOLDER])


SLUG_PLACEHOLDER = "a-slug-goes-here"


def make_sort_title(title: str) -> str:
    """Return the title as lists sort it, ignoring case, opening quotes and a leading article."""
    key = title.casefold().lstrip("\"'“\u2018(").strip()
    for article in ("the ", "a ", "an "):
        key = key.removeprefix(article)
    return key[:200]


@cache
def get_detail_models() -> tuple[tuple[str, Any], ...]:
    """Return the models that extend Item, each preceded by the name of its relation from an item."""
    links = (relation for relation in Item._meta.related_objects if getattr(relation, "parent_link", False))
    return tuple((str(relation.get_accessor_name()), relation.related_model) for relation in links)
