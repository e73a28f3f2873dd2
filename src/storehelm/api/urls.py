"""Addresses of the API."""

from django.urls import path

from storehelm.api.build import build

urlpatterns = [path("", build().urls)]
