"""Those who receive people in the demo town: an account with a queue, replies kept ready; and a visit."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.people import actions as people
from kizuna.referrals import actions as referrals
from kizuna.web.town.ids import town_id
from kizuna.web.town.life import Town
from kizuna.web.town.receiving import (
    ANSWERED_AFTER,
    PLACE,
    REACH,
    READY,
    RECEIVER,
    SAID,
    WAITING,
    WORRY,
)
from kizuna.web.town.rows import Referral


def _open(one: Referral) -> bool:
    return not one.steps or one.steps[-1].to in {"accepted", "in-progress"}


def busiest(town: Town) -> str:
    """The code of the organisation at which the most people wait or are helped now; first by name if even."""
    of = {service.code: service.organisation for service in town.services}
    count = Counter(of[one.option] for one in town.life.referrals if one.option in of and _open(one))
    return min(town.organisations, key=lambda code: (-count[code], code))


def plant_receiver(*, town: Town, by: Viewer, now: datetime) -> None:
    """Somebody of the busiest organisation with an account, and what its people answer again and again."""
    allow(by, "town.load")
    body = town_id("organization", busiest(town))
    account = people.open_account(
        email="receiver@linden.example",
        role="provider",
        name=RECEIVER,
        organisations=[body],
        account_id=town_id("account", "receiver"),
        by=by,
        now=now,
    )
    own = Viewer(role="provider", account=str(account), organisations=frozenset({str(body)}))
    for number, (title, text) in enumerate(READY):
        attempt = town_id("reply", number)
        referrals.keep_reply(attempt=attempt, organisation=body, title=title, text=text, by=own, now=now)


def plant_waiting(*, town: Town, areas: Mapping[str, str], worker: str, by: Viewer, now: datetime) -> None:
    """A few more who ask the same organisation, one of them welcome already."""
    allow(by, "town.load")
    own = [one for one in town.services if one.organisation == busiest(town) and not one.emergency_only]
    asks = Viewer(role="worker", account=worker, areas=frozenset(areas.values()))
    for number, (who, days) in enumerate(WAITING):
        asked, at = own[number % len(own)], now - timedelta(days=days)
        made = referrals.open_referral(
            referral_id=town_id("asked", number),
            person=town_id("person", who),
            kind="service",
            option=town_id("service", asked.code),
            need=asked.needs[0],
            consent_how="phone",
            consent_note=SAID,
            by=asks,
            now=at,
        )
        if days > ANSWERED_AFTER:
            referrals.take_step(
                referral=made, to="accepted", as_told=True, by=asks, now=at + timedelta(days=1)
            )


def plant_visit(*, areas: Mapping[str, str], worker: str, by: Viewer, now: datetime) -> None:
    """A link worker is out, and has written down what worries them about somebody."""
    allow(by, "town.load")
    out = Viewer(role="worker", account=worker, areas=frozenset(areas.values()))
    person = town_id("person", "philippa")
    referrals.go_on_visit(
        attempt=town_id("visit", "1"),
        area=areas["linden-hill"],
        place=PLACE,
        reach=REACH,
        until=now + timedelta(hours=4),
        person=person,
        by=out,
        now=now,
    )
    referrals.raise_flag(attempt=town_id("flag", "1"), person=person, note=WORRY, by=out, now=now)
