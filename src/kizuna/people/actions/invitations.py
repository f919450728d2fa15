"""Inviting, sending again, withdrawing and accepting. Nobody opens an account for work by themselves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.secrets import blinds, seal_link
from kizuna.access.viewer import SYSTEM, NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import send
from kizuna.people.actions.accounts import open_account
from kizuna.people.actions.approvals import carry_out, propose
from kizuna.people.actions.keeping import check_place
from kizuna.people.invitation import INVITES, LASTS, NEEDS_AREA, NEEDS_ORGANISATION, PURPOSE
from kizuna.people.models import Account, Invitation, Person
from kizuna.people.models.filling import index, normal_email, normal_phone
from kizuna.people.queries import invitation_of
from kizuna.places.identity import known
from kizuna.places.queries import area as area_value


def _check(
    email: str, role: str, areas: Sequence[object], organisations: Sequence[object], by: Viewer
) -> None:
    """Nobody invites for a role or an area that is not theirs to give."""
    if role not in INVITES.get(by.role, ()):
        raise NotAllowed(_("You cannot invite for this role. Ask an administrator."))
    check_place(role, areas, organisations)
    for area in areas:
        allow(by, "account.invite", area=area)
    if not email:
        raise Refused(_("Write the e-mail address of the person you invite."))


def _send(row: Invitation, now: datetime) -> None:
    token = seal_link(
        {"invitation": str(row.pk), "sent": row.sent}, settings.SECRET_KEYS, purpose=PURPOSE, now=now
    )
    link = settings.BASE_URL + reverse("invited", args=[token])
    text = _(
        "You are invited to work with %(site)s.\n\nOpen this link within seven days and follow the steps. It "
        "works once, and only for this e-mail address:\n\n%(link)s\n\nIf you did not expect it, do nothing."
    )
    send(
        key=f"invitation:{row.pk}:{row.sent}",
        address=row.email,
        subject=_("An invitation"),
        text=text % {"site": settings.SITE_NAME, "link": link},
        topic="account",
        now=now,
    )


def invite(
    *,
    email: str,
    role: str,
    name: str = "",
    areas: Sequence[object] = (),
    organisations: Sequence[object] = (),
    why: str = "",
    by: Viewer,
    now: datetime,
) -> UUID | None:
    """Invite somebody, by a link that works once. For an administrator it waits for a second one: None."""
    allow_some(by, "account.invite")
    address = normal_email(email)
    areas = areas if role in NEEDS_AREA else ()
    organisations = organisations if role in NEEDS_ORGANISATION else ()
    _check(address, role, areas, organisations, by)
    if role == "admin" and by.role != "system":
        propose(
            deed="account.open.admin",
            task="people.invite_admin",
            subject=f"invitation:{index(address, 'email')}",
            about=_("Invite %(email)s as an administrator.") % {"email": address},
            why=why,
            arguments={"email": address, "name": name, "by": by.account},
            by=by,
            now=now,
        )
        return None
    with transaction.atomic():
        same = Invitation.objects.filter(email_index__in=blinds(address, settings.SECRET_KEYS, "email"))
        same.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
        row = Invitation.objects.create(
            pk=uuid4(),
            email=address,
            email_index=index(address, "email"),
            name=name.strip(),
            role=role,
            areas=[area_value(by, area).id for area in areas],
            organisations=[str(id) for id in organisations],
            invited_by_id=known(by.account) if by.account else None,
            invited_at=now,
            expires_at=now + LASTS,
        )
        note(verb="account.invited", subject=row, by=by, now=now)
        _send(row, now)
    return row.pk


def invite_admin(*, approval: object, by: Viewer, now: datetime) -> None:
    """Two administrators agreed: the invitation goes out, once."""
    with transaction.atomic():
        approved = carry_out(approval=approval, task="people.invite_admin", by=by, now=now)
        if approved is None:
            return
        given = approved.arguments
        invite(email=given["email"], role="admin", name=given["name"], by=by, now=now)


def _open(invitation: object, by: Viewer) -> Invitation:
    """An invitation that waits and is this viewer's to keep."""
    allow_some(by, "account.invite")
    row = Invitation.objects.select_for_update().filter(pk=known(invitation)).first()
    if row is None or row.role not in INVITES.get(by.role, ()):
        raise NotFound("invitation")
    for area in row.areas or [None]:
        allow(by, "account.invite", area=area)
    if row.accepted_at:
        raise Refused(_("This invitation was accepted already."))
    return row


def withdraw_invitation(*, invitation: object, by: Viewer, now: datetime) -> None:
    """Take an invitation back: its link opens nothing from now on. A second time changes nothing."""
    with transaction.atomic():
        row = _open(invitation, by)
        if row.withdrawn_at is None:
            row.withdrawn_at = now
            row.save(update_fields=["withdrawn_at"])
            note(verb="account.invitation_withdrawn", subject=row, by=by, now=now)


def send_again(*, invitation: object, by: Viewer, now: datetime) -> None:
    """Send an invitation anew, for another seven days; the link sent before no longer works."""
    with transaction.atomic():
        row = _open(invitation, by)
        if row.withdrawn_at:
            raise Refused(_("This invitation was withdrawn. Invite the person anew."))
        row.sent, row.expires_at = row.sent + 1, now + LASTS
        row.save(update_fields=["sent", "expires_at"])
        note(verb="account.invited", subject=row, by=by, now=now)
        _send(row, now)


def accept_invitation(*, token: str, name: str, by: Viewer, now: datetime) -> UUID:
    """Open the account that was offered, for the address that was invited and no other. Works once."""
    with transaction.atomic():
        found = invitation_of(by, token, now)
        row = Invitation.objects.select_for_update().get(pk=found.id)
        if row.accepted_at or row.withdrawn_at:
            raise NotFound("invitation")
        account = open_account(
            email=row.email,
            role=row.role,
            name=name.strip() or row.name,
            areas=row.areas,
            organisations=row.organisations,
            by=SYSTEM("invitation"),
            now=now,
        )
        row.accepted_at, row.account_id = now, account
        row.save(update_fields=["accepted_at", "account"])
    return account


def _known_by(email: str, phone: str) -> Person | None:
    """The one person whom we reach by this and by whom alone; nobody when two share it."""
    kind, address = ("email", email) if email else ("phone", phone)
    marks = blinds(address, settings.SECRET_KEYS, kind)
    rows = Person.objects.filter(**{f"{kind}_index__in": marks}, merged_into=None, status="living")
    found = list(rows[:2])
    return None if len(found) != 1 or found[0].shared_contact or found[0].do_not_contact else found[0]


def _taken(person: Person, email: str, phone: str) -> bool:
    accounts = Account.objects.filter(person=person)
    if email:
        return accounts.exists() or Account.objects.filter(email=email).exists()
    marks = blinds(phone, settings.SECRET_KEYS, "phone")
    return accounts.exists() or Account.objects.filter(phone_index__in=marks, phone_verified=True).exists()


def open_own_account(*, email: str = "", phone: str = "", by: Viewer, now: datetime) -> UUID | None:
    """An account for a resident whom we know by an address or number of their own; the code goes there."""
    allow(by, "account.open")
    address, number = normal_email(email) if email else "", normal_phone(phone) if phone else ""
    if not address and not number:
        return None
    with transaction.atomic():
        person = _known_by(address, number)
        if person is None or _taken(person, address, number):
            return None
        return open_account(
            email=address,
            phone="" if address else number,
            role="resident",
            name=person.called or person.name,
            person=person.pk,
            by=by,
            now=now,
        )
