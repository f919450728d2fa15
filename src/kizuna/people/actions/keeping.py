"""Keeping the accounts of those who work here: another role or area, closing, opening again."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kizuna.access.deeds import ANYWHERE, DEEDS, allow
from kizuna.access.viewer import NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.actions.approvals import carry_out, propose
from kizuna.people.actions.correcting import hand_back
from kizuna.people.actions.sign_ins import _end_sessions
from kizuna.people.actions.telling import tell
from kizuna.people.invitation import INVITES, NEEDS_AREA, NEEDS_ORGANISATION
from kizuna.people.models import Account, AccountArea, DutyShift, Keeper
from kizuna.people.words import ROLE_WORDS
from kizuna.places.identity import known, known_all
from kizuna.places.queries import above
from kizuna.places.queries import area as area_value

ANOTHER = "people.make_admin"


def check_place(role: str, areas: Sequence[object], organisations: Sequence[object]) -> None:
    """Whoever works here works somewhere; whoever speaks for organisations names them."""
    if role in NEEDS_AREA and not areas:
        raise Refused(_("Choose the areas in which this person will work."))
    if role in NEEDS_ORGANISATION and not organisations:
        raise Refused(_("Choose the organisation that this person speaks for."))


def _others_work(row: Account, by: Viewer) -> None:
    """It is somebody else's account of those who work here, and not the last one that keeps the site."""
    if str(row.pk) == by.account:
        raise Refused(_("You cannot do this to your own account. Ask another administrator."))
    if row.role == "resident":
        raise Refused(_("This is a resident's own account. To work here they need another one."))


def _held(account: object) -> Account:
    """The account, held together with all administrators, always in one order.

    So two who close each other at once neither both succeed nor wait for each other.
    """
    rows = Account.objects.select_for_update().filter(Q(role="admin") | Q(pk=known(account)))
    found = {row.pk: row for row in rows.order_by("pk")}
    if (row := found.get(known(account))) is None:
        raise NotFound("account")
    return row


def _an_administrator_stays(row: Account) -> None:
    if row.role != "admin" or not row.is_active:
        return
    if not Account.objects.filter(role="admin", is_active=True).exclude(pk=row.pk).exists():
        raise Refused(_("This is the last administrator. Invite another one first."))


def _nobody_is_left_alone(row: Account, role: str, places: set[str], by: Viewer) -> None:
    """Shifts to come and people who must not be found go to somebody else before, never into nothing."""
    kept = Keeper.objects.filter(account=row, protection__lifted_at__isnull=True)
    for area in kept.values_list("protection__person__area", flat=True):
        if role != "worker" or not places & set(above(by, area)):
            raise Refused(
                _("Somebody who must not be found relies on this account. Another takes over first.")
            )


def _duties_stay(row: Account, role: str, places: set[str], by: Viewer, now: datetime) -> None:
    if DEEDS["concern.take"].get(role) == ANYWHERE:
        return
    for area in DutyShift.objects.filter(account=row, ends__gt=now).values_list("area", flat=True).distinct():
        if role not in DEEDS["concern.take"] or not places & set(above(by, area)):
            raise Refused(
                _("They are on duty where they would no longer work. Give their shifts to others first.")
            )


def _place(row: Account, areas: Sequence[object], organisations: Sequence[object]) -> None:
    """Where an account works from now on, and for whom it speaks."""
    row.organisations = [str(id) for id in organisations]
    wanted = set(known_all(areas))
    held = AccountArea.objects.filter(account=row)
    held.exclude(area__in=wanted).delete()
    missing = wanted - set(held.values_list("area", flat=True))
    AccountArea.objects.bulk_create([AccountArea(account=row, area_id=area) for area in missing])


def _propose_admin(row: Account, why: str, by: Viewer, now: datetime) -> None:
    propose(
        deed="account.open.admin",
        task=ANOTHER,
        subject=f"account:{row.pk}",
        about=_("Make %(email)s an administrator.") % {"email": row.email},
        why=why,
        arguments={"account": str(row.pk)},
        by=by,
        now=now,
    )


def _tell_of_change(row: Account, now: datetime) -> None:
    tell(
        row,
        _("What you do here was changed"),
        _(
            "An administrator of %(site)s changed your account. You are now: %(role)s. Sign in to see what "
            "you can do and where. If you did not expect this, ask them."
        )
        % {"site": settings.SITE_NAME, "role": _(ROLE_WORDS[row.role])},
        now,
    )


