"""The addresses of pages about the visitor."""

from django.urls import path

from accounts import person, views

urlpatterns = [
    path("reading/", views.reading_settings, name="reading"),
    path("account/", person.person_page, name="account"),
    path("account/download/", person.download, name="account_download"),
    path("account/delete/", person.leave, name="account_delete"),
    path("account/sessions/<int:pk>/end/", person.end_session, name="account_session_end"),
]
