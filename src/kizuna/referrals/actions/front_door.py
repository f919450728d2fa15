"""The door for professionals: partners and their links, and somebody whom one of them refers to us."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.conf import settings
from django.db import transaction

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.directory.needs import BY_CODE as NEEDS
from kizuna.ledger.actions import note as write_note
from kizuna.outbox.actions import forget_replies
from kizuna.people import queries as people
from kizuna.people.actions import add_person, give_consent
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.places.identity import known, known_all
from kizuna.places.queries import area as area_value
from kizuna.places.queries import under
from kizuna.referrals.actions.letters import tell_partner, write_link
from kizuna.referrals.actions.measuring import begin_measuring
from kizuna.referrals.actions.owing import first_of
from kizuna.referrals.fhir.sheet import TAKEN_BACK, came_of
from kizuna.referrals.front_door import HOW_CODES, OUTCOME_CODES, UNREACHED, due, partner_token
from kizuna.referrals.mailed import TOPIC
from kizuna.referrals.models import Intake, Partner
from kizuna.referrals.pathway import REQUESTER, TARGET, check_step
from kizuna.referrals.queries import intake_state, own_partners, site_calendar, visible_intakes, workers_near

_HOUSE = SYSTEM("a partner refers somebody")


def add_partner(*, name: str, email: str, area: object, by: Viewer, now: datetime) -> UUID:
    """Let an organisation refer people to us: its link goes to the address by which it is known."""
    allow_some(by, "partner.keep")
    where = area_value(by, area).id
    allow(by, "partner.keep", area=where)
    if not name.strip() or not email.strip():
        raise Refused(N_("Write the name of the organisation and its e-mail address."))
    with transaction.atomic():
        row = Partner.objects.create(
            name=name.strip(),
            email=email.strip(),
            area_id=where,
            link_nonce=uuid4().hex,
            opened_by_id=known(by.account) if by.account else None,
            opened_at=now,
        )
        write_note(verb="partner.opened", subject=row, by=by, now=now)
        write_link(row, by, now)
    return row.pk


def _partner(by: Viewer, partner: object) -> Partner:
    """A partner that still refers, held until the transaction ends, for those who keep it."""
    allow_some(by, "partner.keep")
    row = Partner.objects.select_for_update().filter(pk=known(partner)).first()
    if row is None:
        raise NotFound("partner")
    allow(by, "partner.keep", area=row.area_id)
    return row


def renew_partner_link(*, partner: object, by: Viewer, now: datetime) -> None:
    """Send a partner a new link; the old one opens nothing any more."""
    with transaction.atomic():
        row = _partner(by, partner)
        if row.ended_at is not None:
            raise Refused(N_("This organisation does not refer to you any more. Add it anew."))
        row.link_nonce = uuid4().hex
        row.save(update_fields=["link_nonce"])
        write_note(verb="partner.link_sent", subject=row, by=by, now=now)
        write_link(row, by, now)


def end_partner(*, partner: object, by: Viewer, now: datetime) -> None:
    """A partner refers nobody any more: its link opens nothing from here on."""
    with transaction.atomic():
        row = _partner(by, partner)
        if row.ended_at is None:
            row.ended_at = now
            row.save(update_fields=["ended_at"])
            write_note(verb="partner.ended", subject=row, by=by, now=now)


def receive(
    *,
    attempt: UUID,
    partner: UUID | str,
    name: str,
    phone: str,
    email: str,
    area: str,
    shared: bool,
    need: str,
    note: str,
    from_name: str,
    how: str,
    may_hear: bool,
    by: Viewer,
    now: datetime,
) -> UUID:
    """A partner refers somebody who agreed: their record, their yes, who looks after them, and until when.

    The same `attempt` again changes nothing. Whether we know the person already is told to nobody: their
    record is a new one, and link workers see later that the two may be one.
    """
    allow(by, "intake.send", link=partner_token(str(partner)))
    _check(need, how, phone, email)
    with transaction.atomic():
        # Locked: of two clicks at once one waits for the other, and an ended partner stays ended.
        row = Partner.objects.select_for_update().filter(pk=known(partner), ended_at=None).first()
        if row is None:
            raise NotFound("partner")
        if before := Intake.objects.filter(pk=attempt).first():
            if before.partner_id != row.pk:
                raise Refused(N_("Something went wrong with this page. Open it again."))
            return before.pk
        if str(area) not in under(_HOUSE, [str(row.area_id)]):
            raise Refused(N_("Choose where they live."))
        who = _person(attempt, name, phone, email, area, shared, how, now)
        made = _keep(attempt, row, who, area, need, note, from_name, how, may_hear, now)
        write_note(verb="intake.received", subject=made, person=who, by=by, now=now)
        forget_replies(topic=TOPIC, reply=attempt, now=now)  # where it came by mail, the letter is done with
        begin_measuring(person=who, area=area, referral=None, by=_HOUSE, now=now)
        tell_partner(made, "received", now)
    return made.pk


def _check(need: str, how: str, phone: str, email: str) -> None:
    if need not in NEEDS:
        raise Refused(N_("Choose what they need most."))
    if how not in HOW_CODES:
        raise Refused(N_("Say how they agreed. Without their yes nothing is kept."))
    if not phone and not email:
        raise Refused(N_("Write a phone number or an e-mail address. One is enough."))


def _person(
    attempt: UUID, name: str, phone: str, email: str, area: str, shared: bool, how: str, now: datetime
) -> UUID:
    who = add_person(
        person_id=uuid5(NAMESPACE_URL, f"kizuna:intake:{attempt}"),
        name=name,
        area=area,
        phone=phone,
        email=email,
        preferred_channel="phone" if phone else "email",
        shared_contact=shared,
        by=_HOUSE,
        now=now,
    )
    give_consent(person=who, purpose=SUPPORT, recipient=LINK_WORKERS, how=how, by=_HOUSE, now=now)
    return who


def _keep(
    attempt: UUID,
    partner: Partner,
    who: UUID,
    area: str,
    need: str,
    note: str,
    from_name: str,
    how: str,
    may_hear: bool,
    now: datetime,
) -> Intake:
    owed = due(now, None, settings.DUE_DAYS, site_calendar(_HOUSE))
    return Intake.objects.create(
        pk=attempt,
        partner=partner,
        person_id=who,
        area_id=known(area),
        need=need,
        note=note.strip(),
        from_name=from_name.strip(),
        how=how,
        may_hear=may_hear,
        received_at=now,
        owner_id=first_of(workers_near(_HOUSE, area)),
        due_step=owed.step,
        due_at=owed.at,
    )


def _intake(by: Viewer, intake: object) -> Intake:
    """A referral to us, held until the transaction ends, for a link worker who may see its person."""
    allow_some(by, "intake.answer")
    mine = Intake.objects.filter(pk=known(intake), pk__in=visible_intakes(by))
    row = mine.select_for_update(of=("self",)).select_related("partner").first()
    if row is None:
        raise NotFound("intake")
    allow(by, "intake.answer", area=people.profile(by, row.person_id).area_id)
    return row


def first_contact(*, intake: object, by: Viewer, now: datetime) -> None:
    """A link worker has reached them; the partner hears it where they agreed. Twice changes nothing."""
    with transaction.atomic():
        row = _intake(by, intake)
        if row.contacted_at is not None or row.closed_at is not None:
            return
        row.contacted_at, row.contacted_by_id = now, known(by.account) if by.account else None
        if by.role == "worker":
            row.owner_id = known(by.account)
        owed = due(row.received_at, now, settings.DUE_DAYS, site_calendar(by))
        row.due_step, row.due_at, row.told_of, row.told_team_of = owed.step, owed.at, None, None
        row.save()
        write_note(verb="intake.contacted", subject=row, person=row.person_id, by=by, now=now)
        tell_partner(row, "contacted", now)


def close_intake(*, intake: object, outcome: str, by: Viewer, now: datetime) -> None:
    """Write down what came of it; the partner hears it where they agreed. A second time changes nothing."""
    if outcome not in OUTCOME_CODES:
        raise Refused(N_("Say what came of it: choose from the list."))
    with transaction.atomic():
        row = _intake(by, intake)
        if row.closed_at is not None:
            return
        _close(row, outcome, by, now)


def _close(row: Intake, outcome: str, by: Viewer, now: datetime) -> None:
    if row.contacted_at is None and outcome not in UNREACHED:
        raise Refused(N_("First write down that you have reached them."))
    row.closed_at, row.outcome = now, outcome
    row.due_step, row.due_at = "", None
    row.save()
    write_note(verb="intake.closed", subject=row, person=row.person_id, by=by, now=now)
    tell_partner(row, "closed", now)


def step_intake(*, intake: object, to: str, reason: str = "", by: Viewer, now: datetime) -> str:
    """Put the Task of somebody who was referred to us into a state of the same table; returns the state.

    Link workers answer for us; the partner that sent them may take it back.
    """
    with transaction.atomic():
        mine = by.role == "provider"
        row = _own_intake(by, intake) if mine else _intake(by, intake)
        before = intake_state(by, row)
        if before == to:
            return to
        side = REQUESTER if mine or to == "entered-in-error" else TARGET
        check_step(before, to, sides=frozenset({side}), reason=reason)
        if to == "accepted":
            first_contact(intake=row.pk, by=by, now=now)
        elif (outcome := TAKEN_BACK.get(to)) or (outcome := came_of(to, reason)):
            _close(row, outcome, by, now)
        else:
            raise Refused(N_("Who was referred to us is reached first, and then it is closed."))
    return to


def _own_intake(by: Viewer, intake: object) -> Intake:
    """A referral to us, held until the transaction ends, for the program of the partner that sent it."""
    allow_some(by, "intake.send")
    partners = known_all(one.id for one in own_partners(by))
    mine = Intake.objects.filter(pk=known(intake), partner__in=partners)
    row = mine.select_for_update(of=("self",)).select_related("partner").first()
    if row is None:
        raise NotFound("intake")
    return row
