"""The frame alone: its own small URL map, and sessions without a database."""

import copy
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def small_site(settings: Any) -> None:
    """The frame without the rooms above it."""
    settings.ROOT_URLCONF = "tests.frame.urls"
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if not m.endswith("WhoIsLooking")]
    templates = copy.deepcopy(settings.TEMPLATES)
    processors = templates[0]["OPTIONS"]["context_processors"]
    processors[processors.index("kizuna.web.adapters.site")] = "tests.frame.urls.site"
    settings.TEMPLATES = templates


@pytest.fixture
def visitor(small_site: None) -> Client:
    """A browser on the small site; errors become pages, as for people."""
    return Client(raise_request_exception=False)
