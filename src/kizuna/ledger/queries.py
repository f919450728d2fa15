"""Reading the ledger."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.ledger.entry import EntryValue
from kizuna.ledger.models import Entry
from kizuna.ledger.verbs import what_happened, who_did


def about_person(viewer: Viewer, person: UUID | str, limit: int = 500) -> list[EntryValue]:
    """Who did and who looked, newest first: for the person themself, and for the house."""
    allow(viewer, "ledger.see.own", person=person)
    rows = Entry.objects.filter(person=person).order_by("-at", "-id")[:limit]
    return [
        EntryValue(row.at, row.verb, row.subject, row.by, what_happened(row.verb), who_did(row.by))
        for row in rows
    ]


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many lines there are and since when. None goes by the periods of `retention.py`."""
    allow(viewer, "retention.see")
    return Held(due=0, **Entry.objects.aggregate(total=Count("pk"), oldest=Min("at")))
