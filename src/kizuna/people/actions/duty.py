"""Keeping the rota: the same hours for some weeks, taken off, handed over to somebody who confirms."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.deeds import DEEDS, allow, allow_some
from kizuna.access.viewer import NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.actions.accounts import _check_reach, set_duty
from kizuna.people.duty import MOST_WEEKS, repeated
from kizuna.people.models import Account, DutyShift
from kizuna.places.identity import known


def repeat_duty(
    *,
    account: object,
    area: object,
    on: date,
    begins: time,
    stops: time,
    weeks: int = 1,
    by: Viewer,
    now: datetime,
) -> int:
    """The same local hours on the same weekday, for so many weeks: all or none. How many shifts."""
    allow(by, "duty.set", area=area)
    if not 0 < weeks <= MOST_WEEKS:
        raise Refused(_("Repeat it for at most %(weeks)s weeks.") % {"weeks": MOST_WEEKS})
    spans = repeated(on, begins, stops, weeks, timezone.get_default_timezone())
    with transaction.atomic():
        for starts, ends in spans:
            set_duty(account=account, area=area, starts=starts, ends=ends, by=by, now=now)
    return len(spans)


def _locked(shift: object) -> DutyShift:
    row = DutyShift.objects.select_for_update().filter(pk=known(shift)).first()
    if row is None:
        raise NotFound("shift")
    return row


def remove_duty(*, shift: object, by: Viewer, now: datetime) -> None:
    """Take a shift off the rota. One that has begun ends now: what was, stays."""
    allow_some(by, "duty.set")
    with transaction.atomic():
        row = _locked(shift)
        allow(by, "duty.set", area=row.area_id)
        if row.ends <= now:
            return
        note(verb="duty.removed", subject=row, by=by, now=now)
        if row.starts < now:
            row.ends = now
            row.save(update_fields=["ends"])
        else:
            row.delete()


def offer_duty(*, shift: object, to: object, by: Viewer, now: datetime) -> None:
    """Ask somebody else to take a shift over; it stays where it is until they confirm."""
    allow_some(by, "duty.see")
    with transaction.atomic():
        row = _locked(shift)
        if str(row.account_id) != by.account:
            allow(by, "duty.set", area=row.area_id)
        taker = Account.objects.filter(pk=known(to), is_active=True).first()
        if taker is None or taker.role not in DEEDS["concern.take"] or row.ends <= now:
            raise Refused(_("Only link workers, coordinators and administrators can be on duty."))
        _check_reach(taker, row.area_id, by)
        row.offered_to_id = taker.pk
        row.save(update_fields=["offered_to"])
        note(verb="duty.offered", subject=row, by=by, now=now)


def accept_duty(*, shift: object, by: Viewer, now: datetime) -> None:
    """The one who was asked confirms: from this moment the shift is theirs. A second tap changes nothing."""
    allow_some(by, "duty.see")
    with transaction.atomic():
        row = _locked(shift)
        if str(row.account_id) == by.account:
            return
        if str(row.offered_to_id or "") != by.account:
            raise NotAllowed(_("This shift was offered to somebody else."))
        if row.ends <= now:
            raise Refused(_("This shift is over."))
        row.account_id, row.offered_to_id = known(by.account), None
        row.save(update_fields=["account", "offered_to"])
        note(verb="duty.taken_over", subject=row, by=by, now=now)
