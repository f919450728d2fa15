"""What a volunteer sees of their own, signed in or by the key to their page; and who vouches for them."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.fitting import Candidate, burden, fit, limits
from kizuna.activities.models import Helping, Reference, Shift, Stint, Volunteer
from kizuna.activities.queries.candidates import (
    COUNTS,
    candidate_of,
    candidates,
    checks_of,
    minutes_of,
    people_of,
    records,
    skills_of,
    wanted,
)
from kizuna.activities.queries.roles import held_at, role_value, shift_rows, shift_value
from kizuna.activities.seats import HOLDS, OPEN
from kizuna.activities.shifts import (
    About,
    Mine,
    Open,
    ReferenceValue,
    SkillValue,
    StintValue,
    Vouching,
    mine_of,
    mine_token,
    opens_mine,
    opens_reference,
    reference_of,
)
from kizuna.activities.skills import SKILLS
from kizuna.frame.errors import Gone
from kizuna.people.queries import kept_apart, same_person
from kizuna.places.identity import known

HOUSE = SYSTEM("activities: a volunteer's own page")
SHOWN = 60


def volunteer_by_key(viewer: Viewer, token: str, now: datetime) -> tuple[str, Viewer]:
    """The volunteer whose page a key opens, and the viewer its holder becomes: for this page only.

    Raises NotFound for a key that this site never made, Gone when nothing is kept of it any more.
    """
    allow(viewer, "role.see")
    try:
        id = mine_of(token, settings.SECRET_KEYS, now)
    except BadSeal:
        raise NotFound("volunteer") from None
    row = Volunteer.objects.filter(pk=known(id)).first()
    if row is None or not people_of([row]):
        raise Gone(_("This page is over, and nothing of it is kept any more."))
    return str(row.pk), Viewer(role="resident", token=opens_mine(row.pk))


def own_key(viewer: Viewer, now: datetime) -> str:
    """The key to one's own page as a volunteer; empty for somebody who does not help anywhere."""
    allow(viewer, "seat.own", person=viewer.person)
    row = Volunteer.objects.filter(person__in=same_person(viewer, viewer.person)).order_by("since").first()
    return mine_token(row.pk, settings.SECRET_KEYS, now) if row else ""


def own_row(viewer: Viewer, volunteer: object) -> Volunteer:
    """The row of a volunteer, for the holder of the key to their page."""
    allow(viewer, "volunteer.link", link=opens_mine(volunteer))
    row = Volunteer.objects.filter(pk=known(volunteer)).first()
    if row is None:
        raise NotFound("volunteer")
    return row


def mine(viewer: Viewer, volunteer: object, now: datetime) -> Mine:
    """A volunteer's own page: shifts, what is open to them, hours, papers. Eleven queries."""
    row = own_row(viewer, volunteer)
    who = people_of([row])
    if str(row.person_id) not in who:
        raise NotFound("volunteer")
    ids = records([row], who)
    skills = skills_of(ids).get(row.person_id, {})
    checks = checks_of(ids).get(row.person_id, {})
    helping, stints = _helping(row), _stints(row)
    counting = [one for one in stints if one.state in COUNTS and one.shift.called_off_at is None]
    me = candidate_of(row, who[str(row.person_id)], skills, checks, counting)
    week, month = burden(me.busy, timezone.localdate(now), timezone.get_default_timezone())
    most_week, most_month = limits(row.most_week, row.most_month)
    return Mine(
        id=str(row.pk),
        person=str(row.person_id),
        name=who[str(row.person_id)].call_them,
        about=about_of(row, skills),
        skills=skill_values(skills),
        checks=tuple(checks.values()),
        roles=tuple((role_value(one.role), one.state) for one in helping if one.state != "declined"),
        stints=tuple(_mine(one) for one in stints if _coming(one, now)),
        open=_open(row, me, helping, stints, now),
        references=tuple(_reference(one) for one in row.reference_set.order_by("named_at", "pk")),
        minutes_week=week,
        minutes_month=month,
        minutes_all=sum(minutes_of(one) for one in stints if one.state == "came"),
        most_week=most_week,
        most_month=most_month,
    )


def about_of(row: Volunteer, skills: dict[str, str]) -> About:
    """What a volunteer said about themselves."""
    return About(
        skills=tuple(code for code in SKILLS if code in skills),
        times=None if row.parts is None else tuple(row.parts),
        km=row.km,
        most_week=row.most_week,
        most_month=row.most_month,
        paused_until=row.paused_until,
        can_do=row.can_do,
    )


