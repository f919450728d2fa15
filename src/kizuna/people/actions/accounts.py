"""Accounts and the duty rota."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import ANYWHERE, DEEDS, allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.models import Account, AccountArea, DutyShift
from kizuna.people.models.filling import index, normal_email
from kizuna.people.profile import ROLES, tidy
from kizuna.places.identity import known, known_all
from kizuna.places.queries import above
from kizuna.places.queries import area as area_value


def _account(id: object) -> Account:
    try:
        return Account.objects.select_for_update().get(pk=known(id))
    except Account.DoesNotExist:
        raise NotFound("account") from None


def open_account(
    *,
    email: str = "",
    phone: str = "",
    role: str,
    name: str = "",
    areas: Sequence[object] = (),
    organisations: Sequence[object] = (),
    person: object | None = None,
    password: str | None = None,
    account_id: UUID | None = None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Open an account; refused when the address has one. Without a password one logs in by a code.

    A resident may have a telephone number, in E.164, instead of an e-mail address.
    """
    allow(by, "account.open")
    address = normal_email(email)
    if role not in ROLES or not (address or (phone and role == "resident")):
        raise Refused(
            _("An account needs an e-mail address and a role: %(roles)s.") % {"roles": ", ".join(ROLES)}
        )
    with transaction.atomic():
        if address and Account.objects.filter(email=address).exists():
            raise Refused(_("There is already an account with this e-mail address."))
        row = Account(
            pk=account_id or uuid4(),
            email=address or None,
            phone=phone or None,
            phone_index=index(phone, "phone"),
            phone_verified=bool(phone),
            role=role,
            name=tidy(name),
            organisations=[str(id) for id in organisations],
            person_id=known(person) if person else None,
            created_at=now,
        )
        row.set_password(password)
        row.save(force_insert=True)
        AccountArea.objects.bulk_create(
            [AccountArea(account=row, area_id=area_value(by, area).id) for area in areas]
        )
        note(verb="account.opened", subject=row, person=row.person_id, by=by, now=now)
    return row.pk


def _check_reach(row: Account, place: object, by: Viewer) -> None:
    """Whoever is told of a danger must be able to open it: on duty only where one works."""
    if DEEDS["concern.take"][row.role] == ANYWHERE:
        return
    if not AccountArea.objects.filter(account=row.pk, area__in=known_all(above(by, place))).exists():
        raise Refused(_("This account does not work in the area of the shift. Choose an area it works in."))


def set_duty(
    *, account: object, area: object, starts: datetime, ends: datetime, by: Viewer, now: datetime
) -> UUID:
    """Put an account on duty for an area, from `starts` until just before `ends`. The same again is kept."""
    allow(by, "duty.set", area=area)
    if ends <= starts:
        raise Refused(_("A shift must end after it starts."))
    with transaction.atomic():
        row = _account(account)
        if not row.is_active or row.role not in DEEDS["concern.take"]:
            raise Refused(_("Only link workers, coordinators and administrators can be on duty."))
        place = area_value(by, area).id
        _check_reach(row, place, by)
        shift, made = DutyShift.objects.get_or_create(account=row, area_id=place, starts=starts, ends=ends)
        if made:
            note(verb="duty.set", subject=shift, person=row.person_id, by=by, now=now)
    return shift.pk
