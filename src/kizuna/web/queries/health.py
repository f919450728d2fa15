"""Is this installation healthy and safe? One list, for the command and for the administrator's page."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory import queries as directory
from kizuna.ledger import queries as ledger
from kizuna.outbox import queries as outbox
from kizuna.people import queries as people
from kizuna.places import queries as places
from kizuna.places.area import below, upwards
from kizuna.voice import queries as voice
from kizuna.web import findings
from kizuna.web.files import newest_backup, open_to_others, room_in
from kizuna.web.findings import Finding, Report, Room
from kizuna.web.models import HealthReport
from kizuna.web.queries.hooks import hooks_stopped
from kizuna.work import queries as work

UNSEALED = timedelta(hours=1)
"""Lines of the ledger that are open for longer tell that nobody seals them."""
STALE = timedelta(minutes=5)
"""A task that waits longer than this tells that no worker runs."""


def ready(viewer: Viewer) -> None:
    """Raise when the database does not answer. Anybody may ask: load balancers do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _database() -> Finding:
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return findings.database(connection.vendor, len(behind))


def _files() -> Finding:
    files = [settings.SETTINGS_FILE]
    if connection.vendor == "sqlite":
        files.append(Path(str(connection.settings_dict["NAME"])))
    return findings.private_files([str(file) for file in open_to_others(files)])


def _messages(viewer: Viewer) -> Finding:
    found = outbox.counts(viewer)
    return findings.messages(unknown=found.of("unknown"), failed=found.of("failed"))


def _gaps(viewer: Viewer, now: datetime) -> dict[str, str]:
    found = people.duty_gaps(viewer, now, now + timedelta(days=7))
    return {name: f"{timezone.localtime(at):%Y-%m-%d %H:%M}" for name, at in found.items()}


def _worker(viewer: Viewer, now: datetime) -> Finding:
    found = work.counts(viewer, now)
    late = found.oldest_waiting is not None and now - found.oldest_waiting > STALE
    sign = work.last_sign(viewer)
    return findings.worker(late=late, dead=found.dead, silent=sign is not None and now - sign > STALE)


def _waiting(viewer: Viewer, now: datetime) -> Finding:
    since = outbox.overdue_since(viewer, now)
    return findings.waiting(int((now - since).total_seconds() // 60) if since else 0)


def _backup(now: datetime) -> Finding:
    made = newest_backup(settings.BACKUP_FOLDER)
    days = max(0, (now - made).days) if made else None
    return findings.backup(days, folder=settings.BACKUP_FOLDER is not None, demo=settings.DEMO)


def _disk() -> Finding:
    folders = [settings.HOME, *filter(None, [settings.BACKUP_FOLDER])]
    return findings.disk([Room(str(folder), *room_in(folder)) for folder in folders if folder.is_dir()])


def _clock(viewer: Viewer, now: datetime) -> Finding:
    """The database's own clock where it has one; else what is written there must not be of the future."""
    off = abs(now - work.clock(viewer)) if connection.vendor == "postgresql" else timedelta(0)
    row = HealthReport.objects.first()
    ahead = row.at - now if row else off
    return findings.clock(int(max(off, ahead).total_seconds()))


def _ledger(viewer: Viewer, now: datetime) -> Finding:
    waiting, verified = ledger.waiting_since(viewer), ledger.last_verification(viewer)
    return findings.ledger(
        open_too_long=waiting is not None and now - waiting > UNSEALED,
        changed=verified is not None and bool(verified.faults),
    )


def _link_workers(viewer: Viewer) -> Finding:
    """Whether a link worker covers every area.

    Regions count only where they are all there is: nobody is put into one above a community.
    """
    areas = places.areas(viewer)
    at_work = {id for each in people.accounts_with_role(viewer, "worker") for id in each.areas}
    tree = {area.id: area.above_id for area in areas}
    # Whoever works in one part of a town also sees the people who did not say where in it they live.
    covered = below(tree, at_work) | {up for area in at_work for up in upwards(tree, area)}
    peopled = [area for area in areas if area.level != "region"] or areas
    return findings.link_workers([area.name for area in peopled if area.id not in covered])


def last_report(viewer: Viewer) -> Report | None:
    """What was found the last time all was looked at; None before the first time."""
    allow(viewer, "site.check")
    row = HealthReport.objects.first()
    return Report(row.at, tuple(Finding(**one) for one in row.findings)) if row else None


def health(viewer: Viewer, now: datetime) -> list[Finding]:
    """Everything that is looked at, in order of weight."""
    allow(viewer, "site.check")
    today = timezone.localdate(now)
    return [
        findings.crisis_numbers(places.crisis_numbers_problem(viewer, today)),
        findings.duty(any(shift.starts <= now for shift in people.rota(viewer, now))),
        _database(),
        _worker(viewer, now),
        _messages(viewer),
        _waiting(viewer, now),
        _backup(now),
        _disk(),
        _clock(viewer, now),
        _ledger(viewer, now),
        findings.address(settings.BASE_URL, settings.SITE.secure),
        findings.whereabouts(settings.SITE.assumed, settings.TIME_ZONE, settings.COUNTRY),
        findings.mail(settings.SITE.mail.kind, settings.DEMO),
        findings.demo(settings.DEMO),
        findings.keys(len(settings.SECRET_KEYS)),
        _files(),
        findings.duty_gaps(_gaps(viewer, now)),
        findings.looks_to_review(people.glasses_overdue(viewer, now)),
        findings.reports(*voice.reports_late(viewer, now)),
        findings.many_looks(ledger.looked_at_many(viewer, now - timedelta(days=1), findings.MANY_LOOKS)),
        _link_workers(viewer),
        findings.webhooks(hooks_stopped(viewer)),
        findings.meaning(directory.meaning_problem(viewer)),
    ]
