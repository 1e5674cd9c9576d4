from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.text.csv_tables import make_csv_response
from resources.custom_admin_pages import render_admin_page
from resources.models import Publication, Use
from resources.models.publication import PublicationQuerySet
from resources.statistics.figures import (
    SPANS_IN_WEEKS,
    Week,
    annotate_totals,
    build_csv_rows,
    count_narrowing_terms,
    sum_by_week,
)
from resources.statistics.plot import draw_plot

PUBLICATIONS_PER_PAGE = 50


@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """List the publications that the user may edit, with their figures over some weeks."""
    mine, span = Publication.objects.editable_by(request.user).originals(), read_number_of_weeks(request)
    pages = Paginator(annotate_totals(mine, span), PUBLICATIONS_PER_PAGE)
    context = build_figures(mine, span) | {"page": pages.get_page(request.GET.get("page"))}
    return render_admin_page(
        request, "resources/statistics/overview.html", "How much your publications are used", context
    )


@require_safe
def one_publication(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show one publication week by week, and what its readers had looked for."""
    publication = get_object_or_404(Publication.objects.editable_by(request.user), slug=slug)
    this, span = Publication.objects.filter(pk=publication.pk), read_number_of_weeks(request)
    context = build_figures(this, span) | {"publication": publication}
    return render_admin_page(request, "resources/statistics/publication.html", f"Use of “{publication}”", context)


@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    mine = Publication.objects.editable_by(request.user).originals()
    return make_csv_response(build_csv_rows(mine, read_number_of_weeks(request)), "statistics")


@require_safe
def download_one(request: HttpRequest, slug: str) -> HttpResponseBase:
    publication = get_object_or_404(Publication.objects.editable_by(request.user), slug=slug)
    this = Publication.objects.filter(pk=publication.pk)
    return make_csv_response(build_csv_rows(this, read_number_of_weeks(request)), f"statistics-{slug}")


def read_number_of_weeks(request: HttpRequest) -> int:
    """Return the number of weeks asked for, or the smallest number if it is not offered."""
    asked = request.GET.get("weeks", "")
    return int(asked) if asked in map(str, SPANS_IN_WEEKS) else SPANS_IN_WEEKS[0]


def build_figures(publications: PublicationQuerySet, span: int) -> dict[str, Any]:
    """Return what both pages show: the weeks, their totals, the chart and the terms."""
    weeks = sum_by_week(publications, span)
    counts = ([week.views for week in weeks], [week.downloads for week in weeks], [week.clicks for week in weeks])
    series = {(use.value, use.label): numbers for use, numbers in zip(Use, counts, strict=True)}
    return {
        "weeks": weeks[::-1],
        "total": Week(weeks[0].monday, *map(sum, counts)),
        "plot": draw_plot([week.monday for week in weeks], series),
        "terms": count_narrowing_terms(publications, span, get_current_index()),
        "span": span,
        "spans": SPANS_IN_WEEKS,
    }
