"""A provider by HTTP: what each of its answers means, and what is asked when there was none."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from kizuna.outbox.formats import Format
from kizuna.outbox.gateways import Posted, posted
from kizuna.outbox.message import Outcome, Parcel
from kizuna.outbox.ways import Way, way
from tests.outbox.provider import Provider, running


def parcel(**changes: Any) -> Parcel:
    row: dict[str, Any] = {
        "channel": "sms",
        "address": "+13055550100",
        "subject": "",
        "text": "Tea",
        "attempts": 1,
    }
    row |= {"reference": "a@b", "life_safety": False, **changes}
    return Parcel(id=uuid.uuid4(), **row)


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running(Provider()) as found:
        yield found


@pytest.fixture
def gateway(provider: Provider) -> Iterator[Posted]:
    found = Posted(way(f"{provider.url}?rate=5", "sms", 0))
    yield found
    found.close()


@pytest.mark.parametrize(
    ("mood", "outcome"),
    [
        ("well", Outcome("sent")),
        ("503", Outcome("temporary", "HTTP 503", away=True)),
        ("429", Outcome("temporary", "HTTP 429", wait=1.0)),
        ("500 before", Outcome("uncertain", "HTTP 500", away=True)),
        ("500 after", Outcome("uncertain", "HTTP 500", away=True)),
        ("lost", Outcome("uncertain", "RemoteDisconnected", away=True)),
        ("silent", Outcome("uncertain", "TimeoutError", away=True)),
    ],
)
def test_what_an_answer_means(
    provider: Provider, gateway: Posted, mood: str, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posted, "PATIENCE", 0.3)
    provider.moods = [mood]
    assert gateway.send(parcel()) == outcome
    taken = mood in {"well", "500 after", "lost"}
    asked = gateway.ask(parcel())
    assert asked == (Outcome("sent") if taken else Outcome("temporary", "NeverSeen"))


def test_one_connection_serves_many(provider: Provider, gateway: Posted) -> None:
    for n in range(5):
        assert gateway.send(parcel(reference=f"r{n}")).kind == "sent"
    assert len(gateway._all) == 1
    assert sum(provider.taken.values()) == 5


def test_a_provider_that_is_away_was_told_nothing() -> None:
    away = Posted(Way("sms", "sms", "http", url="http://127.0.0.1:1/"))
    assert away.send(parcel()) == Outcome("temporary", "ConnectionRefusedError", away=True)
    assert away.ask(parcel()).kind == "uncertain"


@pytest.mark.parametrize(
    ("status", "kind", "bounce", "away"),
    [
        (400, "permanent", False, False),
        (422, "permanent", True, False),
        (401, "temporary", False, True),
        (408, "temporary", False, False),
        (502, "uncertain", False, True),
    ],
)
def test_other_answers(status: int, kind: str, bounce: bool, away: bool) -> None:
    found = posted._of_status(status, posted.http.client.HTTPMessage())
    assert (found.kind, found.bounce, found.away) == (kind, bounce, away)


@pytest.mark.parametrize("body", [b"", b"[]", b'{"status": 1}', b'{"status": "lost"}', b"\xff"])
def test_an_answer_that_says_nothing_leaves_it_uncertain(body: bytes) -> None:
    assert posted._of_answer(200, body, Format()).kind == "uncertain"


@pytest.mark.parametrize(("said", "kind"), [("delivered", "delivered"), ("failed", "permanent")])
def test_an_answer_that_says_something(said: str, kind: str) -> None:
    assert posted._of_answer(200, f'{{"status": "{said}"}}'.encode(), Format()).kind == kind
    assert posted._of_answer(500, f'{{"status": "{said}"}}'.encode(), Format()).kind == "uncertain"


def test_a_date_to_come_again_counts_beside_the_provider_s_own_clock() -> None:
    headers = posted.http.client.HTTPMessage()
    headers["Date"] = "Mon, 23 Nov 2026 09:00:00 GMT"
    headers["Retry-After"] = "Mon, 23 Nov 2026 09:00:30 GMT"
    assert posted._wait(headers) == 30
    del headers["Retry-After"]
    headers["Retry-After"] = "soon"
    assert posted._wait(headers) == 0
