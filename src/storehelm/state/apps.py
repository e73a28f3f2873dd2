"""Django's handle on this room."""

from django.apps import AppConfig


class StateConfig(AppConfig):
    name = "storehelm.state"
    label = "state"
