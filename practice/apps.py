"""The app of schools and their practice examples."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Practice."""

    name = "practice"
