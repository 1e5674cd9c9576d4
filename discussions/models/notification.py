"""What happened, and who is told of it: each event once, each person of each event once."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.blocking import is_hidden
from discussions.models.comment import Comment
from discussions.models.following import Follow, HowOften
from gateway.catalogue.models import Item

CHOSEN = "user__notification_settings__"


class Happening(models.Model):
    """Something of which people are to be told. `told_at` says that all of them have been.

    Its row is written in the transaction of what happened, so that a worker that dies forgets nothing. The rows of
    items stay for good: whatever was once public is not new again.
    """

    class What(models.TextChoices):
        """What happened."""

        POSTED = "posted", "A comment came to be read"
        EDITED = "edited", "A comment was changed"
        ANSWERED = "answered", "A question got its answer"
        UNANSWERED = "unanswered", "A question waited a week"
        NEW_ITEM = "new-item", "An item became public"

    what = models.CharField(max_length=10, choices=What)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, db_index=False, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, null=True, db_index=False, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["at"], condition=Q(told_at=None), name="happening_untold")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(what="new-item", item__isnull=False, comment__isnull=True)
                | (~Q(what="new-item") & Q(item__isnull=True, comment__isnull=False)),
                name="happening_is_about_one_thing",
            ),
            models.UniqueConstraint(fields=["comment", "what"], name="happening_of_a_comment_once"),
            models.UniqueConstraint(fields=["item"], name="happening_of_an_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.comment_id or self.item_id}"


class Kind(models.TextChoices):
    """Why somebody is told."""

    REPLY = "reply", "Reply to you"
    MENTION = "mention", "Mention of you"
    CHOSEN = "chosen", "Your reply is the answer"
    ANSWER = "answer", "A question has its answer"
    COMMENT = "comment", "New comment"
    UNANSWERED = "unanswered", "A question waits"
    NEW_ITEM = "new-item", "New item"


PERSONAL = (Kind.REPLY, Kind.MENTION, Kind.CHOSEN)
"""What is about the person, whether they follow the thing or not."""


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications, and which of them may be shown or mailed."""

    def readable_by(self, user: Any) -> Self:
        """A person's own, as far as they still may see what each is about and who said it."""
        mine = self.filter(user=user).of_what_is_public()
        return mine.exclude(is_hidden(user, "comment__author")).exclude(is_hidden(user, "item__created_by"))

    def of_what_is_public(self) -> Self:
        """Those of what any visitor may see now."""
        comments = Comment.objects.public().filter(pk=OuterRef("comment_id"))
        items = Item.objects.public().filter(pk=OuterRef("item_id"))
        return self.filter(Q(comment=None) | Exists(comments.order_by()), Q(item=None) | Exists(items.order_by()))

    def unread(self) -> Self:
        """Those that the person has not opened."""
        return self.filter(read_at=None)

    def with_words(self) -> Self:
        """Notifications with all that a list says of them."""
        return self.select_related(
            "comment__author", "comment__item", "comment__focus_area", "comment__root__author",
            "comment__answer__author", "item", "follow__focus_area", "follow__school", "follow__publisher",
        )  # fmt: skip

    def waiting(self) -> Any:
        """Those of which no mail has gone out, each with its `frequency` as the person has chosen by now."""
        usual = Coalesce(F(f"{CHOSEN}how_often"), Value(HowOften.DAILY.value))
        never = Value(HowOften.NEVER.value)
        return self.filter(waits=True).annotate(
            frequency=Case(
                When(Q(user__is_active=False) | Q(**{f"{CHOSEN}is_off": True}), then=never),
                When(Q(read_at__isnull=False), then=never),
                When(Q(kind__in=PERSONAL, **{f"{CHOSEN}replies_at_once": False}), then=usual),
                When(kind__in=PERSONAL, then=Value(HowOften.AT_ONCE.value)),
                When(follow=None, then=never),
                When(follow__how_often=HowOften.AS_USUAL, then=usual),
                default=F("follow__how_often"),
                output_field=models.CharField(),
            )
        )


class Notification(models.Model):
    """That a person is told of something, once: on the site and, if they want that, by e-mail.

    `waits` says that a mail may still be due. It ends with the mail, or because none is wanted.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="notifications")
    event = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="+")
    follow = models.ForeignKey(Follow, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    waits = models.BooleanField(default=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(F("user"), F("at").desc(), F("id").desc(), name="notification_newest"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(fields=["user", "at"], condition=Q(waits=True), name="notification_waiting"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "event"], name="notification_once"),
            models.CheckConstraint(
                condition=Q(comment__isnull=False, item__isnull=True) | Q(comment__isnull=True, item__isnull=False),
                name="notification_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(waits=False) | Q(mailed_at__isnull=True), name="notification_is_mailed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
