"""A process that writes to the catalogue or reads it: `python -m tests.catalogue.facet_process ROLE SEED`."""

from __future__ import annotations

import json
import sys
from random import Random

import django

ACTS_EACH = 60


def write(chance: Random) -> dict:
    """Make ACTS_EACH random changes."""
    from tests.catalogue.facet_acts import ACTS

    for _ in range(ACTS_EACH):
        try:
            chance.choice(ACTS)(chance)
        except django_faults() as fault:  # two writers may conflict; the later one gives up, as a user would
            print(type(fault).__name__, file=sys.stderr)
    return {"acts": ACTS_EACH}


def django_faults() -> tuple[type[Exception], ...]:
    from django.core.exceptions import ObjectDoesNotExist
    from django.db import IntegrityError, OperationalError

    from gateway.catalogue.models import StepNotAllowed

    return StepNotAllowed, IntegrityError, OperationalError, ObjectDoesNotExist


def read(chance: Random) -> dict:
    """Read the index until the parent closes the input, then return where it differs from SQL."""
    import select

    from gateway.catalogue.facets import get_current_index
    from tests.catalogue.facet_acts import disagreements

    looks = changes = 0
    index = get_current_index()
    while not select.select([sys.stdin], [], [], 0.01)[0]:
        fresh = get_current_index()
        looks, changes, index = looks + 1, changes + (fresh is not index), fresh
    index = get_current_index()
    return {"looks": looks, "changes": changes, "sequence": index.mark.sequence, "wrong": disagreements(index, chance)}


if __name__ == "__main__":
    django.setup()
    role, seed = sys.argv[1:]
    print(json.dumps({"write": write, "read": read}[role](Random(int(seed)))))  # noqa: S311
