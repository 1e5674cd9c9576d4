"""A form field for dates and times in England, in the nights when the clocks change as well."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone


class LocalDateTimeField(forms.DateTimeField):
    """A date and time by the clocks of the current time zone.

    Django's field refuses every time in the hour that occurs twice when the clocks go back, so that an item which was
    published in it could not be saved again. Here such a time is the first of the two. A form should keep the stored
    value of a field that has not changed, because that may be the second.
    """

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            return find_first_moment((error.params or {})["datetime"])

    def has_changed(self, initial: datetime | None, data: Any) -> bool:
        """Return whether the user changed what the clocks show. A second 01:30 reads the same as the first."""
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        return (initial and get_clock_time(initial)) != (typed and get_clock_time(typed))


def find_first_moment(clock: datetime) -> datetime:
    """Return the first moment, in UTC, at which the clocks show this time. Raise ValidationError if they never do.

    Python calls a time of the repeated hour unequal to every time of another zone, so it must not stay in its own.
    """
    moment = clock.replace(tzinfo=timezone.get_current_timezone(), fold=0).astimezone(UTC)
    if get_clock_time(moment) != clock:
        raise ValidationError(
            f"{clock:%Y-%m-%d %H:%M} does not exist, because the clocks go forward. Enter another time."
        )
    return moment


def get_clock_time(moment: datetime) -> datetime:
    """Return what the clocks of the current time zone show, without a time zone."""
    return timezone.localtime(moment).replace(tzinfo=None, fold=0)
