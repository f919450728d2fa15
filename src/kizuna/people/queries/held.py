"""Everything that this room holds about a person, for them to see and take along."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.people.models import (
    Account,
    AccountArea,
    Approval,
    Block,
    Consent,
    Correction,
    Dependence,
    Device,
    Double,
    DutyShift,
    Glass,
    Invitation,
    Membership,
    Merge,
    Person,
    PersonName,
    Protection,
    Speaking,
    StatusChange,
)
from kizuna.places.identity import known


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _span(row: Any) -> dict[str, str | None]:
    return {"since": _day(row.since), "until": _day(row.until)}


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _speaking(row: Speaking) -> dict[str, Any]:
    return {
        "name": row.name,
        "person": str(row.speaker_id) if row.speaker_id else None,
        "role": row.role,
        "evidence": row.evidence,
        **_span(row),
    }


def _change(row: StatusChange) -> dict[str, Any]:
    return {
        "before": row.before,
        "after": row.after,
        "on": _day(row.on),
        "why": row.note,
        "at": row.at.isoformat(),
    }


def _person(row: Person) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "called": row.called,
        "pronouns": row.pronouns,
        "birth_year": row.birth_year,
        "gender": row.gender,
        "languages": list(row.languages),
        "area": str(row.area_id),
        "lat": row.lat,
        "lon": row.lon,
        "lives_alone": row.lives_alone,
        "access_needs": row.access_needs,
        "phone": row.phone or "",
        "email": row.email or "",
        "address": row.address,
        "contact_times": row.contact_times,
        "interpreter": row.interpreter,
        "prefers_not_to_say": list(row.not_said),
        "preferred_channel": row.preferred_channel,
        "preferred_language": row.preferred_language,
        "shared_contact": row.shared_contact,
        "status": row.status,
        "status_on": _day(row.status_on),
        "do_not_contact": row.do_not_contact,
        "restricted_at": _moment(row.restricted_at),
        "warned_at_rest": row.warned_at_rest if row.restricted_at else None,
        "since": row.created_at.isoformat(),
    }


def _consent(row: Consent) -> dict[str, Any]:
    return {
        "purpose": row.purpose,
        "recipient": row.recipient,
        "what": list(row.what),
        "emergency_only": row.emergency_only,
        "given_at": row.given_at.isoformat(),
        "until": row.until.isoformat() if row.until else None,
        "how": row.how,
        "recorded_by": row.recorded_by,
        "evidence": row.evidence or "",
        "decided_by": row.decided_by or "",
        "review_on": row.review_on.isoformat() if row.review_on else None,
        "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
    }


def _account(row: Account) -> dict[str, Any]:
    return {
        "email": row.email or "",
        "phone": row.phone or "",
        "name": row.name,
        "role": row.role,
        "opened_at": row.created_at.isoformat(),
        "last_login": row.last_login.isoformat() if row.last_login else None,
    }


def _blocked(ids: Any) -> list[dict[str, str]]:
    """Whom they do not want to meet, as they said it: of the other nothing is told."""
    rows = Block.objects.filter(person__in=ids).order_by("pk")
    return [{"since": row.created_at.isoformat(), "words": row.words or ""} for row in rows]


def _glass(row: Glass) -> dict[str, Any]:
    return {
        "opened_at": row.opened_at.isoformat(),
        "until": row.until.isoformat(),
        "reason": row.reason,
        "in_their_words": row.words,
        "reviewed": row.verdict,
    }


def _approval(row: Approval) -> dict[str, Any]:
    return {
        "deed": row.deed,
        "about": row.about,
        "proposed_at": row.proposed_at.isoformat(),
        "decision": row.decision,
        "decided_at": row.decided_at.isoformat() if row.decided_at else None,
    }


def _correction(row: Correction) -> dict[str, Any]:
    return {
        "about": row.about,
        "statement": row.words,
        "asked_at": row.asked_at.isoformat(),
        "answered_at": _moment(row.answered_at),
        "decision": row.outcome,
        "reply": row.reply or "",
    }


def _invitation(row: Invitation) -> dict[str, Any]:
    return {
        "email": row.email,
        "name": row.name,
        "role": row.role,
        "opened_at": row.invited_at.isoformat(),
        "until": row.expires_at.isoformat(),
        "answered_at": _moment(row.accepted_at),
    }


def _shift(row: DutyShift) -> dict[str, Any]:
    return {"area": str(row.area_id), "starts": row.starts.isoformat(), "ends": row.ends.isoformat()}


def _at_work(ids: list[UUID]) -> dict[str, Any]:
    """What is held about somebody who works here."""
    return {
        "invitations": [_invitation(row) for row in Invitation.objects.filter(account__person__in=ids)],
        "areas": [str(one.area_id) for one in AccountArea.objects.filter(account__person__in=ids)],
        "shifts": [_shift(row) for row in DutyShift.objects.filter(account__person__in=ids)],
    }


def held_about(viewer: Viewer, person: object) -> dict[str, Any]:
    """The person's own data as JSON: records (merged ones too), consents, account, household, blocks."""
    allow(viewer, "person.export", person=person)
    id = known(person)
    own = [*Person.objects.filter(pk=id), *Person.objects.filter(merged_into=id)]
    ids = [row.pk for row in own]
    asked = Approval.objects.filter(person__in=ids).order_by("proposed_at")
    homes = Membership.objects.filter(person__in=ids).order_by("pk")
    return {
        "persons": [_person(row) for row in own],
        "names": [
            {"text": row.text, "use": row.use, "language": row.language}
            for row in PersonName.objects.filter(person__in=ids).order_by("pk")
        ],
        "consents": [_consent(row) for row in Consent.objects.filter(person__in=ids).order_by("given_at")],
        "accounts": [_account(row) for row in Account.objects.filter(person__in=ids)],
        "opened_in_an_emergency": [
            _glass(row) for row in Glass.objects.filter(person__in=ids, told_at__isnull=False)
        ],
        "corrections": [
            _correction(row) for row in Correction.objects.filter(person__in=ids).order_by("asked_at")
        ],
        "approvals": [_approval(row) for row in asked],
        "households": [{"id": str(row.household_id), "role": row.role, **_span(row)} for row in homes],
        "depends_on": [
            row.what | _span(row) for row in Dependence.objects.filter(person__in=ids).order_by("pk")
        ],
        "may_speak": [
            _speaking(row) for row in Speaking.objects.filter(person__in=ids).order_by("created_at")
        ],
        "changes_of_status": [
            _change(row) for row in StatusChange.objects.filter(person__in=ids).order_by("at")
        ],
        "protected": [
            {"since": row.at.isoformat(), "reason": row.reason, "until": _moment(row.lifted_at)}
            for row in Protection.objects.filter(person__in=ids).order_by("at")
        ],
        "merges": [
            {"at": row.at.isoformat(), "before": row.before, "undone_at": _moment(row.undone_at)}
            for row in Merge.objects.filter(keep__in=ids).order_by("at")
        ],
        "blocked": _blocked(ids),
        "devices": [{"since": row.at.isoformat()} for row in Device.objects.filter(person__in=ids)],
        "doubles": [
            {"at": row.found_at.isoformat(), "why": row.reasons}
            for row in Double.objects.filter(Q(one__in=ids) | Q(two__in=ids))
        ],
        **_at_work(ids),
    }


def own_ways(viewer: Viewer, person: object) -> list[tuple[str, str]]:
    """Channels and addresses that are this person's alone: nobody else who is known here reads them."""
    allow(viewer, "person.erase", person=person)
    id = known(person)
    own = list(Person.objects.filter(Q(pk=id) | Q(merged_into=id)))
    alone = [row for row in own if not row.shared_contact]
    same = Q(email_index__in=[row.email_index for row in alone if row.email])
    same |= Q(phone_index__in=[row.phone_index for row in alone if row.phone])
    others = Person.objects.filter(same).exclude(pk__in=[row.pk for row in own])
    known_elsewhere = {mark for marks in others.values_list("email_index", "phone_index") for mark in marks}
    found: set[tuple[str, str]] = set()
    for row in alone:
        if row.email and row.email_index not in known_elsewhere:
            found.add(("email", row.email))
        if row.phone and row.phone_index not in known_elsewhere:
            found.add(("sms", row.phone))
    return sorted(found)
