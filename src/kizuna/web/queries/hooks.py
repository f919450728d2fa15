"""Which webhooks there are, and what became of the last calls."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet

from kizuna.access.deeds import allow, may
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.outbox.queries import of_causes
from kizuna.places.identity import known
from kizuna.web import models
from kizuna.web.hooks import SHOWN, Hook, cause

HOUSE = SYSTEM("webhooks")


def visible_hooks(viewer: Viewer) -> QuerySet[models.Webhook]:
    """Those of the program that asks; all of them for whoever looks after programs."""
    allow(viewer, "webhook.keep")
    own = Q() if may(viewer, "api.keep") else Q(program__account=known(viewer.account))
    return models.Webhook.objects.filter(own, closed_at=None).select_related("program")


def hook_value(row: models.Webhook) -> Hook:
    """The row as a value; its secret stays."""
    return Hook(
        id=str(row.pk),
        program=str(row.program_id),
        program_name=row.program.name,
        url=row.url,
        events=tuple(row.events),
        created_at=row.created_at,
        stopped_at=row.stopped_at,
    )


def hooks(viewer: Viewer) -> list[Hook]:
    """Every webhook within reach, the oldest first, each with its last calls."""
    rows = [hook_value(row) for row in visible_hooks(viewer).order_by("created_at", "pk")]
    last = of_causes(HOUSE, [cause(row.id) for row in rows], SHOWN)
    return [replace(row, last=tuple(last.get(cause(row.id), ()))) for row in rows]


def hook(viewer: Viewer, id: object) -> Hook:
    """One webhook within reach."""
    row = visible_hooks(viewer).filter(pk=known(id)).first()
    if row is None:
        raise NotFound("webhook")
    last = of_causes(HOUSE, [cause(row.pk)], SHOWN)
    return replace(hook_value(row), last=tuple(last.get(cause(row.pk), ())))


def hooks_stopped(viewer: Viewer) -> int:
    """How many were switched off because nobody answered."""
    allow(viewer, "site.check")
    return models.Webhook.objects.filter(closed_at=None, stopped_at__isnull=False).count()


def programs_open(viewer: Viewer, now: datetime) -> list[tuple[str, str]]:
    """Programs that get in: id and name, for a form."""
    allow(viewer, "api.keep")
    rows = models.Program.objects.filter(revoked_at=None, expires_at__gt=now).order_by("name", "pk")
    return [(str(row.pk), row.name) for row in rows]
