"""Reads about what groups write: for members, for organisers, and for rules of the house."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from kizuna.access.deeds import allow, allow_some, reaches
from kizuna.access.secrets import BadSeal
from kizuna.access.small_numbers import told
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.activities.models import Event, Group, Letter, Member, Notes
from kizuna.activities.queries.groups import _seen, _uuids
from kizuna.activities.seats import moment
from kizuna.activities.talking import (
    GroupTalk,
    LetterValue,
    MemberValue,
    NotesValue,
    Standing,
    opens_group,
    who_mutes,
)
from kizuna.outbox.queries import left_of_causes
from kizuna.people.homes import Apart
from kizuna.people.queries import (
    account_names,
    kept_apart,
    profiles,
    same_person,
    visible_at_rest,
    visible_to_keepers,
)
from kizuna.places.identity import known

HOUSE = SYSTEM("activities: letters of a group")
MANY, MOST_NOTES = 30, 12


def group_of_event(viewer: Viewer, event: object) -> str:
    """The group of an event that may be seen; NotFound."""
    row = Event.objects.filter(pk__in=_uuids([event]), group__in=_seen(viewer).values("pk")).first()
    if row is None:
        raise NotFound("event")
    return str(row.group_id)


def keeps_letters(viewer: Viewer, area: object) -> bool:
    """Whether this viewer looks after letters of groups in an area: organisers do, administrators do not."""
    return reaches(viewer, "letter.keep", area=area, organisation=None, person=None, link=None)


def organisers_of(viewer: Viewer, group: object) -> frozenset[str]:
    """The accounts that organise a group: for rules, as the house itself."""
    allow(viewer, "letter.hear")
    rows = Group.objects.filter(pk__in=_uuids([group]), organiser__isnull=False)
    return frozenset(str(id) for id in rows.values_list("organiser", flat=True))


def members_of(viewer: Viewer, group: object) -> frozenset[str]:
    """The persons who belong to a group: for rules, as the house itself."""
    allow(viewer, "letter.hear")
    rows = Member.objects.filter(group__in=_uuids([group]), since__isnull=False)
    return frozenset(str(id) for id in rows.values_list("person", flat=True))


def _own_ids(viewer: Viewer) -> frozenset[UUID]:
    return same_person(viewer, viewer.person) | {known(viewer.person)} if viewer.person else frozenset()


def own_groups(viewer: Viewer) -> list[tuple[str, str, Standing]]:
    """The groups that the person who looks belongs to: id, name, how they stand to it."""
    allow(viewer, "member.own", person=viewer.person)
    rows = Member.objects.filter(person__in=_own_ids(viewer), since__isnull=False)
    rows = rows.select_related("group").defer("group__email")
    return [(str(row.group_id), row.group.name, _standing(row)) for row in rows.order_by("group__name", "pk")]


def standing_in(viewer: Viewer, group: object) -> Standing:
    """How the person who looks stands to a group; nobody else's standing is told."""
    if viewer.role != "resident" or not viewer.person:
        return Standing()
    return _standing(Member.objects.filter(group__in=_uuids([group]), person__in=_own_ids(viewer)).first())


def _standing(row: Member | None) -> Standing:
    if row is None:
        return Standing()
    return Standing(row.since is not None, bool(row.muted_at), row.since is None, bool(row.access_shared_at))


def visible_letters(viewer: Viewer, group: object) -> QuerySet[Letter]:
    """Letters of a group for its organisers: all; for its members: what went round since they came.

    Nothing of those with whom the reader is kept apart.
    """
    row = _seen(viewer).filter(pk__in=_uuids([group])).first()
    if row is None:
        raise NotFound("group")
    ids = _own_ids(viewer)
    return _visible(viewer, row, ids, Member.objects.filter(group=row, person__in=ids).first())


