"""The addresses of the pages that show any item, and of what machines read."""

from django.urls import path
from django.views.decorators.http import require_safe

from gateway.catalogue import feeds, machines, probes, saving, searching, views
from gateway.catalogue.answers import shared
from gateway.catalogue.models import Kind

urlpatterns = [
    path("", views.home, name="home"),
    path("focus-areas/", views.focus_areas, name="focus_areas"),
    path("focus-areas/<slug:slug>/", views.focus_area, name="focus_area"),
    path("browse/", views.browse, name="browse"),
    path("suggest/", searching.suggest, name="suggest"),
    path("opensearch.xml", searching.open_search, name="open_search"),
    path("resources/", views.one_kind, {"kind": Kind.RESOURCE}, name="resources"),
    path("research/", views.one_kind, {"kind": Kind.RESEARCH}, name="research"),
    path("news/", views.one_kind, {"kind": Kind.NEWS}, name="news"),
    path("events/", views.events, name="events"),
    path("events/calendar.ics", feeds.calendar, name="calendar"),
    path("feeds/items.atom", shared(require_safe(feeds.AtomFeed())), name="feed_atom"),
    path("feeds/items.rss", shared(require_safe(feeds.RssFeed())), name="feed_rss"),
    path("items/<slug:slug>/save/", saving.save_item, name="save_item"),
    path("account/saved/", saving.saved_items, name="saved_items"),
    path("about/", machines.about, name="about"),
    path("accessibility/", machines.accessibility, name="accessibility"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
]
