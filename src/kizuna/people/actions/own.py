"""What people put right about themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.viewer import SYSTEM, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import send
from kizuna.people.actions.persons import _changing, correct_person
from kizuna.people.actions.sign_ins import set_phone
from kizuna.people.models import Account, Person, records_of
from kizuna.people.models.filling import indexes
from kizuna.people.queries import viewer_of

WAYS = {"email": "email", "phone": "sms"}


def correct_own(*, changes: Mapping[str, Any], by: Viewer, now: datetime) -> None:
    """Change what is held about the one who looks; nothing when nothing is different.

    The number or address that is no longer theirs hears that it was changed: who did not do it can say so.
    """
    with transaction.atomic():
        row = _changing(by, by.person)
        if not changes:
            return
        before = {name: getattr(row, name) or "" for name in WAYS}
        shared = row.shared_contact
        correct_person(person=row.pk, changes=changes, by=by, now=now)
        _sign_in_goes_along(Person.objects.get(pk=row.pk), before, now)
        if shared or row.status != "living":
            return
        after = Person.objects.get(pk=row.pk)
        for name, channel in WAYS.items():
            if before[name] and before[name] != (getattr(after, name) or ""):
                _tell_old_way(after, channel, before[name], now)


def _sign_in_goes_along(row: Person, before: Mapping[str, str], now: datetime) -> None:
    """Whoever signs in by what they changed signs in by the new one: an old one may be a stranger's."""
    theirs = Account.objects.filter(person__in=records_of(row.pk), role="resident")
    for account in theirs.select_for_update(of=("self",)):
        if account.phone and account.phone == before["phone"] != (row.phone or ""):
            others = Account.objects.filter(phone_index__in=indexes(row.phone or "", "phone"))
            free = not row.shared_contact and not others.exclude(pk=account.pk).exists()
            number = (row.phone or "") if free else ""
            themselves = viewer_of(SYSTEM("own data"), account)
            set_phone(account=account.pk, phone=number, verified=bool(number), by=themselves, now=now)
            account.refresh_from_db()
        if account.email and account.email == before["email"] != (row.email or ""):
            _other_email(account, row, now)


def _other_email(account: Account, row: Person, now: datetime) -> None:
    old, address = account.email, row.email
    if row.shared_contact or Account.objects.filter(email=address).exclude(pk=account.pk).exists():
        address = None
    if not address and not (account.phone and account.phone_verified):
        raise Refused(_("You sign in by this address. Write another one that you can get a code at."))
    account.email = address
    account.save(update_fields=["email"])
    EmailAddress.objects.filter(user=account, email__iexact=old).delete()
    themselves = viewer_of(SYSTEM("own data"), account)
    note(verb="account.email_changed", subject=account, person=row.pk, by=themselves, now=now)


def _tell_old_way(row: Person, channel: str, address: str, now: datetime) -> None:
    wanted = (row.preferred_language or (row.languages[0] if row.languages else "")).split("-")[0]
    with override(wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        send(
            key=f"way-changed:{row.pk}:{channel}:{now:%Y%m%d%H%M%S%f}",
            channel=channel,
            address=address,
            subject=_("A message from %(site)s") % {"site": settings.SITE_NAME},
            text=_(
                "We no longer write to you here, because this was changed under “My data”. "
                "If it was not you, ring us or come by."
            ),
            topic="own data",
            person=row.pk,
            now=now,
        )
