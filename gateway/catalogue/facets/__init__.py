"""What visitors can filter by, counted in memory: groups of terms, the index of them, and how it is kept fresh."""

from gateway.catalogue.facets.freshness import drop_index, get_current_index
from gateway.catalogue.facets.groups import ChoiceGroup, FacetTerm, Group, Vocabulary, register_group
from gateway.catalogue.facets.index import FacetIndex

__all__ = [
    "ChoiceGroup",
    "FacetIndex",
    "FacetTerm",
    "Group",
    "Vocabulary",
    "drop_index",
    "get_current_index",
    "register_group",
]
