"""The addresses of pages about the visitor."""

from django.urls import path

from accounts import views

urlpatterns = [path("", views.reading_settings, name="reading")]
