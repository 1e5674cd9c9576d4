"""Schools and settings from Get Information About Schools (GIAS), and those that members added."""

from __future__ import annotations

from functools import reduce
from math import cos, degrees, radians
from operator import or_
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import ASin, Cos, Power, Radians, Sin, Sqrt
from django.urls import reverse
from django.utils.crypto import get_random_string

from accounts.addresses.redirects import get_site
from gateway.catalogue.models import AreaOfNeed, Phase
from gateway.catalogue.text.web_addresses import WEB_ADDRESS_VALIDATOR, WebAddressField, is_web_address
from practice.lookup.postcodes import Position, find_position, format_distance, read_postcode
from practice.lookup.school_words import build_search_text, read_search_words, split_words

EARTH_RADIUS_KILOMETRES = 6371.0
MIN_KILOMETRES_PER_DEGREE = 111.1  # of latitude, rounded down
MAX_QUERY_LENGTH = 100
MAX_QUERY_WORDS = 8
URN_VALIDATOR = RegexValidator(r"^(\d{5,8}|G\d{6})\Z", "A URN is a number, such as 100000.")
MAX_DOMAIN_LENGTH = 200


class SizeBand(models.TextChoices):
    """The size of a school by its number of pupils."""

    SMALL = "small", "Up to 100 pupils"
    MEDIUM = "medium", "101 to 250 pupils"
    LARGE = "large", "251 to 500 pupils"
    VERY_LARGE = "very-large", "501 to 1,000 pupils"
    LARGEST = "largest", "Over 1,000 pupils"

    @classmethod
    def for_pupils(cls, pupils: int | None) -> SizeBand | None:
        """Return the band of a number of pupils, or None if the number is not known."""
        if pupils is None:
            return None
        limits = {100: cls.SMALL, 250: cls.MEDIUM, 500: cls.LARGE, 1000: cls.VERY_LARGE}
        return next((band for limit, band in limits.items() if pupils <= limit), cls.LARGEST)


class SchoolQuerySet(models.QuerySet["School"]):
    """Schools, by who may see them, by name and by distance."""

    def visible_to(self, user: Any) -> Self:
        """Return the checked schools and those that the user added; all of them for an editor."""
        if user.is_authenticated and user.is_editor:
            return self.all()
        if user.is_authenticated:
            return self.filter(Q(is_checked=True) | Q(added_by=user))
        return self.filter(is_checked=True)

    def open(self) -> Self:
        """Return the open schools, including those proposed to close."""
        return self.filter(status__in=(School.Status.OPEN, School.Status.CLOSING))

    def matching(self, text: str) -> Self:
        """Return the schools that have a word beginning with each word of the text; all of them if it has none."""
        found = self
        for words in read_search_words(text[:MAX_QUERY_LENGTH])[:MAX_QUERY_WORDS]:
            found = found.filter(reduce(or_, (Q(search_text__contains=f" {word}") for word in words)))
        return found

    def suggested(self, text: str) -> Self:
        """Return the checked schools that match a text, closed ones last and names that begin with it first."""
        words = split_words(text[:MAX_QUERY_LENGTH])
        if not words:
            return self.none()
        return self.filter(is_checked=True).matching(text).order_by(*build_search_order(words))

    def for_user(self, user: Any) -> Self:
        """Return the schools where the user is confirmed to work."""
        from_memberships = Q(memberships__user=user, memberships__status="confirmed")
        return self.filter(from_memberships) if user.is_authenticated and user.is_active else self.none()

    def near(self, latitude: float, longitude: float, kilometres: float) -> Self:
        """Return the schools within a distance, the nearest first, annotated with it as `kilometres`.

        An index finds those in a box around the point; the great-circle distance (haversine formula) then decides.
        """
        latitude, longitude = round(latitude, 6), round(longitude, 6)
        tall = kilometres / MIN_KILOMETRES_PER_DEGREE
        widest = min(abs(latitude) + tall, 89.0)
        wide = min(degrees(kilometres / EARTH_RADIUS_KILOMETRES / cos(radians(widest))) * 1.01, 180.0)
        box = self.filter(
            latitude__range=(latitude - tall, latitude + tall), longitude__range=(longitude - wide, longitude + wide)
        )
        distance = build_distance(latitude, longitude)
        return box.annotate(kilometres=distance).filter(kilometres__lte=kilometres).order_by("kilometres", "pk")


def build_search_order(words: list[str]) -> list[Any]:
    """Return the ordering of search results: closed schools last, names that begin with the words first."""
    closed = When(status=School.Status.CLOSED, then=1)
    begins = When(search_text__startswith=f" {' '.join(words)}", then=0)
    return [Case(closed, default=0), Case(begins, default=1), "name", "urn"]


