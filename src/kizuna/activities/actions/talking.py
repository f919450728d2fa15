"""Joining a group's talk, writing to it, letting letters go round, silencing it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.activities.actions.buddies import ask_to_be_met, find_buddy, pass_greetings_on
from kizuna.activities.actions.posting import ask_organiser, heed_letter, post, to_organisers, welcome
from kizuna.activities.models import Event, Group, Letter, Member, Notes, Talk
from kizuna.activities.queries import is_held, keeps_letters, may_join, standing_in, visible_letters
from kizuna.activities.talking import (
    LONGEST,
    LONGEST_NOTES,
    SUBJECT,
    first_state,
    may_follow,
    opens_group,
    too_many_letters,
)
from kizuna.ledger.actions import note
from kizuna.people.actions import block
from kizuna.people.queries import same_person
from kizuna.places.identity import known
from kizuna.screening.safety import spoken

HOUSE = SYSTEM("activities: letters")


def _group(id: object) -> Group:
    row = Group.objects.filter(pk=known(id), active=True).first()
    if row is None:
        raise NotFound("group")
    return row


def clean(text: str, most: int) -> str:
    """Words of somebody without spaces at their ends; raises Refused when there are none, or too many."""
    found = text.strip()
    if not found:
        raise Refused(_("Write something."))
    if len(found) > most or "\x00" in found:
        raise Refused(_("This is too long. Write less, or in two parts."))
    return found


def join_group(*, group: object, met: bool = False, shares: bool = False, by: Viewer, now: datetime) -> None:
    """The one who looks belongs to an open group from now on; of another group they ask its organiser.

    Where a link worker asks for a place, one has to have done so. `met`: somebody is to meet them at the
    door; `shares`: who does may know how to reach them. A second time changes nothing.
    """
    allow(by, "member.own", person=by.person)
    row = _group(group)
    introduced = may_join(by, row.pk)
    if row.join == "referral" and not introduced:
        raise Refused(_("A link worker can ask for a place for you. Then you can join."))
    is_open = row.join == "open" or introduced
    with transaction.atomic():
        if Member.objects.filter(group=row, person__in=_ids(by)).exists():
            return
        given = {"asked_at": now, "since": now if is_open else None}
        found, made = Member.objects.get_or_create(group=row, person_id=known(by.person), defaults=given)
        if made:
            verb = "member.joined" if is_open else "member.asked"
            note(verb=verb, subject=f"group:{row.pk}", person=found.person_id, by=by, now=now)
            if not is_open:
                ask_organiser(row, f"member:{found.pk}", now)
            if met:
                ask_to_be_met(group=row, newcomer=found, shares=shares, by=by, now=now)


def decide_member(*, member: int, stays: bool, by: Viewer, now: datetime) -> None:
    """An organiser lets somebody in who asked, or takes somebody out. Twice is once."""
    found = Member.objects.filter(pk=member).select_related("group").first()
    allow(by, "letter.keep", area=found.group.area_id if found else None)
    with transaction.atomic():
        row = Member.objects.select_for_update(of=("self",)).filter(pk=member).select_related("group").first()
        if row is None:
            return
        subject = f"group:{row.group_id}"
        if not stays:
            row.delete()
            pass_greetings_on(frozenset({row.person_id}), row.group_id, now)
            note(verb="member.taken_out", subject=subject, person=row.person_id, by=by, now=now)
        elif row.since is None:
            row.since = now
            row.save(update_fields=["since"])
            note(verb="member.joined", subject=subject, person=row.person_id, by=by, now=now)
            welcome(row, now)
            find_buddy(row, now)


def leave_group(*, group: object, by: Viewer, now: datetime) -> None:
    """The one who looks belongs to a group no more, and hears nothing from it."""
    allow(by, "member.own", person=by.person)
    with transaction.atomic():
        mine = Member.objects.filter(group=known(group), person__in=_ids(by))
        if not mine.delete()[0]:
            raise NotFound("group")
        pass_greetings_on(_ids(by), known(group), now)
        note(verb="member.left", subject=f"group:{known(group)}", person=by.person, by=by, now=now)


def _ids(by: Viewer) -> frozenset[UUID]:
    return same_person(HOUSE, by.person) | {known(by.person)}


def mute_group(*, group: object, silent: bool, by: Viewer, now: datetime) -> None:
    """Letters of a group come no more, or again: signed in, or by the link under each of them."""
    if by.token:
        allow(by, "group.mute", link=opens_group(group))
    else:
        allow(by, "member.own", person=by.person)
    with transaction.atomic():
        mine = Member.objects.filter(group=known(group), person__in=_ids(by))
        if not mine.update(muted_at=now if silent else None):
            raise NotFound("group")
        verb = "member.muted" if silent else "member.heard"
        note(verb=verb, subject=f"group:{known(group)}", person=by.person, by=by, now=now)


def share_access(*, group: object, share: bool, by: Viewer, now: datetime) -> None:
    """The organiser may know what the one who looks needs to come along; or no more."""
    allow(by, "member.own", person=by.person)
    with transaction.atomic():
        mine = Member.objects.filter(group=known(group), person__in=_ids(by))
        if not mine.update(access_shared_at=now if share else None):
            raise NotFound("group")
        verb = "member.access_shared" if share else "member.access_closed"
        note(verb=verb, subject=f"group:{known(group)}", person=by.person, by=by, now=now)


def write_letter(*, key: UUID, group: object, subject: str, text: str, by: Viewer, now: datetime) -> str:
    """An organiser or a member writes to a group; in which state the letter begins. The same key is one."""
    row = _group(group)
    organiser = keeps_letters(by, row.area_id)
    if organiser:
        allow(by, "letter.keep", area=row.area_id)
        who: dict[str, Any] = {"account_id": known(by.account) if by.account else None}
    else:
        allow(by, "member.own", person=by.person)
        if not standing_in(by, row.pk).member:
            raise NotFound("group")
        who = {"person_id": known(by.person)}
    said = {"subject": subject.strip()[:SUBJECT] or row.name[:SUBJECT], "text": clean(text, LONGEST)}
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=row.pk)  # letters of a day are counted one after the other
        if there := Letter.objects.filter(pk=key).first():
            return there.state
        mine = Letter.objects.filter(group=row, **who).order_by("-at").values_list("at", flat=True)[:20]
        if too_many_letters(list(mine), "organiser" if organiser else "member", now):
            raise Refused(_("You wrote much to this group today. Write again tomorrow."))
        looks = Talk.objects.filter(pk=row.pk).values_list("moderated", flat=True).first() is not False
        in_danger = not organiser and bool(spoken(f"{said['subject']} {said['text']}"))
        # A cry for help is no letter for everybody: somebody reads it first, in every group.
        state = "waiting" if in_danger else first_state(organiser=organiser, moderated=looks)
        letter = Letter.objects.create(id=key, group=row, state=state, at=now, **who, **said)
        note(verb=f"letter.{state}", subject=letter, person=letter.person_id, by=by, now=now)
        if in_danger:
            heed_letter(letter, now)
        if state == "sent":
            post(letter, now)
        else:
            to_organisers(letter, now)
    return state


def decide_letter(*, letter: object, state: str, by: Viewer, now: datetime) -> None:
    """An organiser lets a member's letter go round, keeps it to themselves, or refuses it. Twice is once."""
    found = Letter.objects.filter(pk=known(letter)).select_related("group").first()
    allow(by, "letter.keep", area=found.group.area_id if found else None)
    with transaction.atomic():
        row = Letter.objects.select_for_update(of=("self",)).select_related("group").get(pk=known(letter))
        if row.state == state:
            return
        if not may_follow(row.state, state):
            raise Refused(_("This is no longer possible. Look at how it stands now."))
        row.state = state
        row.save(update_fields=["state"])
        note(verb=f"letter.{state}", subject=row, person=row.person_id, by=by, now=now)
        if state == "sent":
            post(row, now)


