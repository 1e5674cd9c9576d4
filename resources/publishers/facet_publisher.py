from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q
from django.urls import reverse

from gateway.catalogue import facets
from gateway.catalogue.facets.groups import narrow_to_items
from gateway.catalogue.models import FormerSlug
from gateway.catalogue.signals import connect_term_signals
from resources.models import Publication, Publisher


class PublisherGroup:
    """The facet of who published an item."""

    parameter = "publisher"
    legend = "Publisher"
    kind = None
    item_model = Publication
    item_columns = ("publisher",)

    def read_vocabulary(self) -> facets.Vocabulary:
        """Return the public publishers with their slugs and names, and their former slugs."""
        rows = Publisher.objects.public().values_list("pk", "slug", "name")
        former = FormerSlug.objects.filter(vocabulary=self.parameter).values_list("slug", "term_id")
        return facets.Vocabulary(tuple(facets.FacetTerm(*row) for row in rows.iterator(2_000)), dict(former))

    def list_links(self, item_pks: Collection[int] | None = None) -> Iterable[tuple[int, int]]:
        """Yield the publisher of each publication, as pairs of primary keys."""
        publications = narrow_to_items(Publication.objects.order_by(), "pk", item_pks)
        return publications.values_list("pk", "publisher_id").iterator(10_000)

    def build_condition(self, keys: Collection[int]) -> Q:
        return Q(pk__in=Publication.objects.order_by().filter(publisher_id__in=list(keys)).values("pk"))

    def get_more_link(self) -> tuple[str, str]:
        """Return the link to the directory of all publishers."""
        return "All publishers", reverse("resources:publishers")


def register_groups() -> None:
    """Register the facet, and keep it up to date with changes of publishers."""
    facets.register_group(PublisherGroup())
    connect_term_signals(Publisher)
