"""Django's settings, taken from Storehelm's own (`core.settings`)."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from storehelm.core.errors import BadInput
from storehelm.core.settings import current

_HERE = current()

SECRET_KEY = _HERE.secret().decode()
DEBUG = False
_NAMED_HOSTS = [h.strip() for h in os.environ.get("STOREHELM_ALLOWED_HOSTS", "").split(",") if h.strip()]
ALLOWED_HOSTS = [*_NAMED_HOSTS, "localhost", "127.0.0.1", "[::1]"]  # the command line asks by these
_BEHIND_HTTPS = os.environ.get("STOREHELM_HTTPS", "") == "1"


def _database(url: str) -> dict[str, Any]:
    """SQLite in the home folder, or the PostgreSQL of `postgres://user:password@host:port/name`."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _HERE.home / "storehelm.sqlite3",
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise BadInput(
            "STOREHELM_DATABASE_URL must begin with postgres://.", mend="Or unset it to use the built-in database."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


_HERE.home.mkdir(mode=0o700, parents=True, exist_ok=True)
DATABASES = {"default": _database(_HERE.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "state.Person"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "storehelm.state",
    "storehelm.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "storehelm.web.reader.SafePages",
    "storehelm.web.error_pages.ErrorPages",
]
ROOT_URLCONF = "storehelm.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "storehelm.web.reader.reader",
            ]
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _BEHIND_HTTPS else None
CSRF_TRUSTED_ORIGINS = [f"https://{h}" for h in _NAMED_HOSTS]
X_FRAME_OPTIONS = "DENY"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
