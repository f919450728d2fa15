"""Signing in and out, the second factor, and the sessions of an account."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.actions.accounts import _account
from kizuna.people.actions.telling import tell
from kizuna.people.models import Account
from kizuna.people.models.filling import index, indexes, normal_email, normal_phone

NOWHERE = "0.0.0.0"  # noqa: S104 # nosec B104 - not an address to listen on: what stands where the library keeps one


def _record(verb: str, by: Viewer, now: datetime) -> Account:
    allow(by, "account.record", person=by.person)
    row = _account(by.account)
    note(verb=verb, subject=row, person=row.person_id, by=by, now=now)
    return row


def record_log_in(*, session: str = "", device: str = "", by: Viewer, now: datetime) -> None:
    """Note that this viewer logged in. Of where from, only the kind of device is kept."""
    with transaction.atomic():
        _record("account.logged_in", by, now)
        UserSession.objects.filter(session_key=session).update(ip=NOWHERE, user_agent=device, created_at=now)


def record_log_out(*, by: Viewer, now: datetime) -> None:
    """Note that this viewer logged out."""
    with transaction.atomic():
        _record("account.logged_out", by, now)


def _end_sessions(account: Account, keep: str) -> int:
    """Nobody goes on in these sessions, from the next request on."""
    known = UserSession.objects.filter(user=account).exclude(session_key=keep)
    keys = list(known.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    known.delete()
    return len(keys)


def end_sessions(*, account: object, keep: str = "", by: Viewer, now: datetime) -> int:
    """Sign an account out everywhere, but for the session `keep`; returns how many sessions that were."""
    if str(account) != by.account:
        allow(by, "account.keep")
    with transaction.atomic():
        row = _account(account)
        ended = _end_sessions(row, keep)
        note(verb="account.signed_out_everywhere", subject=row, person=row.person_id, by=by, now=now)
    return ended


def set_phone(*, account: object, phone: str, verified: bool, by: Viewer, now: datetime) -> None:
    """Keep a number for signing in. A number that another account uses is taken from nobody."""
    if str(account) != by.account:
        allow(by, "account.keep")
    number = normal_phone(phone)
    with transaction.atomic():
        row = _account(account)
        taken = Account.objects.filter(phone_index__in=indexes(number, "phone"), phone_verified=True)
        if number and taken.exclude(pk=row.pk).exists():
            raise Refused(_("This number cannot be used here. Choose another one."))
        if not row.email and not (number and verified):
            raise Refused(_("You sign in by this number. Write another one that you can get a code at."))
        if (row.phone or "", row.phone_verified) == (number, verified):
            return
        row.phone, row.phone_index, row.phone_verified = number or None, index(number, "phone"), verified
        row.save(update_fields=["phone", "phone_index", "phone_verified"])
        note(verb="account.phone_changed", subject=row, person=row.person_id, by=by, now=now)


def may_sign_in_by(*, email: str, by: Viewer, now: datetime) -> bool:
    """Whether this viewer may sign in by this address: nobody else does."""
    allow(by, "account.record", person=by.person)
    return not Account.objects.filter(email=normal_email(email)).exclude(pk=by.account).exists()


def set_email(*, email: str, keep: str = "", by: Viewer, now: datetime) -> None:
    """A resident proved that this address is theirs: they sign in by it, and by the one before no more.

    Every session but `keep` ends, and the way they had before hears of it.
    """
    address = normal_email(email)
    with transaction.atomic():
        allow(by, "account.record", person=by.person)
        row = _account(by.account)
        if row.role != "resident" or not may_sign_in_by(email=address, by=by, now=now):
            raise Refused(_("This address cannot be used here. Choose another one."))
        if row.email == address:
            return
        tell(
            row,
            _("The way you sign in was changed"),
            _(
                "The e-mail address by which you sign in was set or changed. If that was not you, tell the "
                "people who run this site at once."
            ),
            now,
        )
        EmailAddress.objects.filter(user=row).delete()
        row.email = address
        row.save(update_fields=["email"])
        _end_sessions(row, keep)
        note(verb="account.email_changed", subject=row, person=row.person_id, by=by, now=now)


def confirm_sign_in(*, was: str, session: str, by: Viewer, now: datetime) -> None:
    """Note that this viewer showed again that it is them; their session goes on under another key."""
    with transaction.atomic():
        _record("account.confirmed", by, now)
        UserSession.objects.filter(session_key=was).update(session_key=session)


def change_factor(*, what: str, was: str, keep: str, by: Viewer, now: datetime) -> None:
    """A second factor came or went: note it, end the account's other sessions, and tell it."""
    with transaction.atomic():
        row = _record(f"account.{what}", by, now)
        UserSession.objects.filter(session_key=was).update(session_key=keep)
        _end_sessions(row, keep)
        tell(
            row,
            _("The way you sign in was changed"),
            _(
                "An app, a passkey, spare codes or your organisation's sign-in were added to your account or "
                "taken out. You were signed out everywhere else. If that was not you, tell the people who "
                "run this site at once."
            ),
            now,
        )


def reset_second_factor(*, email: str, by: Viewer, now: datetime) -> None:
    """Take out every second factor of an account whose owner lost theirs, and tell them."""
    allow(by, "account.keep")
    with transaction.atomic():
        row = Account.objects.select_for_update().filter(email=normal_email(email)).first()
        if row is None:
            raise Refused(_("There is no account with this e-mail address."))
        Authenticator.objects.filter(user=row).delete()
        _end_sessions(row, keep="")
        note(verb="account.factor_reset", subject=row, person=row.person_id, by=by, now=now)
        tell(
            row,
            _("Set up signing in again"),
            _(
                "Those who run this site took out the app, passkeys and spare codes of your account. When "
                "you sign in next, you set up a new one. If you did not ask for this, tell them at once."
            ),
            now,
        )
