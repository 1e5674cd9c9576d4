"""The app of samples and starter content: it has commands, and no models."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Samples, starter content and made-up rows."""

    name = "gateway.demo"
