"""A package that a curator brings: taken in, looked through in the background, then written or put away."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.directory.actions.fetched import package_settled
from kizuna.directory.brought import LASTS, STATES, task_of
from kizuna.directory.ids import known_ids
from kizuna.directory.models import BroughtPackage
from kizuna.directory.package import Finding
from kizuna.directory.report import TableReport
from kizuna.ledger.actions import note
from kizuna.work.actions import enqueue

_TASK = "directory.read_package"


def bring_package(
    *, ending: str, source: str, content: bytes, at_once: bool, by: Viewer, now: datetime
) -> UUID:
    """Take in a file, to be looked through, or with `at_once` to be written; what is a day old is dropped."""
    allow_some(by, "directory.import")
    state = "importing" if at_once else "checking"
    with transaction.atomic():
        BroughtPackage.objects.filter(at__lt=now - LASTS).update(content=None)
        row = BroughtPackage.objects.create(
            ending=ending, source=source, state=state, content=content, size=len(content), at=now
        )
        note(verb="package.brought", subject=row, by=by, now=now)
        enqueue(_TASK, key=task_of(row.pk, state), now=now)
    return row.pk


def _held(brought: object) -> BroughtPackage:
    row = BroughtPackage.objects.select_for_update().filter(pk__in=known_ids([brought])).first()
    if row is None:
        raise NotFound("package")
    return row


def import_brought(*, brought: object, by: Viewer, now: datetime) -> None:
    """What was looked through is written now; a second press changes nothing."""
    allow_some(by, "directory.import")
    with transaction.atomic():
        row = _held(brought)
        if row.state != "checked":
            return
        if row.content is None:
            raise Refused(_("This package was put away. Send the file again."))
        row.state = "importing"
        row.save(update_fields=["state"])
        note(verb="package.wanted", subject=row, by=by, now=now)
        enqueue(_TASK, key=task_of(row.pk, row.state), now=now)


def settle_package(
    *,
    brought: object,
    state: str,
    said: str = "",
    changed: bool = False,
    services: int = 0,
    tables: Sequence[TableReport] = (),
    notes: Sequence[str] = (),
    findings: Sequence[Finding] = (),
    by: Viewer,
    now: datetime,
) -> None:
    """What became of a package, for its page; its content stays only until it is written or refused."""
    allow(by, "directory.import")
    with transaction.atomic():
        row = _held(brought)
        if state not in STATES[row.state]:
            return
        row.state, row.said, row.changed, row.services = state, said, changed, services
        row.tables = [asdict(each) for each in tables]
        row.notes, row.findings = list(notes), [asdict(each) for each in findings]
        if state != "checked":
            row.content = None
        row.save()
        if state in {"imported", "refused"}:
            package_settled(row.pk, state, said, now)
        note(verb="package.settled", subject=row, by=by, now=now)