def _visible(viewer: Viewer, row: Group, ids: frozenset[UUID], mine: Member | None) -> QuerySet[Letter]:
    # What somebody wrote whose record rests is shown to nobody but them.
    rests = Q(person__isnull=False) & Q(person__in=visible_at_rest(viewer))
    rows = Letter.objects.filter(group=row).exclude(rests)
    if keeps_letters(viewer, row.area_id):
        return rows.exclude(Q(person__isnull=False) & Q(person__in=visible_to_keepers(viewer)))
    allow(viewer, "member.own", person=viewer.person)
    if mine is None or mine.since is None:
        raise NotFound("group")
    went = Q(state="sent", from_group__isnull=True, at__gte=mine.since) | Q(person__in=ids)
    return _apart(rows.filter(went), kept_apart(HOUSE, viewer.person))


def _apart(rows: QuerySet[Letter], apart: Apart) -> QuerySet[Letter]:
    if not apart:
        return rows
    gone = Q(person__in=_uuids(apart.persons)) & Q(person__isnull=False)
    return rows.exclude(gone).exclude(Q(account__in=_uuids(apart.accounts)) & Q(account__isnull=False))


def _values(rows: Iterable[Letter], ids: frozenset[UUID]) -> list[LetterValue]:
    found = list(rows)
    # Members know each other by name; nothing else of them is told.
    people = {row.person_id for row in found if row.person_id}
    who = profiles(HOUSE, people) if people else {}
    accounts = {row.account_id for row in found if row.account_id}
    staff = account_names(HOUSE, accounts) if accounts else {}
    return [
        LetterValue(
            id=str(row.pk),
            subject=row.subject,
            text=row.text,
            by=who[str(row.person_id)].call_them
            if str(row.person_id) in who
            else staff.get(str(row.account_id), ""),
            at=row.at,
            state=row.state,
            mine=row.person_id in ids,
            from_member=row.person_id is not None,
            person=str(row.person_id or ""),
            from_group=row.from_group.name if row.from_group else "",
            group=str(row.group_id),
        )
        for row in found
    ]


def talk(viewer: Viewer, group: object, now: datetime) -> GroupTalk:
    """What a member or an organiser sees of the talk of a group; NotFound for everybody else."""
    group_rows = _seen(viewer).filter(pk__in=_uuids([group])).annotate(looks=F("talk__moderated"))
    row = group_rows.defer("email").first()
    if row is None:
        raise NotFound("group")
    ids, keeping = _own_ids(viewer), keeps_letters(viewer, row.area_id)
    mine = Member.objects.filter(group=row, person__in=ids).first() if ids else None
    rows = _visible(viewer, row, ids, mine).select_related("from_group").order_by("-at", "pk")
    every = _values(rows[:MANY], ids)
    every = _reached(every) if keeping else every
    people, away = _people(viewer, row) if keeping else ((), 0)
    return GroupTalk(
        group=str(row.pk),
        name=row.name,
        keeps=keeping,
        standing=_standing(mine),
        letters=tuple(one for one in every if not (keeping and one.state in ("waiting", "kept"))),
        waiting=tuple(one for one in every if keeping and one.state in ("waiting", "kept")),
        notes=_notes(row),
        members=sum(not one.asks for one in people) + away,
        moderated=row.looks is not False,
        people=people,
    )


def _people(viewer: Viewer, group: Group) -> tuple[tuple[MemberValue, ...], int]:
    """Members by name and who asks to be one; and how many there are whom this organiser may not find.

    What somebody needs to come along only where they let the organiser know it.
    """
    hidden = Q(person__in=visible_to_keepers(viewer)) | Q(person__in=visible_at_rest(viewer))
    away = ExpressionWrapper(hidden, output_field=BooleanField())
    rows = list(Member.objects.filter(group=group).annotate(away=away))
    shown = [row for row in rows if not row.away]
    who = profiles(HOUSE, [row.person_id for row in shown]) if shown else {}
    found = [
        MemberValue(
            row.pk,
            who[str(row.person_id)].call_them,
            row.since is None,
            tuple(who[str(row.person_id)].access_needs or ()) if row.access_shared_at and row.since else (),
        )
        for row in shown
        if str(row.person_id) in who
    ]
    twice = {name for name, number in Counter(one.name for one in found).items() if number > 1}
    whole = {row.pk: who[str(row.person_id)].name for row in shown if str(row.person_id) in who}
    found = [replace(one, name=whole[one.id]) if one.name in twice else one for one in found]
    found.sort(key=lambda one: (not one.asks, one.name.casefold(), one.id))
    return tuple(found), sum(row.since is not None for row in rows if row.away)