def build_distance(latitude: float, longitude: float) -> Any:
    """Return an expression for the distance in kilometres between a row and a point."""
    north = Power(Sin(Radians(F("latitude") - latitude) / 2), 2)
    east = Power(Sin(Radians(F("longitude") - longitude) / 2), 2)
    half_chord = Sqrt(north + Cos(Radians(F("latitude"))) * cos(radians(latitude)) * east)
    return ASin(half_chord, output_field=models.FloatField()) * 2 * EARTH_RADIUS_KILOMETRES


class School(models.Model):
    """A school, college or early years setting, identified by its URN."""

    class Status(models.TextChoices):
        """Whether a school is open, as GIAS says."""

        OPEN = "open", "Open"
        CLOSING = "closing", "Open, but proposed to close"
        PROPOSED = "proposed", "Proposed to open"
        CLOSED = "closed", "Closed"

    urn = models.CharField(
        "URN", max_length=8, unique=True, validators=[URN_VALIDATOR], help_text="“G” and a number if GIAS has none."
    )
    name = models.CharField(max_length=150)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    phase_of_education = models.CharField(max_length=40, blank=True, help_text="As in GIAS.")
    phases = models.ManyToManyField(Phase, blank=True, related_name="+")
    type = models.CharField(max_length=100, blank=True)
    local_authority = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=60, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    has_exact_position = models.BooleanField(
        default=False, help_text="Otherwise it is the centre of the postcode area."
    )
    pupils = models.PositiveIntegerField("number of pupils", null=True, blank=True)
    low_age = models.PositiveSmallIntegerField("lowest age", null=True, blank=True)
    high_age = models.PositiveSmallIntegerField("highest age", null=True, blank=True)
    sen_provision = models.ManyToManyField(AreaOfNeed, blank=True, related_name="+", verbose_name="SEN provision")
    resourced_provision = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    website = WebAddressField(max_length=300, blank=True, validators=[WEB_ADDRESS_VALIDATOR])
    website_domain = models.CharField(max_length=MAX_DOMAIN_LENGTH, blank=True, editable=False)
    search_text = models.CharField(max_length=400, editable=False)
    is_checked = models.BooleanField("checked", default=True, help_text="An editor has checked that it exists.")
    is_sample = models.BooleanField("sample", default=False, help_text="Invented, and marked so on the site.")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SchoolQuerySet.as_manager()

    kilometres: float
    """The distance of a school that `near` found."""

    class Meta:
        ordering: ClassVar = ["name", "urn"]
        indexes: ClassVar = [
            models.Index(fields=["latitude", "longitude"], name="school_position"),
            models.Index(fields=["name", "urn"], name="school_name"),
            models.Index(fields=["created_at"], condition=Q(is_checked=False), name="school_to_check"),
            models.Index(fields=["website_domain"], condition=~Q(website_domain=""), name="school_domain"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=is_web_address("website"), name="school_website_is_a_web_address"),
            models.CheckConstraint(condition=~Q(urn="") & ~Q(name=""), name="school_has_a_urn_and_a_name"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "closing", "proposed", "closed"]), name="school_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="school_position_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the school with a number of its own if GIAS has none, and with the words that searches match."""
        self.urn = self.urn or make_reference()
        self.postcode = str(read_postcode(self.postcode) or "")
        if self.position is None:
            self.set_position(find_position(self.postcode))
        self.set_computed_fields()
        super().save(*args, **kwargs)

    def set_position(self, position: Position | None, *, is_exact: bool = False) -> None:
        """Set the position to six decimals (about 10 cm): PostgreSQL cannot multiply finer differences."""
        self.latitude, self.longitude = (round(degrees, 6) for degrees in position) if position else (None, None)
        self.has_exact_position = is_exact

    def set_computed_fields(self) -> None:
        self.search_text = self.words
        self.website_domain = get_site(self.website)[:MAX_DOMAIN_LENGTH]

    def get_absolute_url(self) -> str:
        return reverse("practice:school", args=[self.urn])

    @property
    def words(self) -> str:
        """Return the searchable words of the name, town, local authority, postcode and URN."""
        outward, _, inward = self.postcode.partition(" ")
        return build_search_text(self.name, self.town, self.local_authority, f"{outward}{inward} {inward}", self.urn)

    @property
    def place(self) -> str:
        """Return the town and postcode, which tell schools of the same name apart, or the local authority."""
        return ", ".join(part for part in (self.town, self.postcode) if part) or self.local_authority

    @property
    def distance(self) -> str:
        """Return the distance in words, for schools found by `near`."""
        return format_distance(self.kilometres)

    @property
    def position(self) -> Position | None:
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude)

    @property
    def size_band(self) -> SizeBand | None:
        return SizeBand.for_pupils(self.pupils)

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.OPEN, self.Status.CLOSING)

    @property
    def has_urn(self) -> bool:
        """Return whether GIAS knows the school, so that its number is a real URN."""
        return not self.urn.startswith("G") and not self.is_sample


def make_reference() -> str:
    """Return an unused number for a school that has no URN. The letter distinguishes it from every URN."""
    while School.objects.filter(urn=(reference := "G" + get_random_string(6, "0123456789"))).exists():
        pass
    return reference
