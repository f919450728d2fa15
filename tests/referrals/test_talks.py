"""Talks are counted and timed; asking how it goes sets what is due next; a colleague can take over."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.ledger.models import Entry
from kizuna.referrals import actions, queries
from kizuna.referrals.models import Referral, Talk
from kizuna.referrals.talks import Sum, TalkValue, summed
from tests.conftest import NOW
from tests.referrals.town import HOUSE, Town, account, log_in, provider, refer

SHUT = (LogInFirst, NotFound, NotAllowed)


def talk(town: Town, **changes: object) -> None:
    given = {
        "attempt": uuid4(),
        "person": town.ana,
        "how": "phone",
        "minutes": 20,
        "by": town.worker,
        "now": NOW,
    }
    actions.write_talk(**{**given, **changes})  # type: ignore[arg-type]


def test_talks_are_counted_and_timed_and_tries_apart():
    def one(how: str, minutes: int) -> TalkValue:
        return TalkValue("", how, minutes, "", "", "", NOW)

    assert summed([]) == Sum(0, 0, 0)
    assert summed([one("phone", 20), one("tried", 2), one("visit", 45)]) == Sum(2, 1, 67)


def test_asking_how_it_goes_sets_what_is_due_next_once(town: Town):
    id = refer(town)
    actions.take_step(referral=id, to="accepted", by=provider(town), now=NOW)
    assert Referral.objects.get().due_step == "follow-up"
    attempt, later = uuid4(), NOW + timedelta(days=10)
    talk(town, referral=id, how="tried", minutes=1, now=later)
    assert Referral.objects.get().due_step == "follow-up"
    for _ in range(2):
        talk(town, attempt=attempt, referral=id, note="She likes it.", now=later)
    row = Referral.objects.get()
    assert (row.due_step, row.due_at) == ("outcome", datetime(2027, 2, 16, 18, tzinfo=UTC))
    found = queries.talks(town.worker, town.ana)
    assert summed(found) == Sum(1, 1, 21)
    assert {one.option_name for one in found} == {"Soup and songs"}
    assert Entry.objects.filter(verb="talk.written").count() == 2
    held = queries.held_about(town.resident, town.ana)["talks"]
    assert [one["minutes"] for one in held] == [1, 20] or [one["minutes"] for one in held] == [20, 1]


@pytest.mark.parametrize(
    "wrong", [{"how": "dreamt"}, {"minutes": -1}, {"minutes": 601}, {"referral": uuid4()}]
)
def test_a_talk_that_makes_no_sense_is_refused(town: Town, wrong: dict[str, object]):
    with pytest.raises((Refused, NotFound)):
        talk(town, **wrong)
    assert not Talk.objects.exists()


def test_a_talk_is_never_about_a_referral_of_somebody_else(town: Town):
    other = refer(town, person=town.cem, by=HOUSE)
    with pytest.raises(NotFound):
        talk(town, referral=other)


def test_a_colleague_of_the_area_takes_over_and_nobody_else_can(town: Town):
    mara = account("mara", "worker", (town.north,))
    id = refer(town)
    assert queries.colleagues(town.worker, queries.case(town.worker, id, NOW)) == [(mara.account, "Mara")]
    for wrong in (town.other_worker.account, town.coordinator.account, "", "x"):
        with pytest.raises(Refused):
            actions.hand_over(referral=id, to=wrong, by=town.worker, now=NOW)
    for _ in range(2):
        actions.hand_over(referral=id, to=mara.account, by=town.worker, now=NOW)
    assert queries.case(town.worker, id, NOW).owner_name == "Mara"
    assert Entry.objects.filter(verb="referral.handed_over").count() == 1


def test_the_pages(town: Town, client, django_assert_max_num_queries):
    mara = account("mara", "worker", (town.north,))
    id = refer(town)
    log_in(client, town.worker)
    url = reverse("referrals:talks", args=[town.ana])
    said = {"attempt": str(uuid4()), "how": "visit", "minutes": "45", "referral": str(id), "note": "Tea."}
    assert client.post(url, {**said, "minutes": ""}).status_code == 422
    assert client.post(url, said)["Location"] == url
    case = reverse("referrals:case", args=[id])
    for page in (url, case):
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200
    text = client.get(url).content.decode()
    assert "45 minutes" in text and "Tea." in text and "Marta" in text
    over = reverse("referrals:hand_over", args=[id])
    assert client.post(over, {"to": mara.account})["Location"] == case
    assert "Mara" in client.get(case).content.decode()


@pytest.mark.doors
def test_nobody_else_reads_writes_or_hands_over(town: Town):
    id = refer(town)
    talk(town, note="She likes it.")
    mara = account("mara", "worker", (town.north,))
    for viewer in (STRANGER, town.resident, town.coordinator, town.other_worker):
        with pytest.raises(SHUT):
            talk(town, by=viewer)
        with pytest.raises(SHUT):
            actions.hand_over(referral=id, to=mara.account, by=viewer, now=NOW)
        try:
            assert not queries.talks(viewer, town.ana)
            assert not queries.open_referrals_of(viewer, town.ana)
        except SHUT:
            pass
    assert Talk.objects.count() == 1
