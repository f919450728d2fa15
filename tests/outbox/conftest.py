"""A gateway that does what a test tells it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from kizuna.outbox import gateways, tasks
from kizuna.outbox.gateways import exit as exits
from kizuna.outbox.message import Outcome, Parcel
from kizuna.outbox.ways import Way
from tests.conftest import NOW


class Stub:
    """Plays a provider: `answers` are used up one by one, then everything is sent."""

    name = "stub"

    def __init__(self) -> None:
        self.sent: list[Parcel] = []
        self.asked: list[str] = []
        self.answers: list[Outcome | Exception] = []
        self.knows = Outcome("uncertain")

    def send(self, parcel: Parcel) -> Outcome:
        gateways.outside()
        self.sent.append(parcel)
        answer = self.answers.pop(0) if self.answers else Outcome("sent")
        if isinstance(answer, Exception):
            raise answer
        return answer

    def ask(self, parcel: Parcel) -> Outcome:
        self.asked.append(parcel.reference)
        return self.knows

    def close(self) -> None:
        return None


class Clock:
    """The clock of the delivery tasks."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Stub:
    """One provider for e-mail that can be asked, one message at a time."""
    found = Stub()
    monkeypatch.setattr(exits, "gateway_of", lambda way: found)
    settings.OUTBOX_WAYS = {"email": (Way("stub", "email", "http", lanes=1),)}
    return found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(tasks.timezone, "now", found)
    return found


@pytest.fixture
def deliver(stub: Stub, clock: Clock) -> Callable[..., Any]:
    """Run delivery now, under a key."""
    return lambda key="wake:test": tasks.deliver.call(key=key)
