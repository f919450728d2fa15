"""How long what is kept, and what is due: one table for the page, the command and the nightly run."""

from collections.abc import Sequence
from datetime import datetime
from types import ModuleType

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held, Kind
from kizuna.access.viewer import Viewer
from kizuna.activities import queries as activities
from kizuna.bonds import queries as bonds
from kizuna.directory import queries as directory
from kizuna.ledger import queries as ledger
from kizuna.outbox import queries as outbox
from kizuna.people import queries as people
from kizuna.referrals import queries as referrals
from kizuna.screening import queries as screening
from kizuna.signposting import queries as signposting
from kizuna.voice import queries as voice
from kizuna.web import retention
from kizuna.web.queries import aging

ROOMS: dict[str, ModuleType] = {
    "ledger": ledger,
    "outbox": outbox,
    "people": people,
    "directory": directory,
    "screening": screening,
    "activities": activities,
    "signposting": signposting,
    "referrals": referrals,
    "bonds": bonds,
    "voice": voice,
    "web": aging,
}


def kept_kinds(viewer: Viewer) -> Sequence[Kind]:
    """Every kind of record with this site's period. Anybody may read it."""
    return retention.kinds(settings.RETENTION)


def due(viewer: Viewer, now: datetime) -> list[tuple[Kind, Held]]:
    """Per kind: how many rows there are, how many are due, since when the oldest counts."""
    allow(viewer, "retention.see")
    found = kept_kinds(viewer)
    return [(kind, ROOMS[kind.room].counted(viewer, kind.code, kind.before(now))) for kind in found]
