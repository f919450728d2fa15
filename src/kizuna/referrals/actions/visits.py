"""Visits: who goes where until when, coming back, and the alarm when somebody does not."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.ledger.actions import note as write_note
from kizuna.outbox.actions import send
from kizuna.people import queries as people
from kizuna.people.profile import AccountValue
from kizuna.places.identity import known
from kizuna.places.queries import under
from kizuna.referrals.models import Visit
from kizuna.referrals.queries import visible_visits
from kizuna.referrals.safety import LONGEST_VISIT, PLACE_LENGTH, REACH_LENGTH, TEAM_AFTER

AT_ONCE = 200


def go_on_visit(
    *,
    attempt: UUID,
    area: object,
    place: str,
    reach: str,
    until: datetime,
    person: object = None,
    by: Viewer,
    now: datetime,
) -> None:
    """Say where one goes and until when. The same attempt again changes nothing."""
    allow_some(by, "visit.make")
    who = people.profile(by, person) if person else None
    where = who.area_id if who else str(area)
    allow(by, "visit.make", area=where)
    place, reach = place.strip(), reach.strip()
    if not place or len(place) > PLACE_LENGTH or not reach or len(reach) > REACH_LENGTH:
        raise Refused(N_("Write where you go and how to reach you, so that somebody can look for you."))
    _check(until, now)
    values = {
        "worker_id": known(by.account),
        "person_id": known(who.id) if who else None,
        "area_id": known(where),
        "place": place,
        "reach": reach,
        "starts_at": now,
        "until": until,
    }
    with transaction.atomic():
        row, made = Visit.objects.get_or_create(id=attempt, defaults=values)
        if made:
            write_note(verb="visit.begun", subject=row, person=row.person_id, by=by, now=now)


def _check(until: datetime, now: datetime) -> None:
    if not now < until <= now + LONGEST_VISIT:
        raise Refused(N_("Say until when: within twelve hours."))


def _visit(visit: object, by: Viewer) -> Visit:
    """A visit in sight, held until the transaction ends."""
    allow_some(by, "visit.see")
    mine = Visit.objects.filter(pk=known(visit), pk__in=visible_visits(by))
    row = mine.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("visit")
    return row


def back_from_visit(*, visit: object, by: Viewer, now: datetime) -> None:
    """They are back, or a colleague has spoken with them. A second time changes nothing."""
    with transaction.atomic():
        row = _visit(visit, by)
        if row.back_at is not None:
            return
        row.back_at, row.back_by_id = now, known(by.account)
        row.save(update_fields=["back_at", "back_by"])
        write_note(verb="visit.ended", subject=row, person=row.person_id, by=by, now=now)


def stay_longer(*, visit: object, minutes: int, by: Viewer, now: datetime) -> None:
    """Whoever is out needs longer: the alarm waits as long, counted from now."""
    with transaction.atomic():
        row = _visit(visit, by)
        if str(row.worker_id) != by.account:
            raise NotFound("visit")
        if row.back_at is not None:
            raise Refused(N_("This visit is over."))
        until = now + timedelta(minutes=minutes)
        _check(until, now)
        row.until, row.alarmed_at, row.team_alarmed_at = until, None, None
        row.save(update_fields=["until", "alarmed_at", "team_alarmed_at"])
        write_note(verb="visit.longer", subject=row, person=row.person_id, by=by, now=now)


def watch_visits(*, by: Viewer, now: datetime) -> int:
    """Tell whoever is on duty of those who are not back in time, and later everybody near by; how many.

    Where nobody else is on duty, everybody near by is told at once.
    """
    allow(by, "visit.watch")
    late = Visit.objects.filter(back_at__isnull=True, until__lt=now, team_alarmed_at__isnull=True)
    with transaction.atomic():
        rows = list(late.select_for_update(of=("self",)).order_by("until", "pk")[:AT_ONCE])
        return sum(_alarm(row, by, now) for row in rows)


def _alarm(row: Visit, by: Viewer, now: datetime) -> bool:
    if row.alarmed_at is None:
        duty = people.on_duty(by, row.area_id, now)
        alone = duty is None or not duty.email or duty.account == str(row.worker_id)
        row.alarmed_at = now
        if duty is not None and not alone:
            _write(row, duty.account, duty.email, now)
        if alone:
            _tell_team(row, by, now)
    elif row.alarmed_at + TEAM_AFTER <= now:
        _tell_team(row, by, now)
    else:
        return False
    row.save(update_fields=["alarmed_at", "team_alarmed_at"])
    write_note(verb="visit.alarm", subject=row, person=row.person_id, by=by, now=now)
    return True


def _tell_team(row: Visit, by: Viewer, now: datetime) -> None:
    row.team_alarmed_at = now
    for one in _near(row, by):
        if one.email and one.id != str(row.worker_id):
            _write(row, one.id, one.email, now)


def _near(row: Visit, by: Viewer) -> Iterable[AccountValue]:
    team = [*people.accounts_with_role(by, "worker"), *people.accounts_with_role(by, "coordinator")]
    return (one for one in team if str(row.area_id) in under(by, one.areas))


def _write(row: Visit, account: str, email: str, now: datetime) -> None:
    """Neither who nor where: that stands behind the log-in. It goes out by night, too."""
    with translation.override(settings.LANGUAGE_CODE):
        words = _(
            "A colleague is not back from a visit. Sign in now to see who, where, and how to reach them."
        )
        send(
            key=f"visit:{row.pk}:{account}:{row.until:%Y%m%dT%H%M%S}",
            address=email,
            subject=_("A colleague is not back"),
            text=f"{words}\n\n{settings.BASE_URL}{reverse('referrals:visits')}",
            topic="duty",
            life_safety=True,
            now=now,
        )
