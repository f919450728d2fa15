"""What the page "My data" shows, as one value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kizuna.ledger.entry import EntryValue
from kizuna.people.consent import ConsentValue
from kizuna.people.profile import Details, Profile
from kizuna.referrals.case import Case, recipient


@dataclass(frozen=True)
class Agreed:
    """One agreement as its person reads it: `place` is the service or group that it is for, if any."""

    consent: ConsentValue
    place: str = ""


@dataclass(frozen=True)
class MyData:
    """A person's own record: who, how to reach them, what they agreed to, how much is kept, who looked."""

    profile: Profile
    details: Details
    consents: tuple[Agreed, ...]
    counts: Mapping[str, int]
    referrals: tuple[Case, ...]
    lines: tuple[EntryValue, ...]


def agreed(consents: Iterable[ConsentValue], cases: Iterable[Case]) -> tuple[Agreed, ...]:
    """Agreements with the names of the places that they are for, as the referrals give them."""
    names = {recipient(case.kind, case.option): case.option_name for case in cases}
    return tuple(Agreed(consent, names.get(consent.recipient, "")) for consent in consents)
