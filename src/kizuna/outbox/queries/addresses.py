"""Which addresses do not work: asked by rooms that write to them."""

from collections.abc import Iterable

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.secrets import blinds
from kizuna.access.viewer import Viewer
from kizuna.outbox.address import normal
from kizuna.outbox.models import FailedAddress


def not_working(viewer: Viewer, addresses: Iterable[str], *, channel: str = "email") -> frozenset[str]:
    """Those of these addresses that a provider refused for good, as they were asked for."""
    allow(viewer, "outbox.see")
    marks = {
        mark: address
        for address in addresses
        for mark in blinds(normal(channel, address), settings.SECRET_KEYS, "outbox.address")
    }
    rows = FailedAddress.objects.filter(address_index__in=list(marks)).values_list("address_index", flat=True)
    return frozenset(marks[mark] for mark in rows)
