"""How often one connection may do what it should do seldom with places at meetings."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from kizuna.access.caller import came_from
from kizuna.frame.seldom import too_often

MOST = {"key": 100, "seat": 30}
"""An hour: links that open nothing, places asked for. Many may share a connection."""
MOST_TO_ONE, MOST_IN_ALL = 6, 600
"""An hour: places asked for with one address or number, and with all. Nobody is flooded in another's name."""


def too_many(request: HttpRequest, what: str) -> bool:
    """Whether this connection did so too often within the hour, this time included."""
    forwarded, remote = request.headers.get("X-Forwarded-For", ""), str(request.META.get("REMOTE_ADDR", ""))
    connection = came_from(forwarded, remote, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    return too_often(cache, f"activities:{what}", connection, MOST[what], settings.SECRET_KEYS)


def too_many_to(reach: str) -> bool:
    """Whether places were asked for too often within the hour with this way to reach somebody, or in all."""
    keys = settings.SECRET_KEYS
    to_one = too_often(cache, "activities:reach", reach.casefold(), MOST_TO_ONE, keys)
    return too_often(cache, "activities:all", "", MOST_IN_ALL, keys) or to_one
