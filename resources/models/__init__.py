"""Publishers and what they publish."""

from resources.models.publication import Cost, Format, Licence, Publication, PublicationFile, PublicationLink
from resources.models.publisher import Publisher

__all__ = ["Cost", "Format", "Licence", "Publication", "PublicationFile", "PublicationLink", "Publisher"]
