"""The user model: the e-mail address is the log-in name, and a user may be an editor."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import slugify

from accounts.form_recovery_store import make_user_mark

END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)
"""The end of a suspension that is for good."""


@cache
def role_choices() -> list[tuple[str, str]]:
    """Return the taxonomy's roles, from which users choose theirs."""
    return [(slugify(name), name) for name in settings.ROLES]


class UserManager(BaseUserManager["User"]):
    """A manager that creates users by e-mail address, and knows the editors."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user with a lower-case address; one without a password cannot log in by password."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, is_editor=True, **fields)

    def editors(self) -> models.QuerySet[User]:
        """Return all editors who can log in, those who joined first before others."""
        return self.filter(is_editor=True, is_active=True).order_by("pk")

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user with this address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can log in, by e-mail address."""

    email = models.EmailField("email address", unique=True, error_messages={"unique": "This address is taken."})
    display_name = models.CharField(
        "name",
        max_length=80,
        blank=True,
        help_text="What others see next to your words. It does not have to be your full name.",
    )
    role = models.CharField("role", max_length=40, blank=True, choices=role_choices)
    organisation = models.CharField(
        "school or organisation", max_length=120, blank=True, help_text="Where you work, if you want others to see it."
    )
    is_active = models.BooleanField("active", default=True)
    is_staff = models.BooleanField("may open the admin", default=False)
    is_editor = models.BooleanField("editor of the Gateway", default=False, help_text="Decides what is published.")
    resets_second_factors = models.BooleanField(
        "may reset a lost second step", default=False, help_text="For other people, after checking who is asking."
    )
    is_sample = models.BooleanField("sample person", default=False, help_text="Invented, for development only.")
    date_joined = models.DateTimeField(default=timezone.now)
    suspended_until = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Until then they can read but not take part."
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_its_case"),
            models.CheckConstraint(
                condition=models.Q(is_editor=False) | models.Q(is_staff=True), name="user_editor_may_open_the_admin"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def public_name(self) -> str:
        """Return the name that others see, which is never the address."""
        return self.display_name or self.get_role_display() or "A member"

    @property
    def public_line(self) -> str:
        """Return what others see below the name: role and organisation, if they are given."""
        role = self.get_role_display() if self.display_name else ""
        return ", ".join(each for each in (role, self.organisation) if each)

    @property
    def mark(self) -> str:
        """Return a mark of the user for their browser that does not reveal who they are."""
        return make_user_mark(self.pk)

    @property
    def is_suspended(self) -> bool:
        """Return True while an editor's suspension lasts; `accounts.auth.suspension` says what it forbids."""
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    @property
    def is_suspended_for_good(self) -> bool:
        return self.suspended_until == END_OF_TIME

    def get_role_display(self) -> str:  # type: ignore[no-redef]
        """Return the role in words; Django's own method would list all roles again for each user on a page."""
        return dict(role_choices()).get(self.role, self.role)

    def get_full_name(self) -> str:
        return self.display_name

    get_short_name = get_full_name


def get_public_values(user: User) -> tuple[object, ...]:
    """Return what public pages show of a user; such pages are stale when it changes."""
    return user.display_name, user.role, user.organisation, user.is_editor, user.is_active, user.is_sample
