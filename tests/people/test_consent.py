"""When an agreement holds."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kizuna.people.consent import LINK_WORKERS, SUPPORT, ConsentValue, active, covers
from tests.conftest import NOW

moments = st.integers(-500, 500).map(lambda hours: NOW + timedelta(hours=hours))


def agreement(
    given_at: datetime = NOW,
    until: datetime | None = None,
    withdrawn_at: datetime | None = None,
    emergency_only: bool = False,
) -> ConsentValue:
    return ConsentValue(
        id="1",
        person="2",
        purpose=SUPPORT,
        recipient=LINK_WORKERS,
        given_at=given_at,
        how="spoken",
        recorded_by="worker:3",
        until=until,
        withdrawn_at=withdrawn_at,
        emergency_only=emergency_only,
    )


agreements = st.builds(
    agreement,
    given_at=moments,
    until=st.none() | moments,
    withdrawn_at=st.none() | moments,
    emergency_only=st.booleans(),
)


def test_it_holds_from_when_it_is_given_until_just_before_its_end() -> None:
    end = NOW + timedelta(days=1)
    assert not active(agreement(until=end), NOW - timedelta(microseconds=1))
    assert active(agreement(until=end), NOW)
    assert active(agreement(until=end), end - timedelta(microseconds=1))
    assert not active(agreement(until=end), end)


@given(agreements, moments)
def test_it_never_holds_once_withdrawn(consent: ConsentValue, now: datetime) -> None:
    if consent.withdrawn_at and consent.withdrawn_at <= now:
        assert not active(consent, now)


@given(agreements, moments, moments)
def test_once_over_it_stays_over(consent: ConsentValue, one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    if earlier >= consent.given_at and not active(consent, earlier):
        assert not active(consent, later)


@given(agreements, moments)
def test_an_open_agreement_holds_for_ever(consent: ConsentValue, now: datetime) -> None:
    if consent.until is None and consent.withdrawn_at is None:
        assert active(consent, now) == (now >= consent.given_at)


@given(st.lists(agreements, max_size=4), moments, st.booleans())
def test_only_the_very_purpose_and_recipient_count(
    consents: list[ConsentValue], now: datetime, emergency: bool
) -> None:
    asked = {"now": now, "emergency": emergency}
    assert not covers(consents, purpose="referral", recipient=LINK_WORKERS, **asked)
    assert not covers(consents, purpose=SUPPORT, recipient="service:1", **asked)
    everyday = covers(consents, purpose=SUPPORT, recipient=LINK_WORKERS, now=now)
    assert everyday == any(active(each, now) and not each.emergency_only for each in consents)
    assert everyday <= covers(consents, purpose=SUPPORT, recipient=LINK_WORKERS, now=now, emergency=True)
