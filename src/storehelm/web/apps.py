"""Django's handle on this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "storehelm.web"
    label = "web"
