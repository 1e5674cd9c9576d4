"""The addresses of discussions."""

from django.urls import path

from discussions.views import reading

app_name = "discussions"
urlpatterns = [
    path("discussions/<int:pk>/", reading.thread, name="thread"),
    path("discussions/comments/<int:pk>/", reading.comment, name="comment"),
]
