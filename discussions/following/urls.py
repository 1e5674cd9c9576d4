"""The addresses of following, notifications and the way out of e-mail."""

from django.urls import path

from discussions.following import notices, views

urlpatterns = [
    path("follow/search/", views.follow_list, name="follow_search"),
    path("follow/<slug:kind>/<int:pk>/", views.follow_thing, name="follow"),
    path("account/following/", views.following, name="following"),
    path("account/following/<int:pk>/", views.follow_change, name="follow_change"),
    path("account/notifications/", notices.notifications, name="notifications"),
    path("account/notifications/read/", notices.all_read, name="notifications_read"),
    path("account/notifications/<int:pk>/", notices.notification, name="notification"),
    path("u/<str:token>", notices.unsubscribe, name="unsubscribe"),
]
