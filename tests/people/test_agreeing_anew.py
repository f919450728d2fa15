"""Who agrees, agreements that end, and what hangs on them when they are taken back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import send
from kizuna.outbox.models import Message
from kizuna.people import actions, queries
from kizuna.people.consent import (
    LINK_WORKERS,
    SUPPORT,
    ConsentValue,
    active,
    covers,
    renewed_until,
    who_gives,
)
from kizuna.people.models import Account, Consent, Person
from kizuna.places.actions import set_posture
from tests.conftest import NOW
from tests.people.town import HOUSE, LATER, Town, supported

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
SUPPORTING: dict[str, Any] = {"purpose": SUPPORT, "recipient": LINK_WORKERS}


def agreed(**more: Any) -> ConsentValue:
    plain: dict[str, Any] = {"id": "1", "person": "2", "how": "spoken", "recorded_by": "x", **SUPPORTING}
    return ConsentValue(**{**plain, "given_at": NOW, **more})


@given(start=MOMENTS, until=st.none() | MOMENTS, withdrawn=st.none() | MOMENTS, at=MOMENTS)
def test_an_agreement_holds_from_its_start_until_its_end_or_until_taken_back(
    start: datetime, until: datetime | None, withdrawn: datetime | None, at: datetime
) -> None:
    held = agreed(given_at=start, until=until, withdrawn_at=withdrawn)
    ends = [end for end in (until, withdrawn) if end is not None]
    assert active(held, at) == (start <= at and all(at < end for end in ends))
    for emergency in (True, False):
        only = agreed(given_at=start, until=until, withdrawn_at=withdrawn, emergency_only=True)
        assert covers([only], now=at, emergency=emergency, **SUPPORTING) == (emergency and active(held, at))


@given(start=MOMENTS, length=st.timedeltas(timedelta(seconds=1), timedelta(days=2000)), later=MOMENTS)
def test_renewed_it_lasts_as_long_as_before(start: datetime, length: timedelta, later: datetime) -> None:
    assert renewed_until(agreed(given_at=start, until=start + length), later) == later + length
    assert renewed_until(agreed(given_at=start), later) > later


@pytest.mark.parametrize(
    ("born", "who"),
    [(None, "unknown"), (2010, "unknown"), (2009, "self"), (2011, "speaker"), (1950, "self")],
)
def test_who_agrees_is_known_only_as_well_as_the_age(born: int | None, who: str) -> None:
    assert who_gives(born, NOW, 16) == who


def child(town: Town) -> UUID:
    Person.objects.filter(pk=town.ben).update(birth_year=NOW.year - 9)
    return town.ben


def test_a_child_does_not_agree_alone(town: Town) -> None:
    agree = {"person": child(town), **SUPPORTING, "by": town.worker, "now": NOW}
    with pytest.raises(Refused, match="under 16"):
        actions.give_consent(**agree, how="spoken")
    with pytest.raises(Refused, match="who agreed"):
        actions.give_consent(**agree, how="speaker")
    actions.give_consent(**agree, how="speaker", evidence="His mother, who lives with him.")
    (held,) = queries.consents(town.worker, town.ben)
    assert (held.how, held.evidence) == ("speaker", "His mother, who lives with him.")


def test_who_spoke_for_them_once_may_agree_to_a_referral_too(town: Town) -> None:
    agree = {"person": child(town), "by": town.worker, "now": NOW, "how": "speaker"}
    actions.give_consent(**agree, **SUPPORTING, evidence="His mother.")
    more = actions.give_consent(**agree, purpose="referral", recipient="group:1")
    assert Consent.objects.get(pk=more).evidence == "His mother."


def test_who_is_on_record_as_speaking_for_them_agrees_without_further_words(town: Town) -> None:
    agree = {"person": child(town), **SUPPORTING, "by": town.worker, "now": NOW, "how": "speaker"}
    with pytest.raises(Refused, match="First record who may"):
        actions.give_consent(**agree, speaker=town.ana)
    may = {"person": town.ben, "speaker": town.ana, "by": HOUSE, "now": NOW}
    actions.let_speak(**may, role="carer", evidence="She lives with him")
    with pytest.raises(Refused, match="First record who may"):  # a carer passes on, and does not decide
        actions.give_consent(**agree, speaker=town.ana)
    actions.let_speak(**may, role="parent", evidence="Birth certificate seen")
    with pytest.raises(Refused, match="who agreed"):  # out of sight: no word of it is copied
        actions.give_consent(**agree, speaker=town.ana)
    given = actions.give_consent(**{**agree, "by": HOUSE}, speaker=town.ana)
    assert "Birth certificate seen" in (Consent.objects.get(pk=given).evidence or "")


def test_of_unknown_age_one_agrees_for_oneself(town: Town) -> None:
    actions.give_consent(person=town.ben, **SUPPORTING, how="spoken", by=town.worker, now=NOW)


@pytest.mark.parametrize(
    "lack", [{"decided_by": " "}, {"review_on": None}, {"evidence": ""}, {"review_on": NOW.date()}]
)
def test_what_is_decided_for_somebody_says_who_and_is_looked_at_again(
    town: Town, lack: dict[str, Any]
) -> None:
    whole: dict[str, Any] = {
        "person": town.ben,
        **SUPPORTING,
        "how": "best interest",
        "evidence": "He could not follow what was asked.",
        "decided_by": "Dr Sol",
        "review_on": NOW.date() + timedelta(days=30),
    }
    with pytest.raises(Refused):
        actions.give_consent(**{**whole, **lack}, by=town.worker, now=NOW)
    actions.give_consent(**whole, by=town.worker, now=NOW)
    assert queries.consents(town.worker, town.ben)[0].review_on == date(2026, 12, 23)


def test_nobody_says_of_themselves_that_somebody_else_agreed(town: Town) -> None:
    with pytest.raises(Refused):
        actions.give_consent(
            person=town.ana, **SUPPORTING, how="speaker", evidence="Me", by=town.resident, now=NOW
        )


@pytest.mark.doors
def test_emergency_only_opens_the_record_only_while_there_is_one(town: Town) -> None:
    actions.give_consent(
        person=town.ben, **SUPPORTING, how="spoken", emergency_only=True, by=town.worker, now=NOW
    )
    with pytest.raises(NotFound):
        queries.profile(town.worker, town.ben)
    assert not queries.visible(town.worker).filter(pk=town.ben).exists()
    # By the database's clock: the emergency lies around today, wherever the test's own clock stands.
    today = timezone.now()
    flood: dict[str, Any] = {"area": town.community, "why": "Flood", "by": HOUSE, "now": today}
    set_posture(until=today + timedelta(days=1), **flood)
    assert queries.profile(town.worker, town.ben).name == "Ben Ono"
    assert queries.has_consent(town.worker, town.ben, SUPPORT, LINK_WORKERS, max(today, LATER))
    set_posture(until=None, **flood)
    with pytest.raises(NotFound):
        queries.profile(town.worker, town.ben)


def test_taken_back_it_calls_back_what_waits_to_leave(town: Town) -> None:
    held = Consent.objects.get(person=town.ana)
    for key, cause in (("a", f"consent:{held.pk}"), ("b", f"consent:{town.ana}"), ("c", "")):
        send(key=key, address="p@example.org", subject="x", text="x", cause=cause, now=NOW)
    actions.withdraw_consent(consent=held.pk, by=town.worker, now=LATER)
    assert dict(Message.objects.values_list("key", "status")) == {
        "a": "stopped",
        "b": "queued",
        "c": "queued",
    }


def ending(town: Town, days: int) -> UUID:
    Consent.objects.filter(person=town.ana).update(until=NOW + timedelta(days=days))
    return Consent.objects.get(person=town.ana).pk


def test_what_ends_soon_is_listed_and_renewed_in_one_tap(town: Town) -> None:
    held = ending(town, 10)
    ((who, one),) = queries.ending_consents(town.worker, NOW)
    assert (who.id, one.id) == (str(town.ana), str(held))
    for _tap in range(2):
        assert actions.renew_consent(consent=held, by=town.resident, now=NOW) == held
    assert Consent.objects.get(pk=held).until == NOW + timedelta(days=10)
    Consent.objects.filter(pk=held).update(given_at=NOW - timedelta(days=350))
    for _tap in range(2):
        actions.renew_consent(consent=held, by=town.resident, now=NOW)
    assert Consent.objects.get(pk=held).until == NOW + timedelta(days=360)
    assert queries.ending_consents(town.worker, NOW) == []


def test_what_has_ended_is_given_anew_and_what_was_taken_back_is_not(town: Town) -> None:
    held = ending(town, 10)
    later = NOW + timedelta(days=20)
    anew = actions.renew_consent(consent=held, by=town.worker, now=later)
    assert anew != held
    assert active(Consent.objects.get(pk=anew).value(), later)
    actions.withdraw_consent(consent=anew, by=town.resident, now=later)
    with pytest.raises(Refused):
        actions.renew_consent(consent=anew, by=town.resident, now=later)


@pytest.mark.doors
def test_nobody_renews_or_lists_what_is_not_theirs(town: Town) -> None:
    held = ending(town, 10)
    for viewer, answer in (
        (STRANGER, LogInFirst),
        (town.other_worker, NotFound),
        (town.coordinator, NotAllowed),
    ):
        with pytest.raises(answer):
            actions.renew_consent(consent=held, by=viewer, now=NOW)
    assert queries.ending_consents(town.other_worker, NOW) == []
    for viewer, answer in ((STRANGER, LogInFirst), (town.resident, NotAllowed)):
        with pytest.raises(answer):
            queries.ending_consents(viewer, NOW)
    with pytest.raises(NotAllowed):
        actions.remind_of_lapses(by=town.admin, now=NOW)


def test_link_workers_are_reminded_once_and_without_content(town: Town) -> None:
    held = ending(town, 10)
    assert actions.remind_of_lapses(by=HOUSE, now=NOW) == 1
    assert actions.remind_of_lapses(by=HOUSE, now=NOW + timedelta(days=1)) == 0
    (sent,) = Message.objects.all()
    assert sent.address == "worker-n@example.org"
    assert "Ana" not in sent.subject + sent.text and str(town.ana) not in sent.text
    assert str(held) not in sent.key


def test_far_ends_and_taken_back_ones_remind_nobody(town: Town) -> None:
    held = ending(town, 20)
    assert actions.remind_of_lapses(by=HOUSE, now=NOW) == 0
    actions.withdraw_consent(consent=held, by=HOUSE, now=NOW)
    assert actions.remind_of_lapses(by=HOUSE, now=NOW + timedelta(days=10)) == 0


def browser(viewer: Any) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=viewer.account))
    return client


def test_the_worker_writes_down_and_takes_back_on_the_persons_word(
    town: Town, django_assert_max_num_queries: Any
) -> None:
    desk, address = browser(town.worker), f"/consents/of/{town.ana}/"
    with django_assert_max_num_queries(12):
        assert "What Ana Ruiz agreed to" in desk.get(address).content.decode()
    assert desk.post(address, {"when": "everyday", "how": "best interest"}).status_code == 422
    assert desk.post(address, {"when": "emergency", "how": "paper"}).status_code == 302
    held = Consent.objects.get(person=town.ana, emergency_only=True)
    assert held.how == "paper"
    assert desk.post(f"/consents/{held.pk}/take-back/").status_code == 302
    assert Entry.objects.filter(verb="consent.withdrawn", by=town.worker.name).exists()


def test_the_person_sees_the_history_and_takes_back_in_one_tap(town: Town) -> None:
    phone = browser(town.resident)
    (held,) = queries.consents(town.worker, town.ana)
    assert "Take it back" in phone.get("/my-data/agreements/").content.decode()
    phone.post(f"/consents/{held.id}/take-back/")
    assert "Taken back:" in phone.get("/my-data/agreements/").content.decode()
    assert browser(town.worker).get(f"/consents/of/{town.ana}/").status_code == 404


def test_supported_again_after_it_was_taken_back(town: Town) -> None:
    (held,) = queries.consents(town.worker, town.ana)
    actions.withdraw_consent(consent=held.id, by=town.resident, now=NOW)
    supported(town.ana, now=LATER)
    assert len(queries.consents(town.worker, town.ana)) == 2
