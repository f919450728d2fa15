"""How often one connection does what it should do seldom: kept for an hour, blinded, in the cache only."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from kizuna.access.caller import came_from
from kizuna.access.secrets import blind

HOUR = 3600
MOST = {"link": 100, "wrong": 20, "booklet": 30}
"""An hour: links that open nothing, words about listings, booklets. Many may share a connection."""


def too_many(request: HttpRequest, what: str) -> bool:
    """Whether this connection did so too often within the hour, this time included."""
    forwarded, remote = request.headers.get("X-Forwarded-For", ""), str(request.META.get("REMOTE_ADDR", ""))
    connection = came_from(forwarded, remote, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    key = f"listing:{what}:{blind(connection, settings.SECRET_KEYS, 'listing')}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > MOST[what]
    except ValueError:  # it ran out between the two
        return False
