from django.contrib import admin
from django.urls import include, path

from discussions.moderation.views.rules import community_rules, terms
from discussions.sitemaps import QuestionSitemap
from gateway.catalogue.sitemaps import FocusAreaSitemap, ItemSitemap, PageSitemap, sitemap_index, sitemap_section
from practice.sitemaps import SchoolSitemap
from practice.views.practice_list import practice_list
from resources.sitemaps import PublisherSitemap

handler500 = "gateway.catalogue.views.site.server_error"
handler429 = "accounts.rate_limits.limiter.too_many_requests"  # allauth looks it up by this name

SITEMAPS = {
    "pages": PageSitemap(
        "resources:publishers",
        "resources:join",
        "practice:schools",
        "discussions:questions",
        "discussions:unanswered",
        "discussions:answered",
        "discussions:comments",
        "discussions:ask_community",
    ),
    "focus-areas": FocusAreaSitemap,
    "publishers": PublisherSitemap,
    "schools": SchoolSitemap,
    "items": ItemSitemap,
    "questions": QuestionSitemap,
}


urlpatterns = [
    path("", include("gateway.catalogue.urls")),
    path("", include("resources.urls")),
    path("practice/", practice_list, name="practice"),
    path("", include("practice.urls")),
    path("", include("discussions.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("community-rules/", community_rules, name="community_rules"),
    path("terms/", terms, name="terms"),
    path("manage/", admin.site.urls),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS}, "sitemap"),
    path("sitemap-<section>.xml", sitemap_section, {"sitemaps": SITEMAPS}, "sitemap_section"),
]
