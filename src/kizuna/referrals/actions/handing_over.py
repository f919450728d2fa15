"""A colleague looks after somebody, or after all that one looks after, from here on."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.ledger.actions import note as write_note
from kizuna.ledger.actions import note_many
from kizuna.ledger.entry import Note
from kizuna.outbox.actions import send
from kizuna.people import queries as people
from kizuna.places.identity import known
from kizuna.referrals.models import Intake, Referral
from kizuna.referrals.pathway import OPEN
from kizuna.referrals.queries import visible, visible_intakes, workers_near
from kizuna.referrals.queue import Answered

Looked = Referral | Intake


def hand_over_person(*, person: object, to: str, by: Viewer, now: datetime) -> Answered:
    """A colleague looks after everything that is open for somebody. Twice changes nothing."""
    allow_some(by, "referral.hand_over")
    who = people.profile(by, person)
    allow(by, "referral.hand_over", area=who.area_id)
    return _hand_over(Q(person__in=people.same_person(by, who.id)), to, by, now)


def hand_over_all(*, to: str, by: Viewer, now: datetime) -> Answered:
    """A colleague looks after all that this link worker looks after, wherever they work too."""
    allow_some(by, "referral.hand_over")
    return _hand_over(Q(owner=known(by.account)), to, by, now)


def _hand_over(which: Q, to: str, by: Viewer, now: datetime) -> Answered:
    """All in one transaction; what lies where the colleague does not work stays with whoever has it."""
    with transaction.atomic():
        rows = [
            *_held(Referral, which & Q(pk__in=visible(by))),
            *_held(Intake, which & Q(pk__in=visible_intakes(by))),
        ]
        near = {area: to in workers_near(by, area) for area in {row.area_id for row in rows}}
        mine = [row for row in rows if near[row.area_id]]
        if rows and not mine:
            raise Refused(N_("Choose somebody who works in this area."))
        new = [row for row in mine if str(row.owner_id) != to]
        for row in new:
            row.owner_id, row.told_of, row.told_team_of = known(to), None, None
            row.save(update_fields=["owner", "told_of", "told_team_of"])
        notes = [Note("referral.handed_over", f"{r._meta.label}:{r.pk}", r.person_id, by) for r in new]
        note_many(notes=notes, now=now)
        if new:
            _tell(to, len(new), by, now)
    return Answered(len(mine), len(rows) - len(mine))


def _held(table: type[Referral] | type[Intake], which: Q) -> list[Looked]:
    """Open rows, held until the transaction ends, always in one order."""
    open_ = table._default_manager.select_for_update(of=("self",)).filter(which, due_at__isnull=False)
    return list(open_.order_by("pk"))


def _tell(to: str, n: int, by: Viewer, now: datetime) -> None:
    """The colleague hears that there is something new, and nothing else: it stands behind the log-in."""
    one = next((one for one in people.accounts_with_role(by, "worker") if one.id == to), None)
    if one is None or not one.email:
        return
    with translation.override(settings.LANGUAGE_CODE):
        words = ngettext(
            "%(n)s thing was handed over to you. Sign in to see what comes next.",
            "%(n)s things were handed over to you. Sign in to see what comes next.",
            n,
        ) % {"n": n}
        send(
            key=f"handed-over:{by.account}:{to}:{now.isoformat()}",
            address=one.email,
            subject=_("Something was handed over to you"),
            text=f"{words}\n\n{settings.BASE_URL}{reverse('referrals:today')}",
            topic="referral",
            now=now,
        )


def hand_over(*, referral: object, to: str, by: Viewer, now: datetime) -> None:
    """Another link worker of the area looks after this referral from here on. Twice changes nothing."""
    allow_some(by, "referral.hand_over")
    with transaction.atomic():
        mine = Referral.objects.filter(pk=known(referral), pk__in=visible(by), status__in=OPEN)
        row = mine.select_for_update(of=("self",)).first()
        if row is None:
            raise NotFound("referral")
        allow(by, "referral.hand_over", area=people.profile(by, row.person_id).area_id)
        if to not in workers_near(by, row.area_id):
            raise Refused(N_("Choose somebody who works in this area."))
        if str(row.owner_id) == to:
            return
        row.owner_id, row.told_of, row.told_team_of = known(to), None, None
        row.save(update_fields=["owner", "told_of", "told_team_of"])
        write_note(verb="referral.handed_over", subject=row, person=row.person_id, by=by, now=now)
