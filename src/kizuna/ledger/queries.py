"""Reading the ledger."""

from uuid import UUID

from kizuna.access.deeds import allow
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
