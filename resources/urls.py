from django.urls import path

from resources import views
from resources.admin_page import managed
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
    path("manage/import/", managed(exchange.start), name="import"),
    path("manage/import/<int:pk>/", managed(exchange.report), name="import_report"),
    path("manage/import/<int:pk>/confirm/", managed(exchange.confirm), name="import_confirm"),
    path("manage/import/publications-to-import.csv", managed(exchange.blank), {"ending": "csv"}, "import_csv"),
    path("manage/import/publications-to-import.xlsx", managed(exchange.blank), {"ending": "xlsx"}, "import_xlsx"),
    path("manage/export/", managed(exchange.export), name="export"),
    path("manage/feeds/", managed(following.feeds), name="feeds"),
    path("manage/feeds/<int:pk>/", managed(following.feed), name="feed"),
    path("manage/feeds/<int:pk>/look/", managed(following.look_now), name="feed_look"),
    path("manage/feeds/<int:pk>/unfollow/", managed(following.unfollow), name="feed_unfollow"),
    path("manage/statistics/", managed(statistics.overview), name="statistics"),
    path("manage/statistics/all.csv", managed(statistics.download), name="statistics_csv"),
    path("manage/statistics/<slug:slug>/", managed(statistics.one_publication), name="statistics_of"),
    path("manage/statistics/<slug:slug>/weeks.csv", managed(statistics.download_one), name="statistics_csv_of"),
]
