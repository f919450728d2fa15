"""Writes about volunteers: who offers help, who is welcome, who stops, and what they can do."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.activities.actions.shift_words import say, tell_group
from kizuna.activities.actions.shifts import fill
from kizuna.activities.models import Group, Helping, PersonSkill, Role, Stint, Volunteer
from kizuna.activities.queries import visible_volunteers
from kizuna.activities.seats import OPEN
from kizuna.activities.shifts import About, Offer, opens_mine
from kizuna.activities.skills import SKILLS
from kizuna.ledger.actions import note
from kizuna.people.actions import add_person
from kizuna.people.queries import same_person
from kizuna.places.identity import known

_PERSONS = UUID("2f0d0f7e-2a0f-5c39-9a53-6f7a4c9a1d20")


def offer_help(*, role: object, offer: Offer | None, by: Viewer, now: datetime) -> UUID:
    """Somebody wants to help in a role, signed in or with a way to reach them. The volunteer's id.

    The same form twice is one offer; who stopped helping can offer again.
    """
    allow(by, "volunteer.offer")
    with transaction.atomic():
        row = Role.objects.select_related("group").filter(pk=known(role), active=True).first()
        if row is None or not row.group.active:
            raise NotFound("role")
        person = _who(row.group, offer, by, now)
        volunteer, _made = Volunteer.objects.get_or_create(person_id=person, defaults={"since": now})
        words = offer.words if offer else ""
        helping, new = Helping.objects.get_or_create(
            volunteer=volunteer, role=row, defaults={"state": "asked", "words": words, "asked_at": now}
        )
        if not new and helping.state in ("asked", "welcome", "declined"):
            return volunteer.pk
        helping.state, helping.words, helping.asked_at, helping.answered_at = "asked", words, now, None
        helping.save()
        note(verb="volunteer.offered", subject=helping, person=person, by=by, now=now)
        say(
            volunteer,
            "offered",
            f"volunteer:{helping.pk}:offered:{now:%Y%m%d}",
            {"group": row.group.name},
            now,
        )
        tell_group(
            row.group,
            f"volunteer:{helping.pk}:asked:{now:%Y%m%d}",
            N_("Somebody wants to help: %(group)s"),
            N_("Somebody offered their help at %(group)s. Look at it and answer: %(link)s"),
            now,
        )
    return volunteer.pk


def _who(group: Group, offer: Offer | None, by: Viewer, now: datetime) -> UUID:
    """The person who offers: who is signed in, or somebody new, who is said to live near the group."""
    if by.role == "resident" and by.person:
        ids = same_person(by, by.person)
        there = Volunteer.objects.filter(person__in=ids).order_by("since").first()
        return there.person_id if there else UUID(by.person)
    if offer is None:
        raise Refused(_("Write your name and a way to reach you."))
    return add_person(
        person_id=uuid5(_PERSONS, offer.key),
        name=offer.name,
        area=group.area_id,
        phone=offer.phone,
        email=offer.email,
        preferred_channel="email" if offer.email else "text",
        preferred_language=offer.language,
        by=by,
        now=now,
    )


def own_volunteer(volunteer: object, by: Viewer) -> Volunteer:
    """The row of a volunteer, locked, for the holder of the key to their page."""
    allow(by, "volunteer.link", link=opens_mine(volunteer))
    row = Volunteer.objects.select_for_update().filter(pk=known(volunteer)).first()
    if row is None:
        raise NotFound("volunteer")
    return row


def kept_volunteer(group: object, volunteer: object, by: Viewer) -> tuple[Group, Volunteer]:
    """A group and somebody who asked to help there or does, for whoever looks after its volunteers."""
    row = Group.objects.filter(pk=known(group)).first()
    allow(by, "volunteer.keep", area=row.area_id if row else None)
    helping = Helping.objects.filter(role__group=row, volunteer=known(volunteer))
    found = visible_volunteers(by).filter(pk__in=helping.values("volunteer")).first() if row else None
    if row is None or found is None:
        raise NotFound("volunteer")
    return row, found


def _leave(helping: Helping, by: Viewer, now: datetime) -> None:
    """Shifts that are still to come go to others when somebody stops helping in a role."""
    rows = Stint.objects.filter(volunteer=helping.volunteer, shift__role=helping.role, state__in=OPEN)
    for one in rows.filter(shift__ends_at__gt=now).select_related("shift__role__group"):
        one.state, one.sequence = "cancelled", one.sequence + 1
        one.save(update_fields=["state", "sequence"])
        note(verb="shift.cancelled", subject=one, person=helping.volunteer.person_id, by=by, now=now)
        fill(one.shift, now)


def answer_helping(
    *, group: object, volunteer: object, role: object, state: str, by: Viewer, now: datetime
) -> None:
    """An organiser welcomes somebody, says no, or ends it; they are told. The same answer twice is one."""
    with transaction.atomic():
        _row, who = kept_volunteer(group, volunteer, by)
        if state not in ("welcome", "declined", "ended"):
            raise NotFound("state")
        rows = Helping.objects.select_for_update(of=("self",)).select_related("role__group", "volunteer")
        helping = rows.filter(volunteer=who, role=known(role), role__group=known(group)).first()
        if helping is None:
            raise NotFound("helping")
        if helping.state == state:
            return
        helping.state, helping.answered_at = state, now
        helping.save(update_fields=["state", "answered_at"])
        note(verb=f"volunteer.{state}", subject=helping, person=who.person_id, by=by, now=now)
        if state != "welcome":
            _leave(helping, by, now)
        facts = {"group": helping.role.group.name, "role": helping.role.name}
        say(who, state, f"volunteer:{helping.pk}:{state}:{helping.asked_at:%Y%m%d%H%M}", facts, now)


def stop_helping(*, volunteer: object, role: object, by: Viewer, now: datetime) -> None:
    """A volunteer stops helping in a role, by the key to their page. Twice is once."""
    with transaction.atomic():
        who = own_volunteer(volunteer, by)
        rows = Helping.objects.select_related("role", "volunteer").filter(volunteer=who, role=known(role))
        helping = rows.exclude(state="ended").first()
        if helping is None:
            return
        helping.state, helping.answered_at = "ended", now
        helping.save(update_fields=["state", "answered_at"])
        note(verb="volunteer.ended", subject=helping, person=who.person_id, by=by, now=now)
        _leave(helping, by, now)


def say_about(*, volunteer: object, about: About, by: Viewer, now: datetime) -> None:
    """A volunteer says what they can do, when, how far and how much; what others saw of it stays."""
    with transaction.atomic():
        row = own_volunteer(volunteer, by)
        row.can_do = about.can_do
        row.parts = None if about.times is None else list(about.times)
        row.km, row.most_week, row.most_month = about.km, about.most_week, about.most_month
        row.paused_until, row.since = about.paused_until, now
        row.save()
        said = {code for code in about.skills if code in SKILLS}
        PersonSkill.objects.filter(person=row.person_id, how="said").exclude(code__in=said).delete()
        for code in sorted(said):
            add_skill(row.person_id, code, "said", now)
        note(verb="volunteer.about", subject=row, person=row.person_id, by=by, now=now)


def add_skill(person: UUID, code: str, how: str, now: datetime) -> bool:
    """Write down that a person can do something; what was seen or learnt is more than what was said."""
    row, made = PersonSkill.objects.get_or_create(
        person_id=person, code=code, defaults={"how": how, "since": now}
    )
    if not made and row.how == "said" and how != "said":
        row.how, row.since = how, now
        row.save(update_fields=["how", "since"])
        return True
    return made


def note_skill(*, group: object, volunteer: object, code: str, by: Viewer, now: datetime) -> None:
    """An organiser saw that somebody can do something. Twice is once."""
    with transaction.atomic():
        _row, who = kept_volunteer(group, volunteer, by)
        if code not in SKILLS:
            raise NotFound("skill")
        if add_skill(who.person_id, code, "shown", now):
            note(verb="skill.noted", subject=who, person=who.person_id, by=by, now=now)
