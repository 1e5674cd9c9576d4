"""The addresses of publishers and publications."""

from django.urls import path

from resources import views

app_name = "resources"
urlpatterns = [
    path("publishers/", views.publishers, name="publishers"),
    path("publishers/<slug:slug>/", views.publisher, name="publisher"),
    path("resources/<slug:slug>/", views.publication, name="publication"),
    path("resources/<slug:slug>/calendar.ics", views.calendar, name="calendar"),
    path("resources/<slug:slug>/files/<int:pk>/", views.file, name="file"),
]
