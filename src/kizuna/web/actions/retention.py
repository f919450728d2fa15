"""What is too old goes, kind by kind, in small batches: a run that is killed goes on where it was."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from types import ModuleType

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.keeping import Kind
from kizuna.access.viewer import Viewer
from kizuna.activities import actions as activities
from kizuna.bonds import actions as bonds
from kizuna.directory import actions as directory
from kizuna.ledger.actions import note
from kizuna.outbox import actions as outbox
from kizuna.people import actions as people
from kizuna.referrals import actions as referrals
from kizuna.screening import actions as screening
from kizuna.signposting import actions as signposting
from kizuna.voice import actions as voice
from kizuna.web import queries
from kizuna.web.actions import aging
from kizuna.work.actions import first_time, report

BATCH = 200
ROOMS: dict[str, ModuleType] = {
    "directory": directory,
    "outbox": outbox,
    "people": people,
    "screening": screening,
    "activities": activities,
    "signposting": signposting,
    "referrals": referrals,
    "bonds": bonds,
    "voice": voice,
    "web": aging,
}


def keep_to_periods(*, run: str, by: Viewer, now: datetime) -> dict[str, int]:
    """Let go of everything whose period is over at `now`; how many rows of each kind.

    `run` names this run: started again after a kill it writes no second note.
    """
    allow(by, "retention.run")
    found = {kind: held.due for kind, held in queries.due(by, now) if held.due}
    gone, of = dict[str, int](), sum(found.values())
    for kind, count in found.items():
        tell = partial(_tell, run, sum(gone.values()), of, now)
        gone[kind.code] = _let_go(kind, count, run, by, now, tell)
    return gone


def _tell(run: str, before: int, of: int, now: datetime, more: int) -> None:
    """Between two batches the run can be stopped: what went is gone, the rest goes the next night."""
    report(key=run, done=before + more, of=of, now=now)


def _let_go(kind: Kind, count: int, run: str, by: Viewer, now: datetime, tell: Callable[[int], None]) -> int:
    """Rows of one kind: the first batch brings the note, and no batch takes more than was counted."""
    gone = 0
    while gone < count:
        tell(gone)
        with transaction.atomic():
            if first_time(key=f"retention:{run}:{kind.code}", now=now):
                note(verb=f"retention.{kind.then}", subject=f"{kind.code}:{count}", by=by, now=now)
            batch = min(BATCH, count - gone)
            how = {"before": kind.before(now), "limit": batch, "by": by, "now": now}
            taken = ROOMS[kind.room].let_go(code=kind.code, **how)
        gone += taken
        if taken < batch:
            break
    return gone
