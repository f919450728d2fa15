"""Agreements: given, and taken back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import TextField, UUIDField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow, allow_some
from kizuna.access.models import Place, Prepared, add, change
from kizuna.access.viewer import SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.ledger.queries import did_since
from kizuna.outbox.actions import call_back, send
from kizuna.people.actions.persons import _locked
from kizuna.people.consent import (
    BEST_INTEREST,
    ENDS_SOON,
    HELPER,
    HOWS,
    NEW_FOR,
    OWN_HOWS,
    REMIND,
    SPEAKER,
    SUPPORT,
    active,
    renewed_until,
    who_gives,
)
from kizuna.people.models import Consent, Person, records_of
from kizuna.people.queries import (
    accounts_with_role,
    guarding,
    in_sight,
    may_speak_for,
    say_that_it_rests,
    speaks_for,
)
from kizuna.places.identity import known
from kizuna.places.queries import under

_WHAT = {"purpose": Place("purpose", TextField()), "recipient": Place("recipient", TextField())}
_PERSON = Place("person", UUIDField())
_SAME = Prepared(lambda: Consent.objects.filter(**_WHAT, person=_PERSON, withdrawn_at=None))
_HELD = Prepared(
    lambda: (
        Consent.objects.select_for_update(of=("self",))
        .filter(**_WHAT, person__in=records_of(_PERSON), withdrawn_at__isnull=True)
        .order_by("pk")
    )
)
_ONE = Prepared(
    lambda: Consent.objects.select_for_update().select_related("person").filter(pk=Place("id", UUIDField()))
)


def _allow_giving(by: Viewer, row: Person, now: datetime) -> None:
    """Without an account, one agrees only in the very action that says who one is."""
    _allow(by, "consent.give", row.pk, row.area_id)
    if by.role == "stranger" and row.created_at != now:
        raise LogInFirst("consent.give")
    _awake(by, row)
    _on_their_word(by, row, now)


def _on_their_word(by: Viewer, row: Person, now: datetime) -> None:
    """Link workers write down the word of those in their sight, and of those whose agreement ran out.

    Whoever took the support of link workers back, or never agreed to it, says so themselves (`come_back`).
    Else a worker who kept the address of a record, or found it on a list, could see it by their own word.
    Whoever brought a record in knows what it says, and may write it down within the same day.
    """
    if by.role != "worker" or row.created_at == now or in_sight(by, row.pk):
        return
    given = Consent.objects.filter(person__in=records_of(row.pk), purpose=SUPPORT)
    newest = given.order_by("-given_at").first()
    if newest is None and _just_added(by, row, now):
        return
    if newest is None or newest.until is None or newest.until > now or row.status == "erased":
        raise NotFound("person")
    if newest.withdrawn_at or newest.emergency_only:
        raise NotFound("person")


def _just_added(by: Viewer, row: Person, now: datetime) -> bool:
    since = now - NEW_FOR
    if row.created_at <= since or row.status == "erased":
        return False
    return did_since(SYSTEM("who added them"), "person.added", person=row.pk, by=by, since=since)


def _of_those_in_sight(by: Viewer, person: object) -> None:
    """Link workers take back what people in their sight agreed to, also of a record that rests."""
    if by.role != "worker" or in_sight(by, person):
        return
    try:
        say_that_it_rests(by, person)
    except NotAllowed:
        return
    raise NotFound("person")


def _allow(by: Viewer, deed: str, person: object, area: object) -> None:
    """Whoever must not be found has agreements for their keepers and themselves alone."""
    guard = guarding(by, person)
    if guard == "this viewer":
        return
    allow(by, deed, area=area, person=person)
    if guard == "others" and by.role != "system" and by.person != str(person):
        raise NotFound("person")


def _awake(by: Viewer, row: Person) -> None:
    """Nobody but its person adds to a record that rests. Taking back is possible all the same."""
    if row.restricted_at is not None and by.role != "system" and by.person != str(row.pk):
        say_that_it_rests(by, row.pk)
        raise NotFound("person")


def _whose_word(
    row: Person,
    how: str,
    evidence: str,
    decided_by: str,
    review_on: date | None,
    speaker: object,
    by: Viewer,
    now: datetime,
) -> dict[str, Any]:
    """What is kept of how we know; raises Refused when it is not enough by the rule of the site."""
    words, decider = evidence.strip(), decided_by.strip()
    if how in OWN_HOWS:
        if by.role != "system" and who_gives(row.birth_year, now, settings.AGE_OF_CONSENT) == "speaker":
            raise Refused(
                _("They are under %(age)s. Someone who may speak for them has to agree.")
                % {"age": settings.AGE_OF_CONSENT}
            )
        return {"evidence": words} if words else {}
    if by.role == "stranger" or by.person == str(row.pk):
        raise Refused(_("Only a link worker can record that someone else agreed."))
    if how == SPEAKER and speaker and not speaks_for(SYSTEM("who may agree"), speaker, row.pk, now):
        raise Refused(_("They may not say yes for this person today. First record who may."))
    if how == SPEAKER and not words:
        words = _on_record(row, speaker, by, now) or _said_before(row, now)
    if not words:
        raise Refused(_("Say who agreed for them, and how you know that they may."))
    if how == SPEAKER:
        return {"evidence": words}
    if not decider or review_on is None or review_on <= timezone.localdate(now):
        raise Refused(_("Say who decided, and on which day it is looked at again."))
    return {"evidence": words, "decided_by": decider, "review_on": review_on}


def _on_record(row: Person, speaker: object, by: Viewer, now: datetime) -> str:
    """Who may say yes for them today, and what shows it, as it is recorded about them."""
    if not in_sight(by, row.pk):
        return ""  # whoever may not see the record learns nothing from it
    wanted = str(known(speaker)) if speaker else ""
    deciding = [one for one in may_speak_for(by, row.pk, now) if one.decides]
    return next(
        (f"{one.name}: {one.evidence}".strip(": ") for one in deciding if not wanted or one.person == wanted),
        "",
    )


def _said_before(row: Person, now: datetime) -> str:
    """How we know that somebody speaks for them, from an agreement of theirs that still holds."""
    held = Consent.objects.filter(person=row, how=SPEAKER).order_by("-given_at")
    return next((each.evidence or "" for each in held if active(each.value(), now)), "")


def give_consent(
    *,
    person: object,
    purpose: str,
    recipient: str,
    how: str,
    until: datetime | None = None,
    what: Sequence[str] = (),
    emergency_only: bool = False,
    evidence: str = "",
    decided_by: str = "",
    review_on: date | None = None,
    speaker: object = None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Record that a person agrees. One that already holds just so is kept. Returns its id.

    `evidence`: who agreed for them, and how we know that they may. `decided_by` and `review_on`: who decided
    in their best interest when they could not, and when that is looked at again; `evidence` says why.
    `speaker`: the person who agreed for them; without words, who is on record as speaking for them counts.
    """
    if how not in HOWS:
        raise Refused(_("Say how the person agreed: %(ways)s.") % {"ways": ", ".join(HOWS)})
    if not purpose or not recipient or (until is not None and until <= now):
        raise Refused(_("An agreement needs a purpose, a recipient, and an end that is still to come."))
    with transaction.atomic():
        row = _locked(person)
        _allow_giving(by, row, now)
        known_by = _whose_word(row, how, evidence, decided_by, review_on, speaker, by, now)
        same = _SAME.rows(person=row.pk, purpose=purpose, recipient=recipient)
        just_so = (until, emergency_only, list(what))
        # Of two at once the second may have looked at the clock first.
        for held in (each for each in same if active(each.value(), max(now, each.given_at))):
            if (held.until, held.emergency_only, held.what) == just_so:
                return held.pk
        more = {"until": until, "what": list(what), "emergency_only": emergency_only, **known_by}
        return _write_down(row, purpose, recipient, how, **more, by=by, now=now)


