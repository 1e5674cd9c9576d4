from __future__ import annotations

from itertools import chain, count

from django.utils.text import slugify

from gateway.catalogue.models import FormerSlug
from resources.models import Publisher
from resources.models.publisher import RESERVED_SLUGS


def make_publisher_slug(name: str) -> str:
    """Return a slug for this name that no publisher has or had."""
    base = slugify(name)[:150].strip("-") or "publisher"
    taken = {
        *RESERVED_SLUGS,
        *Publisher.objects.filter(slug__startswith=base).values_list("slug", flat=True),
        *FormerSlug.objects.filter(vocabulary="publisher", slug__startswith=base).values_list("slug", flat=True),
    }
    candidates = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(slug for slug in candidates if slug not in taken)
