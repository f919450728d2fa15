"""Rounds of questions by text message: how far each got. The number and the answers are never shown."""

from django.db.models import Count, Sum

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.people import queries as people
from kizuna.screening.models import TextRound
from kizuna.screening.rounds import DropOuts, Round


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


def drop_outs(viewer: Viewer) -> list[DropOuts]:
    """By how they stand: rounds of those in sight, and how far they got."""
    allow_some(viewer, "check_up.see")
    rows = TextRound.objects.filter(people.visible_by(viewer, "person")).order_by("status")
    told = rows.values_list("status").annotate(number=Count("pk"), reached=Sum("reached"), of=Sum("of"))
    return [DropOuts(*one) for one in told]