def _write_down(
    row: Person, purpose: str, recipient: str, how: str, *, by: Viewer, now: datetime, **more: Any
) -> UUID:
    said: dict[str, Any] = {"purpose": purpose, "recipient": recipient, "how": how, **more}
    given = Consent(person=row, given_at=now, recorded_by=by.name, **said)
    add(given)
    note(verb="consent.given", subject=given, person=row.pk, by=by, now=now)
    return given.pk


def withdraw_consent(*, consent: object, by: Viewer, now: datetime) -> None:
    """Take an agreement back: it counts from the next request on. A second time changes nothing.

    Whatever else the person, or a record merged into theirs, agreed to for the same goes with it.
    """
    allow_some(by, "consent.withdraw")
    with transaction.atomic():
        row = _ONE.first(id=known(consent))
        if row is None:
            raise NotFound("consent")
        person = str(row.person.merged_into_id or row.person_id)
        _allow(by, "consent.withdraw", person, row.person.area_id)
        _of_those_in_sight(by, person)
        if row.withdrawn_at is None:
            for each in _same_agreement(row, person):
                _take_back(each, by, now)


def _same_agreement(row: Consent, person: str) -> list[Consent]:
    """What the same person, under any of their records, agreed to for the same, and has not taken back."""
    return _HELD.rows(person=person, purpose=row.purpose, recipient=row.recipient)


