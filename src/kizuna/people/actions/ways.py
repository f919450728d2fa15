"""When somebody's number or e-mail is changed: their account goes along, and the old way hears of it."""

from collections.abc import Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.viewer import SYSTEM, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import send
from kizuna.people.actions.erasing import _close
from kizuna.people.actions.sign_ins import _end_sessions, set_phone
from kizuna.people.models import Account, Person, records_of
from kizuna.people.models.filling import indexes
from kizuna.people.queries import guarding, viewer_of

WAYS = {"email": "email", "phone": "sms"}
HOUSE = SYSTEM("a way was changed")


def ways_of(row: Person) -> dict[str, str]:
    """How this record says that somebody is reached."""
    return {name: getattr(row, name) or "" for name in WAYS}


def sign_in_goes_along(
    row: Person, before: Mapping[str, str], *, keep: str = "", ends: bool = True, by: Viewer, now: datetime
) -> None:
    """Whoever signs in by what was changed signs in by the new one: an old one may be a stranger's.

    Every session but `keep` ends. Without any way left, somebody cannot do that to themselves; when others
    did it, the account goes: by a new way there is a new one, at the first code. Not so unless it `ends`:
    what can be undone leaves it as it is.
    """
    after = ways_of(row)
    if after == before:
        return
    theirs = Account.objects.filter(person__in=records_of(row.pk), role="resident")
    for account in theirs.select_for_update(of=("self",)):
        number = _number_along(row, account, before["phone"])
        address = _address_along(row, account, before["email"])
        was = ((account.phone or "") if account.phone_verified else "", account.email or "")
        if (number, address) == was:
            continue
        if number or address:
            _sign_in_by(account, number, address, now)
            _end_sessions(account, keep)
        elif not ends:
            continue
        elif by.role == "resident":
            raise Refused(_("You sign in by this. Write another one that you can get a code at."))
        else:
            note(verb="account.closed", subject=account, person=row.pk, by=by, now=now)
            _end_sessions(account, keep="")
            _close(account)


def _number_along(row: Person, account: Account, old: str) -> str:
    """The proven number by which this account signs in from now on."""
    held = (account.phone or "") if account.phone_verified else ""
    if not held or held != old or held == (row.phone or ""):
        return held
    others = Account.objects.filter(phone_index__in=indexes(row.phone or "", "phone")).exclude(pk=account.pk)
    return "" if row.shared_contact or others.exists() else row.phone or ""


def _address_along(row: Person, account: Account, old: str) -> str:
    """The address by which it signs in from now on."""
    if not account.email or account.email != old or account.email == (row.email or ""):
        return account.email or ""
    others = Account.objects.filter(email=row.email).exclude(pk=account.pk)
    return "" if row.shared_contact or others.exists() else row.email or ""


def _sign_in_by(account: Account, number: str, address: str, now: datetime) -> None:
    themselves = viewer_of(HOUSE, account)
    old = account.email or ""
    if address != old:  # before the number: one of the two must be there at any moment
        EmailAddress.objects.filter(user=account, email__iexact=old).delete()
    if number != (account.phone or "") and number:
        set_phone(account=account.pk, phone=number, verified=True, by=themselves, now=now)
        account.refresh_from_db()
    if address != old:
        account.email = address or None
        account.save(update_fields=["email"])
        note(verb="account.email_changed", subject=account, person=account.person_id, by=themselves, now=now)
    if number != (account.phone or ""):
        set_phone(account=account.pk, phone=number, verified=bool(number), by=themselves, now=now)


def tell_old_ways(row: Person, before: Person, text: str, now: datetime) -> None:
    """Each number or address that is theirs no more hears that it was changed, and nothing else.

    Nothing goes where others read along, to the dead, to who wants no word from us, nor about somebody who
    must not be found: the old telephone may lie with whoever is looking for them.
    """
    if before.shared_contact or row.status != "living" or row.do_not_contact:
        return
    gone = [name for name, was in ways_of(before).items() if was and was != (getattr(row, name) or "")]
    if not gone or guarding(HOUSE, row.pk) != "nobody":
        return
    wanted = (row.preferred_language or (row.languages[0] if row.languages else "")).split("-")[0]
    with override(wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        for name in gone:
            send(
                key=f"way-changed:{row.pk}:{WAYS[name]}:{now:%Y%m%d%H%M%S%f}",
                channel=WAYS[name],
                address=ways_of(before)[name],
                subject=_("A message from %(site)s") % {"site": settings.SITE_NAME},
                text=_(text),
                topic="own data",
                person=row.pk,
                now=now,
            )
