"""What one person said about who is around them: for that person, and whoever supports them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.bonds.models import Answer, Tie
from kizuna.bonds.survey import OwnTie, Standing
from kizuna.people.queries import profile, same_person, visible, visible_same, visible_to_keepers
from kizuna.places.identity import known


def visible_ties(viewer: Viewer) -> QuerySet[Tie]:
    """Ties told by persons in sight, but for those that lead to somebody who must not be found."""
    allow_some(viewer, "tie.see")
    rows = Tie.objects.filter(person__in=visible(viewer))
    hidden = Q(other__isnull=False, other__in=visible_to_keepers(viewer))
    # Their own words stay before whoever said them: a name that goes would tell that somebody must hide.
    return rows.exclude(
        hidden & ~Q(person__in=visible_same(viewer, viewer.person)) if viewer.person else hidden
    )


def standing(viewer: Viewer, person: object) -> Standing:
    """What this person answered last, with the ties that they told of. NotFound when out of sight."""
    who = profile(viewer, person)
    allow(viewer, "tie.see", area=who.area_id, person=who.id)
    ids = same_person(viewer, who.id)
    last = newest(ids)
    if last is None:
        return Standing(None, "", "", None, None, None, None, ())
    rows = visible_ties(viewer).filter(answer=last.pk).order_by("pk")
    ties = tuple(
        OwnTie(
            str(row.pk), row.name, row.kind, tuple(row.gives), tuple(row.gets), row.strength, row.since,
            row.seen, last.at,
        )
        for row in rows
    )  # fmt: skip
    return Standing(last.at, last.how, last.tree, last.meet, last.help, last.together, last.company, ties)


def newest(ids: Iterable[UUID]) -> Answer | None:
    """The last answer of a person, under any of their records."""
    return Answer.objects.filter(person__in=list(ids)).order_by("-at", "pk").first()


def tie_of(viewer: Viewer, tie: object) -> str:
    """Who told of this tie; NotFound when that is somebody out of sight."""
    row = visible_ties(viewer).filter(pk=known(tie)).values_list("person", flat=True).first()
    if row is None:
        raise NotFound("tie")
    return str(row)
