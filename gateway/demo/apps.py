from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Samples and starter content: an app with commands and no models."""

    name = "gateway.demo"
