"""Who lives with whom, who may speak for whom, and names."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.actions.persons import _changing
from kizuna.people.care import HOME_ROLES, NAME_USES, SPEAKER_ROLES
from kizuna.people.models import Household, Membership, Person, PersonName, Speaking
from kizuna.people.models.filling import LANGUAGE, name_key, names_in_use
from kizuna.people.profile import tidy
from kizuna.people.queries import profile, same_person
from kizuna.places.identity import known

LONGEST = 2000


def live_together(
    *,
    persons: Sequence[object],
    roles: Sequence[str] = (),
    since: date | None = None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Put these persons into one new household, in the area of the first."""
    with transaction.atomic():
        rows = [_changing(by, person) for person in persons]
        if not rows:
            raise Refused(_("A household needs somebody who lives in it."))
        home = Household.objects.create(area_id=rows[0].area_id, created_at=now)
        parts = [*roles, *[""] * len(rows)]
        for row, role in zip(rows, parts, strict=False):
            _enter(home.pk, row, role, since, now)
        note(verb="household.added", subject=home, person=rows[0].pk, by=by, now=now)
    return home.pk


def _enter(home: UUID, row: Person, role: str, since: date | None, now: datetime) -> None:
    if role not in HOME_ROLES:
        raise Refused(_("Choose who they are in this household."))
    if since is not None and since > timezone.localdate(now):
        raise Refused(_("This day is still to come. Write the day it happened."))
    Membership.objects.get_or_create(
        household_id=home, person=row, until=None, defaults={"role": role, "since": since}
    )


def move_in(
    *,
    person: object,
    with_person: object,
    role: str = "",
    since: date | None = None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """`person` lives with `with_person` now: in their first household, or a new one. Other homes stay."""
    with transaction.atomic():
        row, host = _changing(by, person), _changing(by, with_person)
        if row.pk == host.pk:
            raise Refused(_("Choose somebody else."))
        there = Membership.objects.filter(person__in=same_person(by, host.pk), until__isnull=True)
        first = there.order_by("pk").values_list("household", flat=True).first()
        if first is None:
            return live_together(persons=[host.pk, row.pk], roles=["", role], since=since, by=by, now=now)
        _enter(first, row, role, since, now)
        note(verb="household.moved_in", subject=row, person=row.pk, by=by, now=now)
    return first


def move_out(*, person: object, home: object, on: date | None = None, by: Viewer, now: datetime) -> None:
    """`person` does not live there any more. That they did stays written; a second time changes nothing."""
    today = timezone.localdate(now)
    with transaction.atomic():
        row = _changing(by, person)
        for held in Membership.objects.select_for_update().filter(
            household=known(home), person__in=same_person(by, row.pk), until__isnull=True
        ):
            held.until = on or max(today, held.since or today)
            if held.until > today or (held.since and held.until < held.since):
                raise Refused(_("Write the day they moved out: after they moved in, and not still to come."))
            held.save(update_fields=["until"])
            note(verb="household.moved_out", subject=row, person=row.pk, by=by, now=now)


def let_speak(
    *,
    person: object,
    role: str,
    evidence: str,
    speaker: object | None = None,
    name: str = "",
    until: date | None = None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Write down that somebody may speak for a person, and what shows it. Nobody makes themselves one."""
    proof, called, today = evidence.strip(), name.strip(), timezone.localdate(now)
    if role not in SPEAKER_ROLES:
        raise Refused(_("Choose what they are to this person."))
    if not proof or len(proof) > LONGEST:
        raise Refused(_("Write what shows that they may, in at most 2,000 characters."))
    if (speaker is None) == (not called) or len(called) > 200:
        raise Refused(_("Say who it is: a person we know, or a name."))
    if until is not None and until < today:
        raise Refused(_("This ended already. Write a day that is still to come, or none."))
    with transaction.atomic():
        row = _changing(by, person)
        who = known(profile(by, speaker).id) if speaker else None
        if who == row.pk:
            raise Refused(_("Choose somebody else."))
        made = Speaking.objects.create(
            person=row, speaker_id=who, name=called, role=role, evidence=proof,
            seen_by=by.name, since=today, until=until, created_at=now,
        )  # fmt: skip
        note(verb="person.speaker_added", subject=made, person=row.pk, by=by, now=now)
    return made.pk


def end_speaking(*, person: object, speaking: object, by: Viewer, now: datetime) -> None:
    """They may not speak for the person any more, from now on."""
    with transaction.atomic():
        row = _changing(by, person)
        gone, _rows = Speaking.objects.filter(pk=known(speaking), person__in=same_person(by, row.pk)).delete()
        if not gone:
            raise NotFound("speaker")
        note(verb="person.speaker_ended", subject=row, person=row.pk, by=by, now=now)


def add_name(*, person: object, text: str, use: str, language: str = "", by: Viewer, now: datetime) -> UUID:
    """Write down another name. A former one is shown to nobody but the person."""
    clean = tidy(text)
    if not clean or len(clean) > 200 or "\x00" in clean:
        raise Refused(_("Write a name of at most 200 characters."))
    if use not in NAME_USES or (language and not LANGUAGE.fullmatch(language)):
        raise Refused(_("Choose what this name is used for."))
    with transaction.atomic():
        row = _changing(by, person)
        made = PersonName.objects.create(person=row, text=clean, use=use, language=language)
        _refind(row)
        note(verb="person.name_added", subject=row, person=row.pk, by=by, now=now)
    return made.pk


def drop_name(*, person: object, name: object, by: Viewer, now: datetime) -> None:
    """Forget one of the other names."""
    with transaction.atomic():
        row = _changing(by, person)
        rows = PersonName.objects.filter(pk=known(name), person__in=same_person(by, row.pk))
        if by.role == "worker":
            rows = rows.exclude(use="former")
        if not rows.delete()[0]:
            raise NotFound("name")
        _refind(row)
        note(verb="person.name_dropped", subject=row, person=row.pk, by=by, now=now)


def _refind(row: Person) -> None:
    row.name_key = name_key(row, names_in_use(row))
    row.save(update_fields=["name_key"])
