"""Examples near a postcode, found by the positions of their schools."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from gateway.catalogue.facets.filters import shorten_value
from practice.lookup.postcodes import KILOMETRES_IN_A_MILE, Position, find_postcode, get_position
from practice.models import PracticeExample, School

DISTANCES_IN_MILES = (5, 15, 30, 60)
USUAL_DISTANCE_IN_MILES = 30
MAX_EXAMPLES_BY_DISTANCE = 5_000


@dataclass(frozen=True)
class NearbySearch:
    """The search that a visitor asked for: a postcode and a distance in miles."""

    postcode: str = ""
    miles: int = USUAL_DISTANCE_IN_MILES
    position: Position | None = None

    @property
    def extra(self) -> tuple[tuple[str, str], ...]:
        """Return the search as query parameters."""
        return (("near", self.postcode), ("within", str(self.miles))) if self.position else ()


def read_search(query: QueryDict) -> tuple[NearbySearch, list[str]]:
    """Return the search that a query string asks for, and notices about values that were ignored. Never raise."""
    typed = query.get("near", "").strip()
    within = query.get("within", "")
    if not typed:
        return NearbySearch(), []
    postcode = find_postcode(typed)
    position = get_position(postcode)
    if position is None:
        return NearbySearch(shorten_value(typed)), [
            f"We do not know the postcode “{shorten_value(typed)}”, so these are from everywhere."
        ]
    typed = str(postcode)
    if not within or within in map(str, DISTANCES_IN_MILES):
        return NearbySearch(typed, int(within or USUAL_DISTANCE_IN_MILES), position), []
    usual = USUAL_DISTANCE_IN_MILES
    notice = f"We cannot search within “{shorten_value(within)}” miles, so these are within {usual} miles."
    return NearbySearch(typed, USUAL_DISTANCE_IN_MILES, position), [notice]


def find_examples_near(near: NearbySearch) -> dict[int, float] | None:
    """Return the public examples within the distance, the nearest first, and their kilometres; None without a position.

    Only schools that share examples are searched, because they are few.
    """
    if near.position is None:
        return None
    sharing = School.objects.filter(examples__in=PracticeExample.objects.public()).distinct()
    schools = sharing.only("pk").near(*near.position, near.miles * KILOMETRES_IN_A_MILE)
    distances = {school.pk: school.kilometres for school in schools[:MAX_EXAMPLES_BY_DISTANCE]}
    rows = PracticeExample.objects.public().filter(school__in=distances).order_by("-published_at", "-pk")
    found = [(distances[school], pk) for pk, school in rows.values_list("pk", "school_id")[:MAX_EXAMPLES_BY_DISTANCE]]
    return {pk: kilometres for kilometres, pk in sorted(found, key=lambda pair: pair[0])}
