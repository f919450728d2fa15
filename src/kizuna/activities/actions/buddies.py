"""A newcomer wants to be met at the door: a buddy of the group is told, and says how it went."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import STRANGER, SYSTEM, NotFound, Refused, Viewer
from kizuna.activities.actions.buddy_telling import tell_buddy, tell_no_buddy, tell_off
from kizuna.activities.buddies import Candidate, whose_turn
from kizuna.activities.models import Greeting, Group, Member, Seat
from kizuna.ledger.actions import note
from kizuna.people.queries import (
    kept_apart,
    same_person,
    visible_as_gone,
    visible_at_rest,
    visible_to_keepers,
)
from kizuna.places.identity import known

HOUSE = SYSTEM("activities: who meets newcomers")


def _own(by: Viewer) -> frozenset[UUID]:
    return same_person(HOUSE, by.person) | {known(by.person)}


def be_buddy(*, group: object, wish: bool, by: Viewer, now: datetime) -> None:
    """A member meets newcomers from now on, or no more; those they were to meet go to another buddy."""
    allow(by, "member.own", person=by.person)
    with transaction.atomic():
        mine = Member.objects.filter(group=known(group), person__in=_own(by), since__isnull=False)
        if not mine.exists():
            raise NotFound("group")
        changed = mine.filter(buddy_since__isnull=wish).update(buddy_since=now if wish else None)
        if not changed:
            return
        verb = "buddy.began" if wish else "buddy.ended"
        note(verb=verb, subject=f"group:{known(group)}", person=by.person, by=by, now=now)
        if wish:
            _hand_out(Greeting.objects.filter(group=known(group), state="open"), now)
        else:
            pass_greetings_on(_own(by), known(group), now)


def pass_greetings_on(people: frozenset[UUID], group: UUID | None, now: datetime) -> None:
    """Those whom these buddies were to meet go to others; `group` None: in every group."""
    rows = Greeting.objects.filter(person__in=people, state="given")
    rows = rows.filter(group=group) if group else rows
    ids = list(rows.values_list("pk", flat=True))
    rows.update(person=None, state="open")
    _hand_out(Greeting.objects.filter(pk__in=ids), now, people)


def ask_to_be_met(*, group: Group, newcomer: Seat | Member, shares: bool, by: Viewer, now: datetime) -> None:
    """Write the wish down; a buddy is told as soon as the newcomer is sure to come. Twice is once."""
    of = {"seat": newcomer} if isinstance(newcomer, Seat) else {"member": newcomer}
    given = {"group": group, "shares": shares, "at": now}
    row, made = Greeting.objects.get_or_create(**of, defaults=given)
    if made:
        note(verb="greeting.asked", subject=row, person=newcomer.person_id, by=by, now=now)
        find_buddy(newcomer, now)


def find_buddy(newcomer: Seat | Member, now: datetime) -> None:
    """Now they come for certain: whoever of the buddies meets the fewest is told."""
    of = {"seat": newcomer} if isinstance(newcomer, Seat) else {"member": newcomer}
    _hand_out(Greeting.objects.filter(state="open", **of), now)


def _hand_out(rows: QuerySet[Greeting], now: datetime, without: frozenset[UUID] = frozenset()) -> None:
    for row in rows.select_related("group", "seat__event", "member"):
        if _comes(row):
            _hand_to(row, _in_turn(row, without), now)


def _comes(row: Greeting) -> bool:
    if row.member:
        return row.member.since is not None
    return row.seat is not None and row.seat.state == "booked"


def _newcomer(row: Greeting) -> UUID | None:
    found: UUID | None = row.member.person_id if row.member else row.seat.person_id if row.seat else None
    return found


def _who_can(group: UUID) -> QuerySet[Member]:
    """The buddies of a group whom a newcomer can count on: here, and no secret to strangers."""
    rows = Member.objects.filter(group=group, buddy_since__isnull=False)
    for away in (visible_to_keepers(STRANGER), visible_at_rest(HOUSE), visible_as_gone(HOUSE)):
        rows = rows.exclude(person__in=away)
    return rows


def _in_turn(row: Greeting, without: frozenset[UUID]) -> str:
    who = _newcomer(row)
    away = kept_apart(HOUSE, who).persons | same_person(HOUSE, who) | {who} if who else frozenset()
    gone = {str(one) for one in (*away, *without)}
    buddies = _who_can(row.group_id)
    loads = Greeting.objects.filter(state="given", person__isnull=False).values_list("person")
    load = dict(loads.annotate(n=Count("pk")))
    return whose_turn(
        Candidate(str(one.person_id), one.buddy_since, load.get(one.person_id, 0))
        for one in buddies
        if one.buddy_since and str(one.person_id) not in gone
    )


def _hand_to(row: Greeting, buddy: str, now: datetime) -> None:
    if not buddy:
        tell_no_buddy(row, now)
        return
    row.person_id, row.state = UUID(buddy), "given"
    row.save(update_fields=["person", "state"])
    note(verb="greeting.given", subject=row, person=row.person_id, by=HOUSE, now=now)
    tell_buddy(row, now)


def answer_greeting(*, greeting: object, met: bool, by: Viewer, now: datetime) -> None:
    """A buddy met the newcomer, or cannot: then the organiser looks. Twice is once."""
    allow(by, "member.own", person=by.person)
    with transaction.atomic():
        mine = Greeting.objects.select_for_update(of=("self",)).filter(person__in=_own(by))
        row = mine.filter(pk=known(greeting)).select_related("group").first()
        if row is None:
            raise NotFound("greeting")
        if row.state != "given":
            return
        if met:
            row.state = "met"
        else:
            row.state, row.person_id = "open", None
        row.save(update_fields=["state", "person"])
        verb = "greeting.met" if met else "greeting.given_back"
        note(verb=verb, subject=row, person=by.person, by=by, now=now)
        if not met:
            tell_no_buddy(row, now)


def choose_buddy(*, greeting: object, member: int, by: Viewer, now: datetime) -> None:
    """An organiser asks one buddy to meet a newcomer. Who is kept apart from them is not asked."""
    found = Greeting.objects.filter(pk=known(greeting)).select_related("group").first()
    allow(by, "letter.keep", area=found.group.area_id if found else None)
    with transaction.atomic():
        rows = Greeting.objects.select_for_update(of=("self",)).select_related(
            "group", "seat__event", "member"
        )
        row = rows.get(pk=known(greeting))
        buddy = _who_can(row.group_id).filter(pk=member).first()
        who = _newcomer(row)
        away = kept_apart(HOUSE, who).persons | {str(who)} if who else frozenset()
        if buddy is None or str(buddy.person_id) in away:
            raise Refused(_("This buddy is not the right one here. Choose somebody else."))
        if row.state == "given" and row.person_id == buddy.person_id:
            return
        if row.state not in ("open", "given") or not _comes(row):
            raise Refused(_("This is no longer possible. Look at how it stands now."))
        _hand_to(row, str(buddy.person_id), now)


def stay_away(seat: Seat, now: datetime) -> None:
    """A newcomer gave up their place, or the date is not held: the buddy is told."""
    rows = Greeting.objects.filter(Q(state="open") | Q(state="given"), seat=seat)
    for row in rows.select_related("group", "seat__event"):
        row.state = "off"
        row.save(update_fields=["state"])
        if row.person_id:
            tell_off(row, now)
