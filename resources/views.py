from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.filters import read_filters
from gateway.catalogue.feeds import render_calendar
from gateway.catalogue.finder.finder import find_related, find_results
from gateway.catalogue.finder.listing import Listing
from gateway.catalogue.items.cards import get_cards
from gateway.catalogue.items.term_links import make_term_links
from gateway.catalogue.models import FormerSlug, KeywordOnItem, Kind, SavedItem
from gateway.catalogue.page_cache import count_hit, shared
from gateway.catalogue.text.markdown import render as render_markdown
from gateway.catalogue.views.browse import (
    HtmxRequest,
    get_kind_url,
    get_term_or_404,
    redirect_permanently,
    render_results,
)
from gateway.catalogue.views.downloads import download, show_preview
from gateway.catalogue.views.page import Page
from resources.models import OutwardLink, Publication, PublicationFile, Publisher
from resources.publications.presentation import format_citation, get_facts, get_times
from resources.publications.structured_data import build_organisation_data, build_publication_data
from resources.publications.workflow import Move, get_moves, get_right
from resources.publishers.directory import Directory
from resources.statistics.counts import VIEW_COUNT_NAME, count_download


@shared
@require_safe
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one publication. A draft is shown only to users who may see it."""
    visible = get_publications_for_page(request.user)
    publication = visible.filter(slug=slug).first()
    if publication is None:
        moved = get_object_or_404(visible, pk=FormerSlug.objects.find_owner("item", slug))
        return redirect_permanently(request, moved.get_absolute_url())
    index = get_current_index()
    if publication.is_public:
        count_hit(request, VIEW_COUNT_NAME, publication.pk)
    page = Page(
        request,
        publication.title,
        publication.summary,
        Kind(publication.kind).spec.url_name,
        head=f"{publication.title} – {publication.publisher.name}",
        trail=[(Kind(publication.kind).plural, get_kind_url(publication.kind))],
        things=[build_publication_data(publication)],
        noindex=not publication.is_public or publication.is_sample,
    )
    context = {
        "page": page,
        "publication": publication,
        "body": render_markdown(publication.body),
        "facts": get_facts(publication),
        "times": get_times(publication),
        "taxonomy": make_term_links(publication, index),
        "files": publication.files.all(),
        "links": publication.links.annotate(failed_at=OutwardLink.objects.failed_at("url")),
        "related": get_cards(
            index, find_related(index, publication.pk, apart_from=("publisher", publication.publisher_id))
        ),
        "citation": format_citation(publication),
        "calendar_url": reverse("resources:calendar", args=[slug]) if publication.kind == Kind.EVENT else "",
        "moves": get_preview_moves(request.user, publication),
    }
    return render(request, "resources/publication.html", context)


def get_preview_moves(user: Any, publication: Any) -> list[Move]:
    """Return the steps that the user can take from the preview of a publication."""
    if publication.is_public or not publication.is_theirs:
        return []
    return get_moves(publication.status, get_right(user, publication))


def get_publications_for_page(user: Any) -> QuerySet[Any]:
    """Return the publications that the user may see, with everything that the page needs of them, in one query."""
    theirs = Publication.objects.editable_by(user).filter(pk=OuterRef("pk"))
    visible = Publication.objects.visible_to(user).select_related("publisher", "revises")
    return visible.annotate(
        is_theirs=Exists(theirs),
        is_saved=SavedItem.saved_by(user),
        keyword_lines=KeywordOnItem.build_name_lines(),
        url_failed_at=OutwardLink.objects.failed_at("url"),
        booking_failed_at=OutwardLink.objects.failed_at("booking_url"),
    )


@shared
@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    events = Publication.objects.visible_to(request.user).filter(kind=Kind.EVENT).select_related("publisher")
    event = get_object_or_404(events, slug=slug)
    return render_calendar([event], slug)


@require_safe
def file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Download a file of a publication that the visitor may see."""
    wanted = get_visible_file(request, slug, pk)
    response = download(request, wanted)
    if response.status_code == HTTPStatus.OK:
        count_download(request, wanted.publication)
    return response


@require_safe
def file_preview(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Serve the picture of a file's first page to visitors who may see the publication."""
    return show_preview(request, get_visible_file(request, slug, pk))


def get_visible_file(request: HttpRequest, slug: str, pk: int) -> PublicationFile:
    """Return a file of a publication that the visitor may see, or raise Http404."""
    publication = get_object_or_404(Publication.objects.visible_to(request.user), slug=slug)
    return get_object_or_404(PublicationFile, pk=pk, publication=publication)


@shared
@require_safe
def publishers(request: HttpRequest) -> HttpResponse:
    """List the publishers in alphabetical order, each with its number of publications."""
    directory = Directory(get_current_index(), request.GET.get("page", ""))
    description = "The organisations that share resources, research, news and events on the SEND Gateway."
    page = Page(
        request,
        "Publishers",
        description,
        "publishers",
        number=directory.page_number,
        noindex=directory.page_number > 1,
    )
    return render(request, "resources/publishers.html", {"page": page, "directory": directory})


@shared
@require_safe
def publisher(request: HtmxRequest, slug: str) -> HttpResponse:
    """Show a publisher's profile and everything that it has published."""
    if Publisher.objects.known_to(request.user).filter(slug=slug, is_suspended=True).exists():
        return redirect("resources:people", slug)
    index = get_current_index()
    term = get_term_or_404(index, "publisher", slug)
    publisher = get_object_or_404(Publisher.objects.public(), pk=term.key)
    if publisher.slug != slug:
        return redirect_permanently(request, publisher.get_absolute_url())
    fixed = {"publisher": (term,)}
    filters, notices = read_filters(request.GET, index, apart_from=fixed)
    listing = Listing(find_results(index, filters, fixed), request.path, notices)
    page = Page(
        request,
        publisher.name,
        publisher.description or f"What {publisher.name} shares on the SEND Gateway.",
        "publishers",
        trail=[("Publishers", reverse("resources:publishers"))],
        things=[build_organisation_data(publisher)],
        feed_url=listing.feed_url,
        number=listing.page_number,
        noindex=listing.is_narrowed or listing.page_number > 1 or publisher.is_sample,
        head=listing.make_title(publisher.name),
    )
    is_known = Publisher.objects.known_to(request.user).filter(pk=publisher.pk).exists()
    context = {"page": page, "publisher": publisher, "found": listing, "is_known": is_known}
    return render_results(request, "resources/publisher.html", context)
