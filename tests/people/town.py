"""A very small town for the tests of this room."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.people.actions import add_person, give_consent, open_account
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Account
from kizuna.people.queries import viewer_of
from kizuna.places.actions import add_area
from tests.conftest import NOW

HOUSE = SYSTEM("test")
LATER = NOW + timedelta(hours=1)


def viewer_for(account: UUID) -> Viewer:
    """The viewer that this account is, as the middleware builds it."""
    return viewer_of(HOUSE, Account.objects.get(pk=account))


def supported(person: UUID, *, now: datetime = NOW, until: datetime | None = None) -> UUID:
    """Let link workers support this person."""
    return give_consent(
        person=person, purpose=SUPPORT, recipient=LINK_WORKERS, how="spoken", until=until, by=HOUSE, now=now
    )


@dataclass
class Town:
    """North and South in one community; Ana and Ben live in North, Cem in South."""

    community: UUID
    north: UUID
    south: UUID
    ana: UUID
    ben: UUID
    cem: UUID
    worker: Viewer
    """Works in North."""
    other_worker: Viewer
    """Works in South."""
    coordinator: Viewer
    admin: Viewer
    resident: Viewer
    """Ana, logged in."""


def build() -> Town:
    """The town. Ana and Cem let link workers support them, Ben does not."""
    community = add_area(
        name="Linden Bay", level="community", above=None, lat=44.1, lon=-68.4, by=HOUSE, now=NOW
    )
    north, south = (
        add_area(name=name, level="neighbourhood", above=community, lat=lat, lon=-68.4, by=HOUSE, now=NOW)
        for name, lat in (("North", 44.12), ("South", 44.08))
    )
    ana = add_person(
        name="Ana Ruiz",
        called="Anita",
        area=north,
        birth_year=1950,
        languages=["es", "en"],
        phone="(305) 555-0123",
        email="Ana@Example.org",
        address="7 Harbour Lane",
        access_needs=["step-free"],
        by=HOUSE,
        now=NOW,
    )
    ben = add_person(name="Ben Ono", area=north, by=HOUSE, now=NOW)
    cem = add_person(name="Cem Öztürk", area=south, by=HOUSE, now=NOW)
    supported(ana)
    supported(cem)

    def account(role: str, area: UUID | None = None, person: UUID | None = None) -> Viewer:
        label = f"{role}-{'n' if area == north else 's' if area == south else 'all'}"
        areas = [area] if area else []
        email = f"{label}@example.org"
        opened = open_account(
            email=email, role=role, name=label, areas=areas, person=person, password=None, by=HOUSE, now=NOW
        )
        return viewer_for(opened)

    return Town(
        community,
        north,
        south,
        ana,
        ben,
        cem,
        worker=account("worker", north),
        other_worker=account("worker", south),
        coordinator=account("coordinator", community),
        admin=account("admin"),
        resident=account("resident", person=ana),
    )
