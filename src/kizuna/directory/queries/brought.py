"""Packages that curators brought, for their pages."""

from django.db.models import QuerySet

from kizuna.access.deeds import allow, may
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.brought import WORKING, Brought, finding_of, task_of
from kizuna.directory.ids import known_ids
from kizuna.directory.models import BroughtPackage, Fetch
from kizuna.directory.package import Finding
from kizuna.directory.report import TableReport
from kizuna.work.queries import state_of

SHOWN = 100


def _rows(viewer: Viewer, id: object) -> QuerySet[BroughtPackage]:
    rows = BroughtPackage.objects.filter(pk__in=known_ids([id]))
    if not (may(viewer, "feed.keep") and Fetch.objects.filter(package__in=rows.values("pk")).exists()):
        allow(viewer, "directory.import")
    return rows


def brought_package(viewer: Viewer, id: object) -> Brought:
    """One package with how far it is; NotFound when there is none."""
    row = _rows(viewer, id).defer("content").first()
    if row is None:
        raise NotFound("package")
    task = state_of(viewer, task_of(row.pk, row.state)) if row.state in WORKING else None
    return Brought(
        id=str(row.pk),
        source=row.source,
        state=row.state,
        at=row.at,
        said=row.said,
        changed=row.changed,
        services=row.services,
        tables=tuple(TableReport(**each) for each in row.tables),
        notes=tuple(row.notes),
        findings=tuple(finding_of(each) for each in row.findings),
        percent=task.percent if task else None,
        ready=_rows(viewer, id).filter(content__isnull=False).exists(),
    )


def brought_content(viewer: Viewer, id: object) -> tuple[str, str, str, bytes] | None:
    """The ending of its name, its source, its state and its content; None when it is no longer here."""
    row = _rows(viewer, id).filter(content__isnull=False).first()
    return (row.ending, row.source, row.state, bytes(row.content)) if row and row.content else None


def brought_findings(viewer: Viewer, id: object) -> tuple[Finding, ...]:
    """Everything that was found in it."""
    return brought_package(viewer, id).findings
