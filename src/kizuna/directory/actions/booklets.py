"""Booklets that are too long to wait for: asked for once, made in the background, kept for a day."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.directory.booklet import LASTS, STATES, Chosen, task_of
from kizuna.directory.ids import known_ids
from kizuna.directory.models import PrintedBooklet
from kizuna.directory.queries import how_many_to_print, stamp
from kizuna.ledger.actions import note
from kizuna.work.actions import enqueue

_TASK = "directory.print_booklet"
MOST_WAITING = 20
"""Booklets that wait to be made: whoever asks for more waits."""


def ask_for_booklet(*, chosen: Chosen, by: Viewer, now: datetime) -> UUID:
    """Have a booklet made; the same one of the same directory is made once a day. Returns its id.

    Nothing is kept of who asked. Raises Refused while too many wait.
    """
    allow(by, "directory.see")
    id = chosen.id(stamp(by), timezone.localdate(now))
    with transaction.atomic():
        forget_booklets(by=by, now=now)
        if PrintedBooklet.objects.filter(pk=id).exclude(state="refused").exists():
            return id
        if PrintedBooklet.objects.filter(state="making").count() >= MOST_WAITING:
            raise Refused(_("Many booklets are being made right now. Come back in a few minutes."))
        said = {
            "need": chosen.need,
            "area": chosen.area,
            "language": chosen.language,
            "large": chosen.large,
            "state": "making",
            "services": how_many_to_print(by, chosen),
            "at": now,
        }
        PrintedBooklet.objects.update_or_create(pk=id, defaults=said)
        enqueue(_TASK, key=task_of(id), now=now)
    return id


def forget_booklets(*, by: Viewer, now: datetime) -> int:
    """Let go of booklets that are a day old; how many went."""
    allow(by, "directory.see")
    return PrintedBooklet.objects.filter(at__lt=now - LASTS).delete()[0]


def settle_booklet(
    *,
    booklet: object,
    state: str,
    said: str = "",
    content: bytes | None = None,
    volumes: int = 0,
    by: Viewer,
    now: datetime,
) -> None:
    """What became of a booklet, for its page."""
    allow(by, "directory.import")
    with transaction.atomic():
        rows = PrintedBooklet.objects.select_for_update().filter(pk__in=known_ids([booklet]))
        row = rows.first()
        if row is None:
            raise NotFound("booklet")
        if state not in STATES[row.state]:
            return
        row.state, row.said, row.content, row.volumes = state, said, content, volumes
        row.size = len(content or b"")
        row.save()
        note(verb="booklet.made", subject=row, by=by, now=now)
