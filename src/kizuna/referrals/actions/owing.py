"""Who looks after a referral, until when, and who is told when nobody did."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note_many
from kizuna.ledger.entry import Note
from kizuna.outbox.actions import send
from kizuna.people import queries as people
from kizuna.people.profile import AccountValue
from kizuna.places.identity import known
from kizuna.places.queries import under
from kizuna.referrals.models import Intake, Referral
from kizuna.referrals.queries import next_due, site_calendar, workers_near

AT_ONCE = 5000
TABLES: tuple[type[Referral] | type[Intake], ...] = (Referral, Intake)
"""Whatever owes a step by a day."""
Owed = Referral | Intake
TOLD = ["owner", "told_of", "told_team_of"]
OWES = ["owner", "due_step", "due_at", "told_of", "told_team_of"]


def owe(row: Referral, by: Viewer, now: datetime) -> None:
    """Write into a row (not yet saved) what it owes next; whoever was told of the last step is told anew."""
    next_ = next_due(by, row, now)
    row.due_step, row.due_at = (next_.step, next_.at) if next_ else ("", None)
    row.told_of = row.told_team_of = None


def look_after(row: Referral, by: Viewer) -> None:
    """Give a row (not yet saved) somebody who looks after it: the worker who asked, else one near by."""
    if by.role == "worker" and by.account:
        row.owner_id = known(by.account)
    elif row.owner_id is None:
        row.owner_id = first_of(workers_near(by, row.area_id))


def first_of(accounts: list[str]) -> UUID | None:
    """The first of these accounts, if there is one."""
    return known(accounts[0]) if accounts else None


def chase(*, by: Viewer, now: datetime) -> int:
    """Tell owners what is overdue, and a working day later their whole team; how many were told.

    An open referral whose owner left finds a new one first. People who are gone owe nothing.
    """
    allow(by, "referral.chase")
    with transaction.atomic():
        rows = _late(by, now)
        workers = {one.id: one for one in people.accounts_with_role(by, "worker")}
        _own(rows, by)
        owned, late = [row for row in rows if row.told_of is None], _still_late(rows, by, now)
        team = [*workers.values(), *people.accounts_with_role(by, "coordinator")]
        told = _tell_owners(owned, workers, now) + _tell_team(late, team, by, now)
        asked = [row for row in rows if isinstance(row, Referral)]
        Referral.objects.bulk_update(asked, TOLD, batch_size=500)
        Intake.objects.bulk_update([row for row in rows if isinstance(row, Intake)], TOLD, batch_size=500)
        both = [*owned, *late]
        notes = [Note("referral.chased", f"{row._meta.label}:{row.pk}", row.person_id, by) for row in both]
        note_many(notes=notes, now=now)
    return told


def _late(by: Viewer, now: datetime) -> list[Owed]:
    found: list[Owed] = []
    for table in TABLES:
        late = table._default_manager.select_for_update(of=("self",)).filter(
            due_at__lt=now, told_team_of=None
        )
        late = late.exclude(person__in=people.visible_as_gone(by))
        late = late.exclude(person__in=people.visible_at_rest(by)).order_by("due_at", "pk")
        found += late[:AT_ONCE]
    return found


def _still_late(rows: Iterable[Owed], by: Viewer, now: datetime) -> list[Owed]:
    """Those whose owner was told, and a working day has begun since without anything happening."""
    days = site_calendar(by)
    today = now.astimezone(days.zone).date()
    return [
        row
        for row in rows
        if row.told_of and row.told_of < now and days.after_working_days(row.told_of, 1).date() <= today
    ]


def _own(rows: Iterable[Owed], by: Viewer) -> None:
    """A new owner for each whose owner left, or does not work in its area any more."""
    near: dict[UUID, list[str]] = {}
    for row in rows:
        if row.area_id not in near:
            near[row.area_id] = workers_near(by, row.area_id)
        if str(row.owner_id) not in near[row.area_id]:
            row.owner_id = first_of(near[row.area_id])


def _tell_owners(rows: Iterable[Owed], workers: dict[str, AccountValue], now: datetime) -> int:
    count: dict[str, int] = {}
    for row in rows:
        row.told_of = now
        count[str(row.owner_id)] = count.get(str(row.owner_id), 0) + 1
    for owner, n in count.items():
        if owner in workers:
            _write(workers[owner], "owner", _owner_words(n), now)
    return len(count.keys() & workers.keys())


def _tell_team(rows: Iterable[Owed], team: Iterable[AccountValue], by: Viewer, now: datetime) -> int:
    areas: dict[str, int] = {}
    for row in rows:
        row.told_team_of = now
        areas[str(row.area_id)] = areas.get(str(row.area_id), 0) + 1
    told = 0
    for one in team if areas else ():
        reach = under(by, one.areas)
        n = sum(count for area, count in areas.items() if area in reach)
        if n:
            _write(one, "team", _team_words(n), now)
            told += 1
    return told


def _owner_words(n: int) -> str:
    return ngettext(
        "%(n)s thing that you look after is overdue. Sign in to see what comes next.",
        "%(n)s things that you look after are overdue. Sign in to see what comes next.",
        n,
    ) % {"n": n}


def _team_words(n: int) -> str:
    return ngettext(
        "%(n)s thing near you has been overdue for some days. Please see together who can take it on.",
        "%(n)s things near you have been overdue for some days. Please see together who can take them on.",
        n,
    ) % {"n": n}


def _write(one: AccountValue, kind: str, words: str, now: datetime) -> None:
    """A message without a name: what it is about stands behind the log-in."""
    if not one.email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        send(
            key=f"overdue:{kind}:{one.id}:{now:%Y-%m-%d}",
            address=one.email,
            subject=_("Something is overdue"),
            text=f"{words}\n\n{settings.BASE_URL}{reverse('referrals:today')}",
            topic="referral",
            now=now,
        )
