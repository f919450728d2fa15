"""A link worker writes down a talk; one about a referral is how somebody asks how it goes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.ledger.actions import note as write_note
from kizuna.people import queries as people
from kizuna.places.identity import known
from kizuna.referrals.actions.owing import OWES, owe
from kizuna.referrals.models import Draft, Referral, Talk
from kizuna.referrals.pathway import OPEN
from kizuna.referrals.queries import visible
from kizuna.referrals.talks import HOW_CODES, LONGEST, UNHEARD


def write_talk(
    *,
    attempt: UUID,
    person: object,
    how: str,
    minutes: int,
    note: str = "",
    referral: object = None,
    by: Viewer,
    now: datetime,
) -> None:
    """Write a talk down once for its attempt. One about a referral sets what is due next; a try does not."""
    allow_some(by, "talk.write")
    who = people.profile(by, person)
    allow(by, "talk.write", area=who.area_id)
    if how not in HOW_CODES or not 0 <= minutes <= LONGEST:
        raise Refused(N_("Say how you talked, and for how many minutes."))
    with transaction.atomic():
        about = _about(by, who.id, referral) if referral else None
        Draft.objects.filter(pk=attempt, account=known(by.account)).delete()
        row, made = Talk.objects.get_or_create(
            id=attempt,
            defaults={
                "person_id": known(who.id),
                "referral": about,
                "how": how,
                "minutes": minutes,
                "note": note.strip(),
                "by_id": known(by.account),
                "at": now,
            },
        )
        if not made:
            return
        write_note(verb="talk.written", subject=row, person=who.id, by=by, now=now)
        if about is not None and how not in UNHEARD:
            about.followed_up_at = now
            owe(about, by, now)
            about.save(update_fields=["followed_up_at", *OWES])


def _about(by: Viewer, person: str, referral: object) -> Referral:
    """An open referral of this very person, held until the transaction ends."""
    same = people.same_person(by, person)
    mine = Referral.objects.filter(pk=known(referral), pk__in=visible(by), person__in=same, status__in=OPEN)
    row = mine.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("referral")
    return row
