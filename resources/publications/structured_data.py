"""Publications and publishers as schema.org data."""

from __future__ import annotations

from typing import Any

from accounts.addresses.site_address import build_absolute_url
from gateway.catalogue.models import Kind
from resources.models import Publication, Publisher
from resources.models.publication import Cost, Licence

LICENCE_ADDRESSES: dict[str, str] = {
    Licence.OGL: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.CC_BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    Licence.CC_BY_NC_ND: "https://creativecommons.org/licenses/by-nc-nd/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


def build_organisation_data(publisher: Publisher) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "name": publisher.name,
        "url": publisher.website or build_absolute_url(publisher.get_absolute_url()),
        "description": publisher.description,
    }


def build_publication_data(publication: Publication) -> dict[str, Any]:
    """Return a publication as the schema.org type of its kind."""
    common = {
        "@type": Kind(publication.kind).spec.schema_type,
        "name": publication.title,
        "description": publication.summary,
        "url": build_absolute_url(publication.get_absolute_url()),
        "inLanguage": "en-GB",
        "keywords": ", ".join(publication.keyword_names),
    }
    if publication.kind == Kind.EVENT:
        return common | build_event_data(publication)
    return common | build_work_data(publication)


def build_work_data(publication: Publication) -> dict[str, Any]:
    """Return the properties that only resources, research and news have."""
    return {
        "headline": publication.title[:110],
        "publisher": build_organisation_data(publication.publisher),
        "author": [{"@type": "Person", "name": name} for name in publication.author_names]
        or build_organisation_data(publication.publisher),
        "datePublished": str(publication.year or ""),
        "dateModified": publication.updated_at.isoformat(),
        "commentCount": publication.comment_count or None,
        "sameAs": [
            address for address in (publication.url_is_page and publication.url, publication.doi_url) if address
        ],
        "isAccessibleForFree": True if publication.cost in (Cost.FREE, Cost.REGISTRATION) else None,
        "license": LICENCE_ADDRESSES.get(publication.licence, ""),
        "learningResourceType": publication.get_format_display() if publication.format else "",
    }


def build_event_data(publication: Publication) -> dict[str, Any]:
    """Return the properties that only events have."""
    return {
        "startDate": publication.starts_at and publication.starts_at.isoformat(),
        "endDate": publication.ends_at and publication.ends_at.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{get_attendance_mode(publication)}EventAttendanceMode",
        "location": build_places_data(publication),
        "organizer": build_organisation_data(publication.publisher),
    }


def get_attendance_mode(publication: Publication) -> str:
    if publication.is_online:
        return "Mixed" if publication.venue else "Online"
    return "Offline"


def build_places_data(publication: Publication) -> list[dict[str, Any]]:
    page = build_absolute_url(publication.get_absolute_url())
    online = {"@type": "VirtualLocation", "url": publication.booking_url or publication.url or page}
    venue = {"@type": "Place", "name": publication.venue, "address": publication.venue}
    return [*([online] if publication.is_online else []), *([venue] if publication.venue else [])]
