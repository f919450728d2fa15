"""Who did what with somebody's record and who looked at what of it: day by day, and person by person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from kizuna.access.wording import N_
from kizuna.ledger.entry import Tally
from kizuna.ledger.verbs import LOOKED, what_happened, who_did
from kizuna.people.glass import GlassValue

SEEN: dict[str, str] = {
    "referrals.todos": N_("Looked at what you want to do."),
    "referrals.talks": N_("Looked at the talks with you."),
    "referrals.goals": N_("Looked at what you want to reach."),
    "referrals.plan": N_("Opened the plan that you share."),
    "exchange.answers": N_("Another program read your answers or scores."),
    "exchange.patients": N_("Another program read who you are, or what you agreed to."),
    "exchange.referrals": N_("Another program read about a place that was asked for you."),
    "screening.type_in": N_("Opened the page for typing in your sheet of paper."),
    "screening.text": N_("Opened the page for asking you by text message."),
    "voice.Report": N_("Looked at a report."),
    "bonds.PhoneTree": N_("Looked at a phone tree that you are in."),
    "bonds.of": N_("Looked at who is around you."),
    "bonds.three": N_("Opened the page where it stands who is around you."),
    "activities.attendance": N_("Looked at the groups you came to."),
    "activities.missed": N_("Looked at when you last came to a group."),
    "activities.volunteer": N_("Looked at what you help with."),
    "people.Correction": N_("Read what you said is wrong."),
    "people.Glass": N_("Looked at how to reach you and what you need, in an emergency."),
    "people.about": N_("Opened the page where it stands who you are."),
    "people.apart": N_("Looked at whom you do not want to meet."),
    "people.consents": N_("Looked at what you agreed to."),
    "people.correction": N_("Read what you said is wrong."),
    "people.double": N_("Looked whether two records are both yours."),
    "people.depends": N_("Looked at what you depend on."),
    "people.home": N_("Looked at who you live with."),
    "people.lift": N_("Opened the page where hiding your record can be stopped."),
    "people.person": N_("Looked at who you are and how to reach you."),
    "people.protect": N_("Opened the page where your record can be hidden."),
    "people.reach": N_("Opened the page where it stands how to reach you."),
    "people.speaks": N_("Looked at who may speak for you."),
    "people.status": N_("Opened the page where it stands if you live here."),
    "referrals.Flag": N_("Read a worry about your safety that a link worker wrote down."),
    "referrals.flag": N_("Opened the page for writing down a worry about your safety."),
    "referrals.Referral": N_("Looked at a place that was asked for you."),
    "referrals.open": N_("Looked for a place for you."),
    "referrals.person": N_("Looked at your check-ups, your needs and the places asked for you."),
    "referrals.outreach": N_("Looked at whether you may be alone."),
    "referrals.referrals": N_("Looked at the places that were asked for you."),
    "screening.Concern": N_("Looked at a worry about your safety."),
    "screening.check-ups": N_("Looked at your check-ups."),
    "screening.with_person": N_("Began a check-up together with you."),
    "signposting.person": N_("Looked at what could help you."),
}
"""What was looked at, by the name of a page or a table, as a sentence about whoever looked."""
BROKEN = frozenset({"glass.broken"})
YOU = N_("You")
NAMED = frozenset({"worker", "organiser", "provider", "coordinator", "analyst", "admin"})
"""Whoever works here is named. Residents are not: they are you, or somebody whom you asked."""


@dataclass(frozen=True)
class Deed:
    """Something that was done or looked at on one day: `what` is to be translated, `why` too."""

    what: str
    count: int
    first: datetime
    last: datetime
    why: str = ""


@dataclass(frozen=True)
class Somebody:
    """One who did or looked: `name` as it is, `role` to be translated."""

    name: str
    role: str
    deeds: tuple[Deed, ...]


@dataclass(frozen=True)
class Day:
    """A day on which somebody did something or looked."""

    day: date
    people: tuple[Somebody, ...]


def what_was_done(verb: str, subject: str) -> str:
    """A sentence about one line. What is looked at without words of its own is the record."""
    label = subject.partition(":")[0]
    return SEEN.get(label, what_happened(verb)) if verb == LOOKED else what_happened(verb)


def accounts_in(tallies: Iterable[Tally]) -> set[str]:
    """Ids of the accounts of those who work here."""
    found = set()
    for one in tallies:
        role, _, account = one.by.partition(":")
        if role in NAMED and _is_id(account):
            found.add(account)
    return found


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def opened(glasses: Iterable[GlassValue], days: Mapping[str, date]) -> list[Tally]:
    """Each opening in an emergency as a line of its day, also those that were told only later."""
    return [
        Tally(
            days[one.id],
            "glass.broken",
            f"people.Glass:{one.id}",
            f"worker:{one.account}",
            1,
            one.opened_at,
            one.opened_at,
        )
        for one in glasses
    ]


def by_day(
    tallies: Sequence[Tally], *, names: Mapping[str, str], reasons: Mapping[str, str], own: str = ""
) -> tuple[Day, ...]:
    """Newest day first, in it whoever came last first. `reasons`: why, by the id of an emergency look.

    `own` is the account of whoever reads this.
    """
    found: dict[date, dict[str, dict[tuple[str, str], Deed]]] = {}
    for one in sorted(tallies, key=lambda each: each.last, reverse=True):
        deeds = found.setdefault(one.day, {}).setdefault(one.by, {})
        what = what_was_done(one.verb, one.subject)
        why = reasons.get(one.subject.partition(":")[2], "") if one.verb in BROKEN else ""
        known = deeds.get((what, why))
        deeds[what, why] = _more(known, one) if known else Deed(what, one.count, one.first, one.last, why)
    return tuple(
        Day(
            day,
            tuple(_somebody(by, tuple(deeds.values()), names, own) for by, deeds in people.items()),
        )
        for day, people in sorted(found.items(), reverse=True)
    )


def _more(known: Deed, one: Tally) -> Deed:
    return replace(
        known,
        count=known.count + one.count,
        first=min(known.first, one.first),
        last=max(known.last, one.last),
    )


def _somebody(by: str, deeds: tuple[Deed, ...], names: Mapping[str, str], own: str) -> Somebody:
    role, _, account = by.partition(":")
    if own and account == own:
        return Somebody("", YOU, deeds)
    return Somebody(names.get(account, "") if role in NAMED else "", who_did(by), deeds)
