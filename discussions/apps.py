"""The app of questions and comments under items."""

from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    """Discussions."""

    name = "discussions"