def _take_back(row: Consent, by: Viewer, now: datetime) -> None:
    row.withdrawn_at = max(now, row.given_at)
    change(row, "withdrawn_at")
    call_back(cause=f"consent:{row.pk}", now=now)
    note(verb="consent.withdrawn", subject=row, person=row.person_id, by=by, now=now)


def renew_consent(*, consent: object, helped: bool = False, by: Viewer, now: datetime) -> UUID:
    """Agree anew to what ends soon, for as long as before; what has ended is given anew. Twice is once.

    What hangs on the agreement goes on: it keeps its id. The ledger keeps who renewed it, and when.
    """
    allow_some(by, "consent.withdraw")
    with transaction.atomic():
        row = Consent.objects.select_for_update(of=("self",)).filter(pk=known(consent)).first()
        if row is None:
            raise NotFound("consent")
        held, person = row.value(), _locked(row.person_id)
        _allow(by, "consent.withdraw", person.pk, person.area_id)
        _awake(by, person)
        _on_their_word(by, person, now)
        if held.how == BEST_INTEREST:
            raise Refused(_("This was decided for them. Look at it again and record it anew."))
        if held.withdrawn_at is not None:
            raise Refused(_("This was taken back. Record it anew if they agree again."))
        if held.until is None or held.until > now + ENDS_SOON:
            return row.pk
        if active(held, now):
            row.until, row.reminded_at = renewed_until(held, now), None
            row.save(update_fields=["until", "reminded_at"])
            note(verb="consent.renewed", subject=row, person=person.pk, by=by, now=now)
            return row.pk
        return give_consent(
            person=person.pk,
            purpose=held.purpose,
            recipient=held.recipient,
            how=_renewed_how(held.how, by, helped),
            until=renewed_until(held, now),
            what=held.what,
            emergency_only=held.emergency_only,
            evidence=held.evidence,
            by=by,
            now=now,
        )


def _renewed_how(how: str, by: Viewer, helped: bool) -> str:
    if how == SPEAKER:
        return SPEAKER
    return (HELPER if helped else "online") if by.role == "resident" else "spoken"


def remind_of_lapses(*, by: Viewer, now: datetime) -> int:
    """Tell the link workers of an area, once for each agreement, that some end within two weeks."""
    allow(by, "consent.remind")
    with transaction.atomic():
        soon = Consent.objects.select_for_update(of=("self",)).filter(
            until__gt=now, until__lte=now + REMIND, withdrawn_at__isnull=True, reminded_at__isnull=True
        )
        # Nobody is sent to ask the dead, or whoever wants no contact.
        soon = soon.filter(person__status="living", person__do_not_contact=False)
        areas = {area for (area,) in soon.values_list("person__area").order_by()}
        ids = list(soon.values_list("pk", flat=True))
        told = {
            worker.id: worker.email
            for worker in accounts_with_role(by, "worker")
            if any(str(area) in under(by, worker.areas) for area in areas)
        }
        for account, address in told.items():
            _remind(account, address, now)
        Consent.objects.filter(pk__in=ids).update(reminded_at=now)
    return len(told)


def _remind(account: str, address: str, now: datetime) -> None:
    with override(settings.LANGUAGE_CODE):
        send(
            key=f"consents-end:{account}:{now:%Y-%m-%d}",
            address=address,
            subject=_("Some agreements end soon"),
            text=_(
                "Some agreements of people near you end within two weeks. Sign in to see which.\n\n%(link)s"
            )
            % {"link": settings.BASE_URL + reverse("people:consents_ending")},
            topic="consent",
            now=now,
        )
