"""A small town in which people do check-ups: crisis numbers, and somebody on duty."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings

from kizuna.access.secrets import open_link, seal_link
from kizuna.access.viewer import STRANGER, Viewer
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import set_duty
from kizuna.people.models import Account, Person
from kizuna.places.actions import set_crisis_numbers
from kizuna.places.crisis import CrisisDraft
from kizuna.screening.actions import keep_coping, record_check_up
from kizuna.screening.models import CheckUp, Concern, ContactRequest, DangerCount
from kizuna.screening.values import Leaving
from tests.conftest import NOW
from tests.people.town import HOUSE, Town, build

SPACE = UUID("9a3c7f52-58a1-4e8f-8a51-1de1f6dd5c11")
DAY = timedelta(days=1)
SECRET = "Zebedee"
"""A name that must not be seen where it does not belong."""


def attempt(name: str = "one") -> UUID:
    return uuid5(SPACE, name)


@dataclass
class Scene:
    town: Town

    def leaving(self, **changes: object) -> Leaving:
        given = {
            "name": SECRET,
            "phone": "+13055550188",
            "email": "zebedee@example.org",
            "area": str(self.town.north),
            "shared": False,
            "best_time": "after four",
            "language": "es",
        }
        return Leaving(**{**given, **changes})  # type: ignore[arg-type]

    def record(self, by: Viewer = STRANGER, **changes: object) -> UUID:
        """A stranger leaves a way to be reached after two answers."""
        given = {
            "attempt": attempt(),
            "answers": {"lonely": "often", "place": str(self.town.north)},
            "heard": ["company.friend"],
            "contact": self.leaving(),
            "now": NOW,
        }
        return record_check_up(by=by, **{**given, **changes})  # type: ignore[arg-type]

    def concern(self, **changes: object) -> Concern:
        """A stranger who can be reached is in danger."""
        self.record(**{"answers": {"safe": ["life"]}, "heard": ["mood.crisis"], **changes})
        return Concern.objects.get()


def on_duty(town: Town) -> None:
    """The worker of the North reads what comes in, a day before and after now."""
    set_duty(
        account=town.worker.account, area=town.north, starts=NOW - DAY, ends=NOW + DAY, by=HOUSE, now=NOW
    )


def own_page(now: datetime, name: str = "own page", **changes: object) -> UUID:
    """A short page that the site wrote itself."""
    page = attempt(name)
    given = {
        "language": "en",
        "title": "After the flood",
        "about": "Many of us lost things.",
        "text": "Wear boots.",
        "sources": "The fire brigade",
        "reviewed_on": now.date() - timedelta(days=2),
        "needs": ["disaster"],
    }
    keep_coping(page=page, by=HOUSE, now=now, **{**given, **changes})  # type: ignore[arg-type]
    return page


def set_up(*, duty: bool = True) -> Scene:
    town = build()
    numbers = [
        ("emergency", "911", "Emergency", "If someone is hurt."),
        ("call", "988", "Listening Line", "Free, day and night."),
    ]
    drafts = [
        CrisisDraft(kind, number, {"en": label}, date(2026, 10, 1), date(2027, 10, 1), {"en": text})
        for kind, number, label, text in numbers
    ]
    set_crisis_numbers(numbers=drafts, by=town.admin, now=NOW)
    if duty:
        on_duty(town)
    return Scene(town)


def kept() -> dict[str, int]:
    """How many rows there are of everything that a check-up can leave behind."""
    models = (Person, CheckUp, Concern, ContactRequest, DangerCount, Message, Account, Entry)
    return {model.__name__: model.objects.count() for model in models}


def seal(payload: object, purpose: str, now: object = NOW) -> str:
    return seal_link(payload, settings.SECRET_KEYS, purpose=purpose, now=now)  # type: ignore[arg-type]


def unseal(token: str, purpose: str, now: object = NOW) -> dict[str, object]:
    return open_link(token, settings.SECRET_KEYS, purpose=purpose, now=now, max_age=DAY)  # type: ignore[arg-type]
