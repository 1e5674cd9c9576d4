"""Rules of editors that apply to all posts: words, links, and templates for reasons."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from accounts.models import Concern
from gateway.catalogue.text.characters import make_one_line

HOST_VALIDATOR = RegexValidator(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", "Write the name of a site alone, such as example.org.")


class WordRule(models.Model):
    """Words that hold a post for an editor or have it refused."""

    class Action(models.TextChoices):
        HOLD = "hold", "An editor checks it first"
        REFUSE = "refuse", "It is refused, and the writer is told"

    words = models.CharField("word or phrase", max_length=100, help_text="Capital letters do not count.")
    is_whole = models.BooleanField("whole words only", default=True, help_text="“class” will not match “classroom”.")
    action = models.CharField("what happens", max_length=6, choices=Action, default=Action.HOLD)
    note = models.CharField(max_length=200, blank=True, help_text="Why it is here. Only editors see this.")

    class Meta:
        ordering: ClassVar = ["words"]
        verbose_name = "word rule"
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("words"), name="word_rule_once", violation_error_message="There is a rule for these words."
            ),
            models.CheckConstraint(condition=~models.Q(words=""), name="word_rule_has_words"),
        ]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        """Remove invisible characters. Raise ValidationError if no letter or digit remains."""
        self.words = make_one_line(self.words)
        if not any(character.isalnum() for character in self.words):
            raise ValidationError({"words": "Write a word or a phrase."})


class LinkRule(models.Model):
    """What happens to posts that link to a site or its subdomains."""

    class Action(models.TextChoices):
        ALLOW = "allow", "It is fine, from new members too"
        HOLD = "hold", "An editor checks it first"
        REFUSE = "refuse", "It is refused, and the writer is told"

    host = models.CharField(
        "site", max_length=253, unique=True, validators=[HOST_VALIDATOR], help_text="Such as example.org."
    )
    action = models.CharField("what happens", max_length=6, choices=Action, default=Action.ALLOW)
    note = models.CharField(max_length=200, blank=True, help_text="Why it is here. Only editors see this.")

    class Meta:
        ordering: ClassVar = ["host"]
        verbose_name = "link rule"

    def __str__(self) -> str:
        return self.host

    def clean_fields(self, exclude: object = None) -> None:
        """Validate the host in lower case and without "www."."""
        self.host = self.host.strip().lower().removeprefix("www.")
        super().clean_fields(exclude)  # type: ignore[arg-type]


class ReasonTemplate(models.Model):
    """A reason that editors often give, in words for the member concerned."""

    title = models.CharField(max_length=80, unique=True, help_text="For the list that editors choose from.")
    words = models.TextField(max_length=1_000, help_text="What the person reads. An editor can add to it.")
    concern = models.CharField(
        "for reports of", max_length=10, choices=Concern, blank=True, help_text="It is then chosen beforehand."
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "title"]
        verbose_name = "reason"

    def __str__(self) -> str:
        return self.title
