"""When help begins, it is set when somebody is asked how they are: now, and twelve weeks on."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.ledger.actions import note
from kizuna.people import queries as people
from kizuna.people.queries import visible_by
from kizuna.places.identity import known
from kizuna.referrals.measuring import STAGES, begins
from kizuna.referrals.models import Measuring, Referral
from kizuna.referrals.queries import outcome_scales


def begin_measuring(
    *, person: object, area: object, referral: Referral | None, by: Viewer, now: datetime
) -> None:
    """Set the two times of somebody with whom help begins; nothing while earlier ones are still on.

    Inside the transaction of what begins, which holds the person, so that two at once make one. Nothing is
    set where the site has no words for its questionnaires: nobody could be asked.
    """
    codes = outcome_scales(by)
    if not codes:
        return
    same = people.same_person(by, person) | {known(person)}
    last = Measuring.objects.filter(person__in=same).order_by("-again_at").values_list("again_at", flat=True)
    if begins(last.first(), now):
        row = _row(known(person), area, referral, codes, now)
        row.save(force_insert=True)
        note(verb="measuring.begun", subject=row, person=known(person), by=by, now=now)


def _row(
    person: UUID, area: object, referral: Referral | None, codes: Iterable[str], at: datetime
) -> Measuring:
    return Measuring(
        id=uuid4(),
        person_id=person,
        area_id=known(area),
        referral=referral,
        scales=list(codes),
        begun_at=at,
        again_at=at + timedelta(days=settings.DUE_DAYS.outcome),
    )


def load_measurings(rows: Iterable[Referral], last: Mapping[UUID, datetime], codes: Iterable[str]) -> None:
    """The times of referrals that are loaded in one go, oldest first for each person; `last` as it is now."""
    known_codes, ends, made = tuple(codes), dict(last), []
    for row in sorted(rows, key=lambda one: (one.requested_at, str(one.pk))):
        if known_codes and begins(ends.get(row.person_id), row.requested_at):
            one = _row(row.person_id, row.area_id, row, known_codes, row.requested_at)
            ends[row.person_id] = one.again_at
            made.append(one)
    Measuring.objects.bulk_create(made, batch_size=1000)


def leave_measuring(*, measuring: object, stage: str, by: Viewer, now: datetime) -> str:
    """They would rather not answer this time; the person. It is not asked again. Twice changes nothing."""
    allow_some(by, "measuring.leave")
    with transaction.atomic():
        mine = Measuring.objects.select_for_update().filter(visible_by(by, "person"), pk=known(measuring))
        row = mine.first()
        if row is None:
            raise NotFound("measuring")
        who = people.profile(by, row.person_id)
        allow(by, "measuring.leave", area=who.area_id)
        if stage not in STAGES:
            raise Refused(N_("Choose what they would rather not answer from the page."))
        field = f"left_{stage}_at"
        if getattr(row, field) is None:
            setattr(row, field, now)
            row.save(update_fields=[field])
            note(verb="measuring.left", subject=row, person=row.person_id, by=by, now=now)
    return who.id
