"""Agreements in the database: given, kept, ended, taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kizuna.access.viewer import NotFound, Refused
from kizuna.ledger.models import Entry
from kizuna.people.actions import give_consent, merge_persons, withdraw_consent
from kizuna.people.models import Consent
from kizuna.people.queries import consents, has_consent, holding
from tests.conftest import NOW
from tests.people.town import HOUSE, LATER, Town, supported

SERVICE = "service:0f8fad5b-d9cb-469f-a165-70867728950e"


def asked(town: Town, *, emergency: bool = False) -> bool:
    return has_consent(town.worker, town.ana, "referral", SERVICE, LATER, emergency=emergency)


def test_a_referral_needs_its_own_agreement(town: Town) -> None:
    assert not asked(town)
    given = give_consent(
        person=town.ana,
        purpose="referral",
        recipient=SERVICE,
        how="spoken",
        what=["name", "phone"],
        until=NOW + timedelta(days=90),
        by=town.worker,
        now=NOW,
    )
    assert asked(town)
    recorded = {each.recorded_by: each.what for each in consents(town.worker, town.ana)}
    assert recorded == {HOUSE.name: (), town.worker.name: ("name", "phone")}
    assert holding(town.worker, [given], LATER) == {str(given)}
    withdraw_consent(consent=given, by=town.resident, now=LATER)
    withdraw_consent(consent=given, by=town.resident, now=LATER + timedelta(days=1))
    assert not asked(town)
    assert Consent.objects.get(pk=given).withdrawn_at == LATER
    assert Entry.objects.filter(verb="consent.withdrawn").count() == 1


def test_the_same_agreement_twice_is_one(town: Town) -> None:
    before = Consent.objects.count()
    supported(town.ana)
    assert Consent.objects.count() == before


def test_emergency_only_counts_in_an_emergency_alone(town: Town) -> None:
    give_consent(
        person=town.ana,
        purpose="referral",
        recipient=SERVICE,
        how="paper",
        emergency_only=True,
        by=town.worker,
        now=NOW,
    )
    assert not asked(town)
    assert asked(town, emergency=True)


@pytest.mark.parametrize("wrong", [{"how": "guessed"}, {"purpose": ""}, {"recipient": ""}, {"until": NOW}])
def test_an_agreement_says_what_how_and_until_when(town: Town, wrong: dict[str, object]) -> None:
    whole = {"person": town.ana, "purpose": "referral", "recipient": SERVICE, "how": "spoken"}
    with pytest.raises(Refused):
        give_consent(**{**whole, **wrong}, by=town.worker, now=NOW)  # type: ignore[arg-type]


def test_what_is_no_agreement_cannot_be_withdrawn(town: Town) -> None:
    for id in ("x", town.ana):
        with pytest.raises(NotFound):
            withdraw_consent(consent=id, by=HOUSE, now=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": NOW - timedelta(days=1)},
        {"withdrawn_at": NOW - timedelta(days=1)},
        {"how": "guessed"},
        {"purpose": ""},
        {"recorded_by": ""},
    ],
)
def test_the_database_keeps_agreements_whole(town: Town, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(person=town.ana).update(**wrong)


def test_taking_back_reaches_a_record_that_was_merged(town: Town) -> None:
    supported(town.ben)
    merge_persons(keep=town.ana, other=town.ben, by=HOUSE, now=NOW)
    own = Consent.objects.get(person=town.ana, withdrawn_at=None)
    withdraw_consent(consent=own.pk, by=town.resident, now=LATER)
    assert not Consent.objects.filter(withdrawn_at=None, person__in=(town.ana, town.ben)).exists()
