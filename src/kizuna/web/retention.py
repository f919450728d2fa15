"""Every room's kinds of records with this site's periods, and where they are worked on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kizuna.access.keeping import YEAR, Kind
from kizuna.access.wording import N_
from kizuna.activities import retention as activities
from kizuna.bonds import retention as bonds
from kizuna.directory import retention as directory
from kizuna.ledger import retention as ledger
from kizuna.outbox import retention as outbox
from kizuna.people import retention as people
from kizuna.referrals import retention as referrals
from kizuna.screening import retention as screening
from kizuna.signposting import retention as signposting
from kizuna.voice import retention as voice

OWN = (
    Kind(
        code="web.lists",
        of_person=False,
        what=N_("That somebody brought a list of people or groups, and how many rows it had."),
        days=YEAR,
        since=N_("the day it was brought"),
        why=N_("So that a list is not brought twice. What stands in it goes within a day, kept or not."),
        who=N_("Whoever brought it."),
        tables=("web.BroughtList",),
    ),
    Kind(
        code="web.notices",
        of_person=False,
        what=N_("A message to many while it is being written."),
        days=None,
        since=N_("the day it was written"),
        why=N_("So that the background can write it. It goes when that is done."),
        who=N_("Whoever wrote it."),
        then="kept",
        tables=("web.Notice",),
    ),
    Kind(
        code="web.webhooks",
        of_person=False,
        what=N_("Where other programs of this organisation are told that something happened."),
        days=None,
        since=N_("the day it was written"),
        why=N_("So that they can be told. It holds the address of a program, and nothing about a person."),
        who=N_("Those who run this site."),
        then="kept",
        tables=("web.Webhook",),
    ),
    Kind(
        code="web.answers",
        of_person=False,
        what=N_("Answers to other programs of this organisation."),
        days=1,
        since=N_("the moment it was given"),
        why=N_("So that a program that asks twice writes nothing twice."),
        who=N_("The program that asked."),
        tables=("web.Answer",),
    ),
)
# Downstairs first: what frees a row downstairs tonight lets it go tomorrow, so that a dry run, which counts
# before anything goes, says exactly what a real run does.
KINDS: tuple[Kind, ...] = (
    *ledger.KINDS,
    *outbox.KINDS,
    *people.KINDS,
    *directory.KINDS,
    *screening.KINDS,
    *activities.KINDS,
    *signposting.KINDS,
    *referrals.KINDS,
    *bonds.KINDS,
    *voice.KINDS,
    *OWN,
)
BY_CODE = {kind.code: kind for kind in KINDS}


class WrongPeriods(Exception):
    """One sentence for the person who runs this site."""


def periods(text: str) -> dict[str, int]:
    """`screening.check_ups=365, …` as days by kind; raises WrongPeriods with a sentence."""
    found: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        code, _, days = (each.strip() for each in part.partition("="))
        if code not in BY_CODE or not BY_CODE[code].days:
            choices = ", ".join(kind.code for kind in KINDS if kind.days)
            raise WrongPeriods(f"{code!r} is not a kind whose period can be set. Use one of: {choices}.")
        if not days.isdecimal() or not 1 <= int(days) <= 36_500:
            raise WrongPeriods(f"{part!r} must be a kind and a number of days from 1 to 36500.")
        found[code] = int(days)
    return found


def kinds(periods: Mapping[str, int]) -> Sequence[Kind]:
    """All kinds with the periods that this site has set."""
    return [replace(kind, days=periods.get(kind.code, kind.days)) for kind in KINDS]
