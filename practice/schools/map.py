"""Positions of schools on the outline of England (`templates/practice/school-map.html`)."""

from __future__ import annotations

from typing import NamedTuple

from practice.models import School

WEST_LONGITUDE, NORTH_LATITUDE = -5.8, 55.9
WIDTH_PER_DEGREE, HEIGHT_PER_DEGREE = 12, 20
"""Units of the drawing. A degree of longitude is shorter than one of latitude."""


class MapPoint(NamedTuple):
    """A point on the outline, in units of the drawing."""

    x: float
    y: float


def get_map_point(school: School | None) -> MapPoint | None:
    """Return the point of a school on the outline, or None if it has no position there."""
    if school is None or school.latitude is None or school.longitude is None:
        return None
    x, y = (
        (school.longitude - WEST_LONGITUDE) * WIDTH_PER_DEGREE,
        (NORTH_LATITUDE - school.latitude) * HEIGHT_PER_DEGREE,
    )
    return MapPoint(round(x, 1), round(y, 1)) if 0 <= x <= 94 and 0 <= y <= 121 else None
