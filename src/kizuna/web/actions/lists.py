"""Lists that people bring: read, looked through, kept whole or not at all, taken back within a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.activities.actions import load_groups, load_volunteers, unload_groups, unload_volunteers
from kizuna.frame.columns import Fault, guess
from kizuna.frame.sheet import Row, Sheet, read_sheet
from kizuna.ledger.actions import note
from kizuna.people.actions import load_people, unload_people
from kizuna.people.spreadsheet import Agreement, Site
from kizuna.places.identity import known_all
from kizuna.web.lists import (
    FORGET,
    KINDS,
    LIST_STEPS,
    STEPS,
    UNDO,
    Found,
    list_task,
    missing,
    read_list,
)
from kizuna.web.models import BroughtList
from kizuna.web.queries import site_of, twins_of, who_brought
from kizuna.work.actions import enqueue, report
from kizuna.work.claim import Cancelled


def bring_list(*, kind: str, content: bytes, by: Viewer, now: datetime) -> UUID:
    """Take in a spreadsheet, sealed; raises Refused when it is none."""
    allow_some(by, "list.bring")
    try:
        sheet = read_sheet(content)
    except Refused as refused:
        raise Refused(_(str(refused))) from None
    with transaction.atomic():
        row = BroughtList.objects.create(
            kind=kind,
            account=by.account,
            columns=list(sheet.columns),
            rows=[[one.number, *one.cells] for one in sheet.rows],
            mapped=guess(sheet.columns, KINDS[kind].columns),
            count=len(sheet.rows),
            at=now,
        )
        note(verb="list.brought", subject=row, by=by, now=now)
    return row.pk


def _own(by: Viewer, brought: object) -> BroughtList:
    """The row, held until the transaction ends; only whoever brought it has it."""
    allow_some(by, "list.bring")
    rows = BroughtList.objects.select_for_update().filter(pk__in=known_all([brought]))
    if by.role != "system":
        rows = rows.filter(account=by.account)
    row = rows.first()
    if row is None:
        raise NotFound("list")
    return row


def _step(row: BroughtList, state: str) -> None:
    if state not in STEPS[row.state]:
        raise Refused(_("This list has moved on in the meantime. Look at its page again."))
    row.state = state


def _works_itself(by: Viewer) -> bool:
    """Whether the long part is done where it was asked for: the house at the command line needs no worker."""
    return by.role == "system"


def check_list(
    *, brought: object, mapped: Mapping[str, int], area: str, agreement: Mapping[str, str], by: Viewer,
    now: datetime,
) -> None:  # fmt: skip
    """Say which column is which and where consent came from; the list is then looked through row by row."""
    with transaction.atomic():
        row = _own(by, brought)
        if absent := missing(row.kind, mapped):
            raise Refused(_("Say which column holds this: %(column)s.") % {"column": _(absent[0].label)})
        _step(row, "checking")
        row.mapped, row.area, row.agreement = dict(mapped), area, dict(agreement)
        row.faults, row.twins, row.revision = None, None, row.revision + 1
        row.save()
        if not _works_itself(by):
            enqueue("web.check_list", key=_checking(row), now=now)
        note(verb="list.checked", subject=row, by=by, now=now)


def look_through(*, brought: object, by: Viewer, now: datetime) -> None:
    """What the background does with a list to be checked: every fault and every likely double, named."""
    allow(by, "list.work")
    row = BroughtList.objects.filter(pk=str(brought), state="checking").first()
    if row is None:
        return
    try:
        _look_through(row, by, now)
    except Cancelled:
        _hand_back(row, (Fault(0, "", N_("Somebody stopped this. Look through the list again.")),))
        raise


def _look_through(row: BroughtList, by: Viewer, now: datetime) -> None:
    bringer, tell = who_brought(by, row), partial(_tell, _checking(row), now)
    tell(1)
    found = _read(row, bringer, now)
    tell(2)
    twins = () if found.faults else twins_of(bringer, found)
    tell(3)
    with transaction.atomic():
        still = BroughtList.objects.filter(pk=row.pk, state="checking", revision=row.revision)
        if again := still.select_for_update().first():
            _step(again, "checked")
            again.faults = [asdict(fault) for fault in found.faults]
            again.twins = [asdict(twin) for twin in twins]
            again.save()


def _read(row: BroughtList, by: Viewer, now: datetime) -> Found:
    rows = tuple(Row(number, tuple(cells)) for number, *cells in row.rows or ())
    sheet = Sheet(tuple(row.columns or ()), rows)
    return read_list(
        row.kind, sheet, row.mapped, _site(by, row.area), row.pk, agreement_of(row.agreement), now
    )


def _site(by: Viewer, area: str) -> Site:
    shown_in = tuple(code for code, _name in settings.LANGUAGES)
    return Site(site_of(by), settings.COUNTRY, shown_in, area)


def agreement_of(said: Mapping[str, Any]) -> Agreement:
    """The agreement as a value again."""
    given_at = said.get("given_at")
    when = datetime.fromisoformat(given_at) if given_at else None
    return Agreement(said.get("answer", "nobody"), said.get("how", "imported"), when)


def keep_list(*, brought: object, leave: Iterable[int], by: Viewer, now: datetime) -> None:
    """Keep a list that has no faults, without the rows to be left out; the background writes it."""
    with transaction.atomic():
        row = _own(by, brought)
        _step(row, "writing")
        if row.faults:
            raise Refused(_("Mend the rows that are named here first, then bring the list again."))
        known = {twin["row"] for twin in row.twins or ()}
        row.left_out = sorted(set(leave) & known)
        row.save()
        if not _works_itself(by):
            enqueue("web.write_list", key=_writing(row), now=now)


def _checking(row: BroughtList) -> str:
    """The key of the task that looks through it."""
    return list_task(row.pk, "check", row.revision)


def _writing(row: BroughtList) -> str:
    """The key of the task that writes it."""
    return list_task(row.pk, "write", row.revision)


def _tell(key: str, now: datetime, step: int) -> None:
    """At which step of its work the task is, for the page of the list."""
    report(key=key, done=step, of=LIST_STEPS, now=now)


def write_list(*, brought: object, by: Viewer, now: datetime) -> None:
    """What the background does with a list to be kept: all of it in one transaction, or nothing.

    Who stops the task gets the list back as it was before, to be kept or left.
    """
    allow(by, "list.work")
    row = BroughtList.objects.filter(pk=str(brought), state="writing").first()
    if row is None:
        return
    try:
        bringer, tell = who_brought(by, row), partial(_tell, _writing(row), now)
        tell(1)
        found = _read(row, bringer, now).without(frozenset(row.left_out))
        tell(2)
        if found.faults:  # an area was closed, or whoever brought it changed their work, since the check
            _hand_back(row, found.faults)
        else:
            _write_whole(row, found, bringer, now)
    except (Refused, NotFound, NotAllowed, LogInFirst) as refused:
        why = str(refused) if isinstance(refused, Refused) else N_("You may not bring people there any more.")
        _hand_back(row, (Fault(0, "", why),))
    except Cancelled:
        _hand_back(row, ())
        raise


def _hand_back(row: BroughtList, faults: Sequence[Fault]) -> None:
    with transaction.atomic():
        again = BroughtList.objects.select_for_update().filter(pk=row.pk, state=row.state).first()
        if again:
            _step(again, "checked")
            again.faults = [asdict(fault) for fault in faults]
            again.revision += 1  # the key of this task is used up: kept once more, it is another
            again.save()


def _write_whole(row: BroughtList, found: Found, by: Viewer, now: datetime) -> None:
    with transaction.atomic():
        again = BroughtList.objects.select_for_update().filter(pk=row.pk, state="writing").first()
        if again:
            _write(again, found, by, now)
            again.save()
            # Last, in this transaction: who asked to stop meanwhile, or has the task by now, undoes it all.
            _tell(_writing(again), now, LIST_STEPS)


def _write(row: BroughtList, found: Found, by: Viewer, now: datetime) -> None:
    load_people(rows=found.people.values(), by=by, now=now)
    load_volunteers(offers=found.offers, by=by, now=now)
    load_groups(groups=tuple(found.groups.values()), by=by, now=now)
    _step(row, "kept")
    row.made = [*(one.id for one in found.people.values()), *(one.id for one in found.groups.values())]
    row.count, row.kept_at = len(row.made), now
    row.columns = row.rows = row.faults = row.twins = None
    note(verb="list.kept", subject=row, by=by, now=now)


def undo_list(*, brought: object, by: Viewer, now: datetime) -> int:
    """Take a kept list back within a day; gives back how many stayed: somebody worked with them."""
    with transaction.atomic():
        row = _own(by, brought)
        if row.kept_at is None or now >= row.kept_at + UNDO:
            raise Refused(_("A list can be taken back for one day. This one was kept longer ago."))
        _step(row, "undone")
        if row.kind == "groups":
            gone = unload_groups(ids=row.made, by=by, now=now)
        else:
            unload_volunteers(people=row.made, by=by, now=now)
            gone = unload_people(ids=row.made, by=by, now=now)
        row.stayed, row.made = len(row.made) - len(gone), []
        row.save()
        note(verb="list.undone", subject=row, by=by, now=now)
    return row.stayed


def leave_list(*, brought: object, by: Viewer, now: datetime) -> None:
    """Do not keep a list; what it held is gone at once."""
    with transaction.atomic():
        row = _own(by, brought)
        _step(row, "left")
        _empty(row)
        note(verb="list.left", subject=row, by=by, now=now)


def _empty(row: BroughtList) -> None:
    row.state = "left"
    row.columns = row.rows = row.faults = row.twins = None
    row.save()


def forget_lists(*, by: Viewer, now: datetime) -> int:
    """Empty the lists that nobody kept within a day; gives back how many."""
    allow(by, "list.work")
    old = BroughtList.objects.filter(at__lt=now - FORGET, state__in=("brought", "checking", "checked"))
    with transaction.atomic():
        rows = list(old.select_for_update())
        for row in rows:
            _empty(row)
    # What could be undone no longer needs to be known row by row.
    BroughtList.objects.filter(state="kept", kept_at__lt=now - UNDO).exclude(made=[]).update(made=[])
    return len(rows)
