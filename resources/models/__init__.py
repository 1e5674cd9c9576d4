"""The models of publishers, their members and their publications."""

from resources.models.application import TERMS_VERSION, OrganisationKind, PublisherApplication
from resources.models.bulk_import import BulkImport, ImportRow, ImportState, Outcome
from resources.models.edit import Edit
from resources.models.followed_feed import FeedEntry, FollowedFeed
from resources.models.invitation import Invitation
from resources.models.membership import Membership
from resources.models.outward_link import OutwardLink
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
from resources.models.statistics import Use, WeeklyCount, WeeklyFilter, get_this_week

__all__ = [
    "TERMS_VERSION",
    "BulkImport",
    "Cost",
    "Edit",
    "FeedEntry",
    "FollowedFeed",
    "Format",
    "ImportRow",
    "ImportState",
    "Invitation",
    "Licence",
    "Membership",
    "OrganisationKind",
    "Outcome",
    "OutwardLink",
    "Publication",
    "PublicationFile",
    "PublicationLink",
    "PublicationQuerySet",
    "Publisher",
    "PublisherApplication",
    "PublisherQuerySet",
    "PublisherStep",
    "Role",
    "Use",
    "WeeklyCount",
    "WeeklyFilter",
    "get_this_week",
]