def member_group(viewer: Viewer, member: int) -> str:
    """The group of a member, for whoever keeps it; NotFound out of their areas."""
    row = Member.objects.filter(pk=member).select_related("group").first()
    allow(viewer, "letter.keep", area=row.group.area_id if row else None)
    if row is None:
        raise NotFound("member")
    return str(row.group_id)


def _reached(letters: list[LetterValue]) -> list[LetterValue]:
    """With how many each of them reached, by channel; small numbers are hidden."""
    left = left_of_causes(HOUSE, [f"activities.Letter:{one.id}" for one in letters])
    return [
        replace(one, reached=tuple((channel, told(number)) for channel, number in sorted(some.items())))
        for one in letters
        for some in [left.get(f"activities.Letter:{one.id}", {})]
    ]


def _notes(group: Group) -> tuple[NotesValue, ...]:
    rows = Notes.objects.filter(event__group=group).select_related("event").order_by("-starts_at", "pk")
    return tuple(
        NotesValue(str(row.event_id), row.event.title, row.starts_at, row.text) for row in rows[:MOST_NOTES]
    )


def muting(viewer: Viewer, token: str, now: datetime) -> tuple[str, str, Viewer]:
    """Name and id of the group that a link silences, and the viewer its holder becomes; NotFound."""
    allow(viewer, "group.see")
    try:
        group, person = who_mutes(token, settings.SECRET_KEYS, now)
    except BadSeal:
        raise NotFound("group") from None
    row = Group.objects.filter(pk__in=_uuids([group])).first()
    if row is None:
        raise NotFound("group")
    return row.name, str(row.pk), Viewer(role="resident", person=person, token=opens_group(row.pk))


def _letter(viewer: Viewer, letter: object) -> Letter:
    found = Letter.objects.filter(pk__in=_uuids([letter])).first()
    row = visible_letters(viewer, found.group_id).filter(pk=found.pk).first() if found else None
    if row is None:
        raise NotFound("letter")
    return row


def letter_of(viewer: Viewer, letter: object) -> LetterValue:
    """One letter of another member, as a member reads it; NotFound for everything else."""
    allow_some(viewer, "member.own")
    row = _letter(viewer, letter)
    if row.person_id is None or row.person_id in _own_ids(viewer):
        raise NotFound("letter")
    return _values([row], _own_ids(viewer))[0]


def letter_to_decide(viewer: Viewer, letter: object) -> str:
    """The group of a letter, for whoever keeps that group; NotFound out of their areas."""
    allow_some(viewer, "letter.keep")
    row = _letter(viewer, letter)
    allow(viewer, "letter.keep", area=row.group.area_id)
    return str(row.group_id)


def notes_of(viewer: Viewer, event: object, number: int) -> NotesValue:
    """What was written down of one date, for whoever keeps the group; empty when nothing was."""
    row = Event.objects.filter(pk__in=_uuids([event])).select_related("group").defer("group__email").first()
    if row is None:
        raise NotFound("event")
    allow(viewer, "letter.keep", area=row.group.area_id)
    try:
        at = moment(number)
    except ValueError:
        raise NotFound("date") from None
    text = Notes.objects.filter(event=row, starts_at=at).first()
    return NotesValue(str(row.pk), row.title, at, text.text if text else "")
