"""Publishers and what they publish."""

from resources.models.publication import Cost, Format, Licence, Publication, PublicationFile, PublicationLink
from resources.models.publisher import Publisher
from resources.models.statistics import Use, WeeklyCount, WeeklyFilter, this_week

__all__ = [
    "Cost",
    "Format",
    "Licence",
    "Publication",
    "PublicationFile",
    "PublicationLink",
    "Publisher",
    "Use",
    "WeeklyCount",
    "WeeklyFilter",
    "this_week",
]
