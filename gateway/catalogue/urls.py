from django.urls import path
from django.views.decorators.http import require_safe

from gateway.catalogue import feeds
from gateway.catalogue.health import probes
from gateway.catalogue.models import KIND_SPECS
from gateway.catalogue.page_cache import shared
from gateway.catalogue.views import browse, saved_items, search, site

urlpatterns = [
    path("", browse.home, name="home"),
    path("focus-areas/", browse.focus_areas, name="focus_areas"),
    path("focus-areas/<slug:slug>/", browse.focus_area, name="focus_area"),
    path("browse/", browse.browse, name="browse"),
    path("suggest/", search.suggest, name="suggest"),
    path("opensearch.xml", search.open_search, name="open_search"),
    *(
        path(spec.url_path, browse.one_kind, {"kind": kind}, name=spec.url_name)
        for kind, spec in KIND_SPECS.items()
        if not spec.has_own_list_view
    ),
    path("events/", browse.events, name="events"),
    path("events/calendar.ics", feeds.calendar, name="calendar"),
    path("feeds/items.atom", shared(require_safe(feeds.AtomFeed())), name="feed_atom"),
    path("feeds/items.rss", shared(require_safe(feeds.RssFeed())), name="feed_rss"),
    path("items/<slug:slug>/save/", saved_items.save_item, name="save_item"),
    path("account/saved/", saved_items.saved_items, name="saved_items"),
    path("about/", site.about, name="about"),
    path("accessibility/", site.accessibility, name="accessibility"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("robots.txt", site.robots, name="robots"),
    path("site.webmanifest", site.web_manifest, name="web_manifest"),
    path("favicon.ico", site.icon, {"name": "favicon.ico"}, name="favicon"),
    path("apple-touch-icon.png", site.icon, {"name": "icons/apple-touch-icon.png"}, name="apple_touch_icon"),
    path(".well-known/change-password", site.change_password, name="change_password"),
    path(".well-known/security.txt", site.security, name="security"),
]
