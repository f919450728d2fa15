"""A very small town in which somebody is referred to a lunch club."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings

from kizuna.access.viewer import STRANGER, SYSTEM, Viewer
from kizuna.activities.actions import load_groups
from kizuna.activities.group import NewGroup
from kizuna.directory.actions import refresh_cards
from kizuna.directory.models import Organization, Service, ServiceNeed
from kizuna.outbox.models import Message
from kizuna.people.actions import add_person, give_consent, open_account
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Account
from kizuna.people.queries import viewer_of
from kizuna.places.actions import add_area
from kizuna.referrals import actions, queries
from tests.conftest import NOW

HOUSE = SYSTEM("test")
DAY = timedelta(days=1)
NOTE = "Shy at first. Meet her at the door, she says."
CLUB = "lunch@harbour.example"


def viewer_for(account: UUID) -> Viewer:
    return viewer_of(HOUSE, Account.objects.get(pk=account))


def supported(person: UUID) -> UUID:
    return give_consent(
        person=person, purpose=SUPPORT, recipient=LINK_WORKERS, how="spoken", by=HOUSE, now=NOW
    )


def service(name: str = "Soup and songs", email: str = CLUB) -> UUID:
    body, _ = Organization.objects.get_or_create(name="Harbour Hall")
    row = Service.objects.create(organization=body, name=name, email=email)
    ServiceNeed.objects.create(service=row, need="company.meal")
    refresh_cards(services=[row.pk], by=HOUSE, now=NOW)
    return row.pk


@dataclass
class Town:
    """Ana and Ben live in North, Cem in South. Ben agreed to nothing."""

    north: UUID
    south: UUID
    ana: UUID
    ben: UUID
    cem: UUID
    worker: Viewer
    other_worker: Viewer
    resident: Viewer
    """Ana, logged in."""
    other_resident: Viewer
    coordinator: Viewer
    club: UUID
    """A service with an e-mail address."""
    shelf: UUID
    """A service without one."""
    choir: UUID
    """A group."""


def account(label: str, role: str, areas: tuple[UUID, ...] = (), person: UUID | None = None) -> Viewer:
    email = f"{label}@example.org"
    opened = open_account(
        email=email, role=role, name=label.title(), areas=areas, person=person, by=HOUSE, now=NOW
    )
    return viewer_for(opened)


def choir(area: UUID) -> UUID:
    id = uuid4()
    group = NewGroup(
        id=id, name="Harbour choir", area=area, helps_with=("company.group",), email="sing@choir.example"
    )
    load_groups(groups=[group], by=HOUSE, now=NOW)
    return id


def build() -> Town:
    community = add_area(
        name="Linden Bay", level="community", above=None, lat=44.1, lon=-68.4, by=HOUSE, now=NOW
    )
    north, south = (
        add_area(name=name, level="neighbourhood", above=community, lat=44.1, lon=-68.4, by=HOUSE, now=NOW)
        for name in ("Northside", "Southside")
    )
    ana = add_person(
        name="Ana Ruiz",
        called="Anita",
        area=north,
        birth_year=1950,
        languages=["es", "en"],
        phone="(305) 555-0123",
        email="ana@example.org",
        preferred_channel="phone",
        by=HOUSE,
        now=NOW,
    )
    ben = add_person(name="Ben Ono", area=north, by=HOUSE, now=NOW)
    cem = add_person(name="Cem Öztürk", area=south, email="cem@example.org", by=HOUSE, now=NOW)
    supported(ana)
    supported(cem)
    return Town(
        north=north,
        south=south,
        ana=ana,
        ben=ben,
        cem=cem,
        worker=account("marta", "worker", (north,)),
        other_worker=account("olaf", "worker", (south,)),
        resident=account("anita", "resident", (), ana),
        other_resident=account("cemil", "resident", (), cem),
        coordinator=account("cora", "coordinator", (community,)),
        club=service(),
        shelf=service("Book shelf", ""),
        choir=choir(north),
    )


def refer(town: Town, **changes: object) -> UUID:
    """Ana is referred to the lunch club; anything can be changed."""
    given: dict[str, object] = {
        "referral_id": uuid4(),
        "person": town.ana,
        "kind": "service",
        "option": town.club,
        "need": "company.meal",
        "note": NOTE,
        "consent_how": "spoken",
        "consent_note": "Yes, please ask them.",
        "by": town.worker,
        "now": NOW,
    }
    return actions.open_referral(**{**given, **changes})  # type: ignore[arg-type]


def letters(address: str = CLUB) -> list[Message]:
    """What the outbox holds for an address, oldest first."""
    return [m for m in Message.objects.order_by("created_at") if m.address == address]


def token_in(letter: Message) -> str:
    """The token of the link in a letter."""
    found = re.search(re.escape(settings.BASE_URL) + r"/r/([^/\s]+)/", letter.text)
    assert found
    return found[1]


def provider(town: Town, now: object = NOW) -> Viewer:
    """Who the holder of the newest link becomes."""
    _case, viewer = queries.by_link(STRANGER, token_in(letters()[-1]), now)  # type: ignore[arg-type]
    return viewer


def log_in(client: object, viewer: Viewer) -> None:
    """A browser in which this viewer's account is logged in."""
    client.force_login(  # type: ignore[attr-defined]
        Account.objects.get(pk=viewer.account), backend=settings.AUTHENTICATION_BACKENDS[0]
    )
