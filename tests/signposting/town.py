"""A worker on the hill, Ana who agreed to support and did a check-up, and what she could turn to."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client
from django.utils import timezone

from kizuna.access.secrets import seal_link
from kizuna.access.viewer import SYSTEM
from kizuna.directory.actions import refresh_cards
from kizuna.directory.models import Location, Phone, Service, ServiceAtLocation, ServiceNeed
from kizuna.people.actions import give_consent, open_account
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Account
from kizuna.screening.actions import record_check_up
from tests.activities import town as groups
from tests.conftest import NOW

HOUSE = SYSTEM("tests")


@dataclass(frozen=True)
class Town:
    """Ids of what was made; accounts of the worker here, the worker elsewhere, and Ana."""

    groups: groups.Town
    lunch: str
    worker: Account
    far_worker: Account
    resident: Account

    @property
    def ana(self) -> str:
        """Who agreed to the support of link workers."""
        return self.groups.ana


def _account(role: str, **more) -> Account:
    id = open_account(email=f"{uuid4()}@example.org", role=role, name=role, by=HOUSE, now=NOW, **more)
    return Account.objects.get(pk=id)


def service(name: str, *needs: str) -> str:
    """A service on the hill, with a card; its id."""
    row = Service.objects.create(name=name, description="Come as you are.", assured_date=NOW.date())
    place = Location.objects.create(name="Hall", latitude=52.004, longitude=4.0)
    ServiceAtLocation.objects.create(service=row, location=place)
    Phone.objects.create(service=row, number="+13055550136")
    ServiceNeed.objects.bulk_create(ServiceNeed(service=row, need=need) for need in needs)
    refresh_cards(services=[row.pk], by=HOUSE, now=NOW)
    return str(row.pk)


def town() -> Town:
    """Groups and a lunch club; Ana said that she is lonely and speaks Portuguese."""
    made = groups.town()
    lunch = service("Lunch club", "company.meal", "company.group")
    give_consent(person=made.ana, purpose=SUPPORT, recipient=LINK_WORKERS, how="spoken", by=HOUSE, now=NOW)
    record_check_up(
        attempt=str(uuid4()),
        person=made.ana,
        answers={"lonely": "often", "language": ["en", "pt"], "age": "65-79"},
        heard=("company.group", "moving.walk"),
        by=HOUSE,
        now=NOW,
    )
    return Town(
        groups=made,
        lunch=lunch,
        worker=_account("worker", areas=[made.hill]),
        far_worker=_account("worker", areas=[made.shore]),
        resident=_account("resident", person=UUID(made.ana)),
    )


def signed_in(account: Account) -> Client:
    """A browser of somebody who logged in."""
    client = Client()
    client.force_login(account)
    return client


def heard(*needs: str, now=None, purpose: str = "heard", **facts) -> str:
    """What the check-up passes on in the page."""
    payload = {"attempt": str(uuid4()), "answers": {}, "needs": list(needs), "facts": facts}
    return seal_link(payload, settings.SECRET_KEYS, purpose=purpose, now=now or timezone.now())
