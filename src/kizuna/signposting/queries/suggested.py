"""What was suggested to a person who agreed to support, what they chose, and what came of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from kizuna.access.deeds import allow, allow_some
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.people.queries import same_person, visible_same
from kizuna.signposting.models import Offer
from kizuna.signposting.suggested import Suggested


def chosen_by(viewer: Viewer, person: object) -> tuple[Suggested, ...]:
    """What a person chose, the latest first, for a link worker who supports them."""
    allow_some(viewer, "offer.keep")
    rows = Offer.objects.filter(person__in=visible_same(viewer, person), chosen_at__isnull=False)
    return tuple(
        Suggested(str(row.pk), row.kind, row.option, row.name, row.chosen_at, row.came)
        for row in rows.order_by("-chosen_at", "pk")
        if row.chosen_at
    )


def held_about(viewer: Viewer, person: object) -> dict[str, Any]:
    """Everything this room holds about a person, as JSON."""
    allow(viewer, "person.export", person=person)
    rows = Offer.objects.filter(person__in=same_person(viewer, person) | {UUID(str(person))})
    return {
        "suggestions": [
            {
                "name": row.name,
                "need": row.group,
                "shown_at": row.shown_at.isoformat(),
                "chosen_at": row.chosen_at.isoformat() if row.chosen_at else None,
                "outcome": row.came,
            }
            for row in rows.order_by("shown_at", "pk")
        ]
    }


def _old(before: datetime | None) -> QuerySet[Offer]:
    return Offer.objects.filter(shown_at__lt=before) if before else Offer.objects.none()


def aged(viewer: Viewer, code: str, before: datetime | None, limit: int) -> list[Any]:
    """Ids of at most so many rows whose period is over, the oldest first."""
    allow(viewer, "retention.see")
    return list(_old(before).order_by("shown_at", "pk").values_list("pk", flat=True)[:limit])


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many rows there are, how many are due, and since when the oldest counts."""
    allow(viewer, "retention.see")
    return Held(
        due=_old(before).count(), **Offer.objects.aggregate(total=Count("pk"), oldest=Min("shown_at"))
    )
