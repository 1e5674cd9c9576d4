"""Publishers, their people and what they publish."""

from resources.models.edit import Edit
from resources.models.membership import Membership
from resources.models.publication import (
    Cost,
    Format,
    Licence,
    Publication,
    PublicationFile,
    PublicationLink,
    PublicationQuerySet,
)
from resources.models.publisher import Publisher, PublisherQuerySet, Role
from resources.models.publisher_step import PublisherStep
from resources.models.statistics import Use, WeeklyCount, WeeklyFilter, this_week

__all__ = [
    "Cost",
    "Edit",
    "Format",
    "Licence",
    "Membership",
    "Publication",
    "PublicationFile",
    "PublicationLink",
    "PublicationQuerySet",
    "Publisher",
    "PublisherQuerySet",
    "PublisherStep",
    "Role",
    "Use",
    "WeeklyCount",
    "WeeklyFilter",
    "this_week",
]
