"""How often one connection may do what it should do seldom in the directory."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from kizuna.access.caller import came_from
from kizuna.frame.seldom import too_often

MOST = {"link": 100, "wrong": 20, "booklet": 30}
"""An hour: links that open nothing, words about listings, booklets. Many may share a connection."""


def too_many(request: HttpRequest, what: str) -> bool:
    """Whether this connection did so too often within the hour, this time included."""
    forwarded, remote = request.headers.get("X-Forwarded-For", ""), str(request.META.get("REMOTE_ADDR", ""))
    connection = came_from(forwarded, remote, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    return too_often(cache, f"listing:{what}", connection, MOST[what], settings.SECRET_KEYS)
