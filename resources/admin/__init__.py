"""The admin of publishers, applications, publications and outward links."""

from resources.admin.application import PublisherApplicationAdmin
from resources.admin.outward_link import OutwardLinkAdmin
from resources.admin.publication import PublicationAdmin
from resources.admin.publisher import PublisherAdmin

__all__ = ["OutwardLinkAdmin", "PublicationAdmin", "PublisherAdmin", "PublisherApplicationAdmin"]
