"""Listings of the town that stand there twice or come from elsewhere."""

from uuid import UUID

from kizuna.directory.actions import join_entries, keep_feed
from kizuna.directory.models import Alike, Joined, Service
from tests.town import HOUSE, Town


def _two_suppers(name: str) -> tuple[UUID, UUID]:
    """A service that stands there twice."""
    made = (Service.objects.get_or_create(name=f"{name} {number}") for number in ("one", "two"))
    one, two = sorted(row.pk for row, _new in made)
    return one, two


def alike_pair(town: Town) -> UUID:
    """Two services that may be one, for everybody."""
    one, two = _two_suppers("Supper")
    waits = {"score": 90, "reasons": ["name", "phone"], "found_at": town.now}
    return Alike.objects.get_or_create(kind="service", one=one, two=two, defaults=waits)[0].pk


def joined_pair(town: Town) -> UUID:
    """Two services that a curator put together."""
    one, two = _two_suppers("Breakfast")
    made = Joined.objects.filter(keep=one, undone_at=None).values_list("pk", flat=True).first()
    return made or join_entries(kind="service", keep=one, other=two, by=HOUSE, now=town.now)


def kept_feed(town: Town) -> UUID:
    """A directory of somebody else."""
    return keep_feed(source="linden-feed", url="https://linden.example/all.zip", by=HOUSE, now=town.now)