def skill_values(skills: dict[str, str]) -> tuple[SkillValue, ...]:
    """What somebody can do, in the order of our list; a code that is gone from it is left out."""
    return tuple(SkillValue(code, one.label, skills[code]) for code, one in SKILLS.items() if code in skills)


def _helping(row: Volunteer) -> list[Helping]:
    rows = Helping.objects.filter(volunteer=row, role__group__active=True).exclude(state="ended")
    return list(rows.select_related("role__group").defer("role__group__email").order_by("asked_at", "pk"))


def _stints(row: Volunteer) -> list[Stint]:
    rows = Stint.objects.filter(volunteer=row).exclude(state="cancelled")
    rows = rows.select_related("shift__role__group").defer("shift__role__group__email")
    return list(rows.order_by("shift__starts_at", "pk"))


def _coming(one: Stint, now: datetime) -> bool:
    return one.state in OPEN and one.shift.ends_at > now and one.shift.called_off_at is None


def _mine(one: Stint) -> StintValue:
    held = shift_value(one.shift, 0)
    return StintValue(str(one.pk), str(one.volunteer_id), "", one.state, minutes_of(one), held)


def _reference(one: Reference) -> ReferenceValue:
    """As the volunteer sees it: what was said stays with the organiser."""
    return ReferenceValue(str(one.pk), str(one.volunteer_id), one.name, one.state, one.asked_at)


def away_from(person: object) -> frozenset[UUID]:
    """Ids of shifts at which this person would meet somebody from whom they are kept apart. For rules."""
    apart = kept_apart(HOUSE, person)
    if not apart:
        return frozenset()
    others = [UUID(id) for id in apart.persons]
    rows = Stint.objects.filter(volunteer__person__in=others, state__in=(*HOLDS, "waiting"))
    kept = Shift.objects.filter(role__group__organiser__in=[UUID(id) for id in apart.accounts])
    return frozenset(rows.values_list("shift", flat=True)) | frozenset(kept.values_list("pk", flat=True))


def _open(
    row: Volunteer, me: Candidate, helping: list[Helping], stints: list[Stint], now: datetime
) -> tuple[Open, ...]:
    """Shifts of one's roles that one has not got yet, each with what stands against it."""
    welcome = [one.role_id for one in helping if one.state == "welcome"]
    has = [one.shift_id for one in stints]
    rows = shift_rows(now).filter(role__in=welcome, starts_at__gt=now)
    coming = list(rows.exclude(pk__in=[*has, *away_from(row.person_id)])[:SHOWN])
    held = held_at([one.pk for one in coming])
    return tuple(
        Open(shift_value(one, held.get(one.pk, 0)), fit(me, wanted(one, one.role)).blocks) for one in coming
    )


def vouching(viewer: Viewer, token: str, now: datetime) -> tuple[Vouching, Viewer]:
    """What somebody is asked to vouch for by a link, and the viewer its holder becomes: for this one only.

    Raises NotFound for a link that this site never made or that is too old, Gone when it is kept no more.
    """
    allow(viewer, "role.see")
    try:
        id = reference_of(token, settings.SECRET_KEYS, now)
    except BadSeal:
        raise NotFound("reference") from None
    row = Reference.objects.select_related("volunteer").filter(pk=known(id)).first()
    who = people_of([row.volunteer]) if row else {}
    if row is None or not who:
        raise Gone(_("This page is over, and nothing of it is kept any more."))
    helping = [one for one in _helping(row.volunteer) if one.state in ("asked", "welcome")]
    return Vouching(
        id=str(row.pk),
        about=next(iter(who.values())).call_them,
        name=row.name,
        group_name=helping[0].role.group.name if helping else "",
        roles=tuple(one.role.name for one in helping),
        state=row.state,
    ), Viewer(role="resident", token=opens_reference(row.pk))


def may_take(viewer: Viewer, shift: UUID, volunteer: UUID) -> bool:
    """Whether nothing stands against it: papers, skills, another shift, rest, somebody kept apart."""
    allow(viewer, "shift.match")
    rows = Shift.objects.select_related("role__group").defer("role__group__email")
    row, who = rows.get(pk=shift), Volunteer.objects.get(pk=volunteer)
    if row.pk in away_from(who.person_id):
        return False
    found = candidates([who], row.starts_at, row.role_id)
    return bool(found) and fit(found[0], wanted(row, row.role)).fits
