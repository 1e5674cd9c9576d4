from django.urls import path

from resources import views
from resources.custom_admin_pages import admin_access_required
from resources.followed_feeds import views as following
from resources.imports import views as exchange
from resources.publishers.views import invitations, join, members, profile
from resources.statistics import clicks
from resources.statistics import views as statistics

app_name = "resources"
urlpatterns = [
    path("publishers/", views.publishers, name="publishers"),
    path("publishers/join/", join.join, name="join"),
    path("publishers/join/withdraw/", join.withdraw, name="withdraw"),
    path("publishers/terms/", join.terms, name="terms"),
    path("publishers/<slug:slug>/", views.publisher, name="publisher"),
    path("publishers/<slug:slug>/profile/", profile.profile, name="profile"),
    path("publishers/<slug:slug>/people/", members.people, name="people"),
    path("publishers/<slug:slug>/people/leave/", members.leave, name="leave"),
    path("publishers/<slug:slug>/people/<int:pk>/", members.member, name="member"),
    path("publishers/<slug:slug>/people/<int:pk>/remove/", members.remove, name="remove"),
    path(
        "publishers/<slug:slug>/invitations/<int:pk>/resend/",
        members.invitation_action,
        {"action": "resend"},
        name="resend",
    ),
    path(
        "publishers/<slug:slug>/invitations/<int:pk>/revoke/",
        members.invitation_action,
        {"action": "revoke"},
        name="revoke",
    ),
    path("publishers/<slug:slug>/invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("resources/<slug:slug>/", views.publication, name="publication"),
    path("resources/<slug:slug>/calendar.ics", views.calendar, name="calendar"),
    path("resources/<slug:slug>/click/", clicks.click, name="click"),
    path("resources/<slug:slug>/files/<int:pk>/", views.file, name="file"),
    path("resources/<slug:slug>/files/<int:pk>/preview.webp", views.file_preview, name="file_preview"),
    path("manage/import/", admin_access_required(exchange.start), name="import"),
    path("manage/import/<int:pk>/", admin_access_required(exchange.report), name="import_report"),
    path("manage/import/<int:pk>/confirm/", admin_access_required(exchange.confirm), name="import_confirm"),
    path(
        "manage/import/publications-to-import.csv",
        admin_access_required(exchange.blank),
        {"ending": "csv"},
        "import_csv",
    ),
    path(
        "manage/import/publications-to-import.xlsx",
        admin_access_required(exchange.blank),
        {"ending": "xlsx"},
        "import_xlsx",
    ),
    path("manage/export/", admin_access_required(exchange.export), name="export"),
    path("manage/feeds/", admin_access_required(following.feeds), name="feeds"),
    path("manage/feeds/<int:pk>/", admin_access_required(following.feed), name="feed"),
    path("manage/feeds/<int:pk>/look/", admin_access_required(following.look_now), name="feed_look"),
    path("manage/feeds/<int:pk>/unfollow/", admin_access_required(following.unfollow), name="feed_unfollow"),
    path("manage/statistics/", admin_access_required(statistics.overview), name="statistics"),
    path("manage/statistics/all.csv", admin_access_required(statistics.download), name="statistics_csv"),
    path("manage/statistics/<slug:slug>/", admin_access_required(statistics.one_publication), name="statistics_of"),
    path(
        "manage/statistics/<slug:slug>/weeks.csv",
        admin_access_required(statistics.download_one),
        name="statistics_csv_of",
    ),
]
