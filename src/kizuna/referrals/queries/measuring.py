"""When somebody is to be asked how they are, and what they answered: first and twelve weeks on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.instruments.queries import askable
from kizuna.people import queries as people
from kizuna.referrals.measuring import MeasuringValue
from kizuna.referrals.models import Measuring
from kizuna.referrals.pages import Measured
from kizuna.screening import queries as screening
from kizuna.screening.values import CheckUpValue


def outcome_scales(viewer: Viewer) -> tuple[str, ...]:
    """The questionnaires that this site asks at both times, of those for which it has words."""
    if not settings.OUTCOME_SCALES:
        return ()
    known = {one.code for language, _ in settings.LANGUAGES for one in askable(viewer, language)}
    return tuple(code for code in settings.OUTCOME_SCALES if code in known)


def value(row: Measuring) -> MeasuringValue:
    """A row as a value."""
    left = {"first": row.left_first_at, "again": row.left_again_at}
    return MeasuringValue(
        id=str(row.pk),
        person=str(row.person_id),
        begun_at=row.begun_at,
        again_at=row.again_at,
        scales=tuple(row.scales),
        left=frozenset(stage for stage, at in left.items() if at),
    )


def measured(viewer: Viewer, person: object, now: datetime) -> tuple[Measured, ...]:
    """Both times of a person in sight, the newest beginning first, and what was answered of them."""
    allow_some(viewer, "check_up.see")
    rows = Measuring.objects.filter(person__in=people.visible_same(viewer, person))
    found = [value(row) for row in rows.order_by("-begun_at", "pk")]
    return stand(viewer, found, screening.history(viewer, person) if found else (), now)


def stand(
    viewer: Viewer, found: Sequence[MeasuringValue], history: Iterable[CheckUpValue], now: datetime
) -> tuple[Measured, ...]:
    """Where the times of a person stand, by their check-ups."""
    allow_some(viewer, "check_up.see")
    codes = dict.fromkeys(code for one in found for code in one.scales)
    names = {code: one.title for code, one in screening.questionnaires(viewer, codes).items()}
    answered: dict[str, list[datetime]] = {}
    for check in history:
        if check.who != "proxy":
            answered.setdefault(check.instrument, []).append(check.at)
    return tuple(Measured(one, one.asked(answered, names, now)) for one in found)


def last_measured(viewer: Viewer, persons: Sequence[UUID]) -> Mapping[UUID, datetime]:
    """When each of these persons is last asked again: for loading many at once."""
    allow_some(viewer, "referral.load")
    rows = Measuring.objects.filter(person__in=persons).order_by().values("person")
    return dict(rows.annotate(last=Max("again_at")).values_list("person", "last"))
