"""Rounds of questions by text message: how far each got. The number and the answers are never shown."""

from datetime import datetime, timedelta

from django.db.models import Count, Sum

from kizuna.access.deeds import allow_some
from kizuna.access.small_numbers import parts
from kizuna.access.viewer import Viewer
from kizuna.people import queries as people
from kizuna.screening.models import TextRound
from kizuna.screening.rounds import DropOuts, Round

DAYS = 90


def text_rounds(viewer: Viewer, person: object) -> list[Round]:
    """The rounds of one person, newest first; none when they are out of sight."""
    allow_some(viewer, "check_up.see")
    rows = TextRound.objects.filter(
        people.visible_by(viewer, "person"), person__in=people.visible_same(viewer, person)
    )
    return [
        Round(row.instrument, row.begun_at, row.ended_at, row.status, row.reached, row.of)
        for row in rows.order_by("-begun_at", "pk")
    ]


def drop_outs(viewer: Viewer, now: datetime) -> list[DropOuts]:
    """How the rounds of 90 days stand and how far each kind got, on the whole site; small counts are hidden.

    All of them, or none: their sum is in the counts of how far people came.
    """
    allow_some(viewer, "town.see")
    since = now - timedelta(days=DAYS)
    rows = TextRound.objects.filter(begun_at__gt=since, begun_at__lte=now).order_by("status")
    told = rows.values_list("status").annotate(number=Count("pk"), reached=Sum("reached"), of=Sum("of"))
    counts = {status: (number, reached, of) for status, number, reached, of in told}
    may = parts({status: number for status, (number, _, _) in counts.items()})
    return [
        DropOuts(status, may[status], round(100 * reached / of) if of and may[status] is not None else None)
        for status, (_, reached, of) in counts.items()
    ]
