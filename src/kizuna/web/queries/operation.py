"""How the site stands: for load balancers, for what watches over the server, for whoever runs it."""

import secrets
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.ledger import queries as ledger
from kizuna.outbox import queries as outbox
from kizuna.web.files import newest_backup, room_in
from kizuna.web.findings import Room
from kizuna.web.meanings import MEANINGS, OperationPage
from kizuna.web.queries.health import last_report
from kizuna.web.standing import Readiness, Standing
from kizuna.work import queries as work

SILENT = timedelta(minutes=5)
"""The house gives its worker something to do every minute: one that is silent for longer is not there."""


@cache
def _of_this_version() -> frozenset[tuple[str, str]]:
    """The migrations of this program. They do not change while it runs."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def readiness(viewer: Viewer, now: datetime) -> Readiness:
    """Whether pages can be served. Anybody may ask: load balancers do."""
    try:
        behind = _of_this_version() - set(MigrationRecorder(connection).applied_migrations())
        if behind:
            return Readiness(True, len(behind), worker=False)
        sign = work.last_sign(SYSTEM("ready"))
    except DatabaseError:
        return Readiness(False, 0, worker=False)
    return Readiness(True, 0, worker=sign is not None and now - sign <= SILENT)


def standing(viewer: Viewer, now: datetime) -> Standing:
    """How tasks, messages, backups and the ledger stand."""
    allow(viewer, "site.check")
    tasks = work.counts(viewer, now)
    messages, oldest = outbox.by_channel(viewer, now)
    return Standing(
        tasks={"waiting": tasks.waiting, "running": tasks.running, "dead": tasks.dead},
        messages=messages,
        oldest_task=tasks.oldest_waiting,
        oldest_message=oldest,
        backup=newest_backup(settings.BACKUP_FOLDER),
        ledger_open=ledger.waiting_since(viewer),
        worker=work.last_sign(viewer),
    )


def operation_page(viewer: Viewer, now: datetime) -> OperationPage:
    """What to look at each week, what was found last, and what each finding means."""
    report = last_report(viewer)
    levels = {one.code: one for one in report.findings} if report else {}
    folders = [settings.HOME, *filter(None, [settings.BACKUP_FOLDER])]
    return OperationPage(
        report=report,
        standing=standing(viewer, now),
        rooms=tuple(Room(str(folder), *room_in(folder)) for folder in folders if folder.is_dir()),
        guide=tuple((code, meaning, levels.get(code)) for code, meaning in MEANINGS.items()),
    )


def watched(viewer: Viewer, now: datetime, *, token: str, here: bool) -> Standing:
    """The same for what watches over the server: with the site's token, or from this very machine.

    Everybody else is told that there is nothing here. Figures of work only: nobody is in them.
    """
    known = settings.METRICS_TOKEN
    if not here and not (known and secrets.compare_digest(token.encode(), known.encode())):
        raise NotFound("metrics")
    return standing(SYSTEM("metrics"), now)
