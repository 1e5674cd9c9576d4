"""Counting of clicks on links to other sites.

The links keep their real addresses. When one is followed, the browser also sends a ping (`ping`, HTML 4.6.4). Why it is
not a redirect: docs/decisions/0502-outward-clicks.md.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import get_object_or_404
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.addresses.redirects import split_address
from resources.models import Publication
from resources.statistics.counts import count_click


@csrf_exempt  # a ping carries no token; is_from_this_site checks that it comes from our own page
@require_POST
def click(request: HttpRequest, slug: str) -> HttpResponse:
    """Count one click on a link of a publication to another site."""
    if not is_from_this_site(request):
        return HttpResponseForbidden("Only pages of this site may say so.\n", content_type="text/plain")
    publication = get_object_or_404(Publication.objects.visible_to(request.user), slug=slug)
    if request.headers.get("Ping-To", "") in get_outward_addresses(publication):
        count_click(request, publication)
    return HttpResponse(status=204)


def is_from_this_site(request: HttpRequest) -> bool:
    """Whether the browser states that a page of this site caused the request. No page can set these headers."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and split_address(request.headers.get("Ping-From", "")).netloc == request.get_host()


def get_outward_addresses(publication: Publication) -> set[str]:
    """Return the addresses of other sites on a publication's page, as browsers write them."""
    known = [publication.url, publication.booking_url, publication.doi_url]
    known += publication.links.values_list("url", flat=True)
    return {normalise_address(address) for address in known if address} | {each for each in known if each}


def normalise_address(address: str) -> str:
    """Return an address with a lower-case host and a path, as browsers send it in `Ping-To` (URL Standard, 4.5)."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/").geturl()
