"""Forgetting a person: what this room holds goes; what others still point at stays as an empty row."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.db.models import Q

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.ledger.actions import note
from kizuna.people.actions.sign_ins import _end_sessions
from kizuna.people.models import (
    Account,
    Approval,
    Block,
    Consent,
    Correction,
    Dependence,
    Device,
    Double,
    Glass,
    Invitation,
    Membership,
    Merge,
    Person,
    PersonName,
    Protection,
    Speaking,
    StatusChange,
)
from kizuna.people.models.filling import indexes
from kizuna.people.profile import STATUSES
from kizuna.places.identity import known

ERASED = STATUSES[-1]


def _gone(row: models.Model) -> bool:
    """Whether the row could be deleted: one that a room above still points at cannot."""
    try:
        with transaction.atomic():
            row.delete()
    except models.ProtectedError:
        return False
    return True


def _empty(row: Person) -> None:
    """Only the id, the area and the fact that somebody was here stay."""
    kept = Person(
        pk=row.pk,
        name=ERASED,
        area_id=row.area_id,
        status=ERASED,
        do_not_contact=True,
        merged_into_id=row.merged_into_id,
        created_at=row.created_at,
    )
    kept.save(force_update=True)


def _close(account: Account) -> None:
    """A resident's account goes with them; a colleague's stays, without the person."""
    Account.objects.filter(pk=account.pk).update(person=None)
    if account.role == "resident":
        EmailAddress.objects.filter(user=account).delete()
        SocialAccount.objects.filter(user=account).delete()
        Authenticator.objects.filter(user=account).delete()
        _end_sessions(account, keep="")  # with the devices and connections that they came from
    account.person = None
    if account.role == "resident" and not _gone(account):
        Account.objects.filter(pk=account.pk).update(
            email=f"{account.pk}@erased.invalid",
            phone=None,
            phone_index="",
            name="",
            is_active=False,
            password=make_password(None),
        )


def _forget_approvals(rows: list[Person]) -> None:
    """What waits for a second person falls; that somebody decided stays, without whom it was about."""
    Approval.objects.filter(person__in=rows, decision="").delete()
    Approval.objects.filter(person__in=rows).update(
        person=None, arguments={}, about="", why="", reason=None, subject=ERASED
    )


def _forget_invitations(rows: list[Person]) -> None:
    """What brought them here as a colleague, or was sent to an address that is theirs alone."""
    accounts = list(Account.objects.filter(person__in=rows))
    own = [row.email for row in rows if row.email and not row.shared_contact]
    marks = {
        mark for each in (*own, *(one.email or "" for one in accounts)) for mark in indexes(each, "email")
    }
    Invitation.objects.filter(Q(account__in=accounts) | Q(email_index__in=marks)).delete()


def erase(*, person: object, by: Viewer, now: datetime) -> None:
    """Erase what is held here about a person and those merged into them. Rooms above go first."""
    allow(by, "person.erase", person=person)
    with transaction.atomic():
        id = known(person)
        rows = list(Person.objects.select_for_update().filter(Q(pk=id) | Q(merged_into=id)))
        if not rows:
            raise NotFound("person")
        note(verb="person.erased", subject=rows[0], person=id, by=by, now=now)
        _forget_invitations(rows)
        for account in Account.objects.filter(person__in=rows):
            _close(account)
        Consent.objects.filter(person__in=rows).delete()
        for held in (Correction, Device, Membership, PersonName, Dependence, StatusChange, Protection):
            held._default_manager.filter(person__in=rows).delete()
        Speaking.objects.filter(Q(person__in=rows) | Q(speaker__in=rows)).delete()
        Merge.objects.filter(Q(keep__in=rows) | Q(other__in=rows)).delete()
        Double.objects.filter(Q(one__in=rows) | Q(two__in=rows)).delete()
        Block.objects.filter(Q(person__in=rows) | Q(other__in=rows)).delete()
        _forget_approvals(rows)
        Glass.objects.filter(person__in=rows).delete()
        for row in sorted(rows, key=lambda each: each.merged_into_id is None):
            _empty(row)
            _gone(row)