def change_account(
    *,
    account: object,
    role: str,
    areas: Sequence[object] = (),
    organisations: Sequence[object] = (),
    why: str = "",
    by: Viewer,
    now: datetime,
) -> bool:
    """Give an account another role, other areas or organisations, from the next request on.

    False when it waits for a second administrator. Another role also ends its sessions.
    """
    allow(by, "account.keep")
    if role not in INVITES.get(by.role, ()):
        raise NotAllowed(_("You cannot give this role."))
    places = [area_value(by, area).id for area in areas] if role in NEEDS_AREA else []
    bodies = sorted({str(id) for id in organisations}) if role in NEEDS_ORGANISATION else []
    check_place(role, places, bodies)
    with transaction.atomic():
        row = _held(account)
        _others_work(row, by)
        if role == "admin" and row.role != "admin" and by.role != "system":
            _nobody_is_left_alone(row, role, set(), by)
            _propose_admin(row, why, by, now)
            return False
        _change(row, role, places, bodies, by, now)
    return True


def _change(
    row: Account, role: str, areas: Sequence[str], organisations: Sequence[str], by: Viewer, now: datetime
) -> None:
    held = AccountArea.objects.filter(account=row).values_list("area", flat=True)
    was = (row.role, {str(area) for area in held}, set(row.organisations))
    if was == (role, set(areas), set(organisations)):
        return
    if role != "admin":
        _an_administrator_stays(row)
    _nobody_is_left_alone(row, role, set(areas), by)
    _duties_stay(row, role, set(areas), by, now)
    _place(row, areas, organisations)
    row.role = role
    row.save(update_fields=["role", "organisations"])
    if role != was[0]:
        hand_back(reader=row.pk, by=by, now=now)
        _end_sessions(row, keep="")
    note(verb="account.changed", subject=row, person=row.person_id, by=by, now=now)
    _tell_of_change(row, now)


def make_admin(*, approval: object, by: Viewer, now: datetime) -> None:
    """Two administrators agreed: the account is one too, and opens again if it was closed. Once."""
    with transaction.atomic():
        approved = carry_out(approval=approval, task=ANOTHER, by=by, now=now)
        row = (
            Account.objects.select_for_update().filter(pk=known(approved.arguments["account"])).first()
            if (approved)
            else None
        )
        if row is None:
            return
        _change(row, "admin", (), (), by, now)
        if not row.is_active:
            _open_again(row, by, now)


def close_account(*, account: object, by: Viewer, now: datetime) -> None:
    """Let nobody use this account any more, from the next request on: its sessions are gone."""
    allow(by, "account.keep")
    with transaction.atomic():
        row = _held(account)
        if str(row.pk) == by.account:
            raise Refused(_("You cannot do this to your own account. Ask another administrator."))
        if not row.is_active:
            return
        _an_administrator_stays(row)
        _nobody_is_left_alone(row, "", set(), by)
        row.is_active = False
        row.save(update_fields=["is_active"])
        hand_back(reader=row.pk, by=by, now=now)
        _end_sessions(row, keep="")
        note(verb="account.closed", subject=row, person=row.person_id, by=by, now=now)
        tell(
            row,
            _("Your account was closed"),
            _(
                "An administrator of %(site)s closed your account. You can no longer sign in. If you did not "
                "expect this, ask them."
            )
            % {"site": settings.SITE_NAME},
            now,
        )


def reopen_account(*, account: object, why: str = "", by: Viewer, now: datetime) -> bool:
    """Let somebody use their account again. False when it is an administrator's: a second one decides."""
    allow(by, "account.keep")
    with transaction.atomic():
        row = _held(account)
        _others_work(row, by)
        if row.is_active:
            return True
        if row.role == "admin" and by.role != "system":
            _propose_admin(row, why, by, now)
            return False
        _open_again(row, by, now)
    return True


def _open_again(row: Account, by: Viewer, now: datetime) -> None:
    """Shifts from before count no more: whoever comes back is put on duty anew."""
    DutyShift.objects.filter(account=row, ends__gt=now).delete()
    row.is_active = True
    row.save(update_fields=["is_active"])
    note(verb="account.reopened", subject=row, person=row.person_id, by=by, now=now)
    tell(
        row,
        _("Your account is open again"),
        _(
            "An administrator of %(site)s opened your account again. You sign in as before. If you did not "
            "expect this, ask them."
        )
        % {"site": settings.SITE_NAME},
        now,
    )