def let_talk(*, group: object, moderated: bool, by: Viewer, now: datetime) -> None:
    """Say whether an organiser looks at the letters of members before they go round."""
    row = _group(group)
    allow(by, "letter.keep", area=row.area_id)
    with transaction.atomic():
        Talk.objects.update_or_create(group=row, defaults={"moderated": moderated})
        note(verb="group.kept", subject=row, by=by, now=now)


def write_notes(*, event: object, starts_at: datetime, text: str, by: Viewer, now: datetime) -> None:
    """Write down what was said at one date, for the members of its group; empty takes it back."""
    row = Event.objects.select_related("group").filter(pk=known(event)).first()
    allow(by, "letter.keep", area=row.group.area_id if row else None)
    if row is None or not is_held(by, row, starts_at, min(starts_at, now)):
        raise NotFound("date")
    with transaction.atomic():
        if text.strip():
            said = {"text": clean(text, LONGEST_NOTES), "at": now}
            Notes.objects.update_or_create(event=row, starts_at=starts_at, defaults=said)
        else:
            Notes.objects.filter(event=row, starts_at=starts_at).delete()
        note(verb="notes.written", subject=f"event:{row.pk}", by=by, now=now)


def write_to_group(
    *, key: UUID, group: object, to: object, subject: str, text: str, by: Viewer, now: datetime
) -> None:
    """One group writes to the organisers of another: they learn which group it is, and no address."""
    own, other = _group(group), _group(to)
    allow(by, "letter.keep", area=own.area_id)
    if own.pk == other.pk:
        raise Refused(_("Choose another group."))
    said = {"subject": subject.strip()[:SUBJECT] or own.name[:SUBJECT], "text": clean(text, LONGEST)}
    with transaction.atomic():
        Group.objects.select_for_update().get(pk=own.pk)
        if Letter.objects.filter(pk=key).exists():
            return
        mine = Letter.objects.filter(from_group=own).order_by("-at").values_list("at", flat=True)[:20]
        if too_many_letters(list(mine), "organiser", now):
            raise Refused(_("You wrote much to this group today. Write again tomorrow."))
        who = {"account_id": known(by.account) if by.account else None}
        letter = Letter.objects.create(
            id=key, group=other, from_group=own, state="sent", at=now, **who, **said
        )
        note(verb="letter.to_group", subject=letter, by=by, now=now)
        to_organisers(letter, now)


def block_writer(*, letter: object, by: Viewer, now: datetime) -> None:
    """Nothing more of whoever wrote this letter, anywhere: the two are kept apart, and they never learn."""
    allow_some(by, "member.own")
    found = Letter.objects.filter(pk=known(letter)).first()
    row = visible_letters(by, found.group_id).filter(pk=found.pk).first() if found else None
    if row is None or row.person_id is None or not by.person:
        raise NotFound("letter")
    words = _("Wrote to the group “%(group)s”") % {"group": row.group.name}
    block(person=by.person, other=row.person_id, words=words, by=by, now=now)
