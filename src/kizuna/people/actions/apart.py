"""Who does not want to meet whom: another person, or somebody who works here."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.viewer import STAFF, SYSTEM, NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.actions.persons import _changing, _locked
from kizuna.people.models import Account, Block, Person
from kizuna.people.queries import account as account_value
from kizuna.people.queries import keepers_of, profile, same_person
from kizuna.places.identity import known


def _keeps(person: object, whom: dict[str, Any]) -> bool:
    """Whether it is one of the two who alone see this person: kept apart, nobody might be left to help."""
    house = SYSTEM("who keeps them")
    ids = {str(whom.get("account_id", ""))}
    if other := whom.get("other_id"):
        theirs = Account.objects.filter(person__in=same_person(house, other))
        ids = set(map(str, theirs.values_list("pk", flat=True)))
    return any(one.id in ids for one in keepers_of(house, person))


def block(*, person: object, other: object, words: str = "", by: Viewer, now: datetime) -> None:
    """`person` does not want to meet `other`, who never learns of it. A second time changes nothing.

    `words`: who it is, as `person` knows them.
    """
    with transaction.atomic():
        row, against = _changing(by, person), _locked(other)
        if by.role == "worker":
            profile(by, against.pk)
        if row.pk == against.pk:
            raise Refused(_("Nobody can block themselves."))
        _block(row, {"other_id": against.pk}, words, by, now)


def block_colleague(*, person: object, account: object, words: str = "", by: Viewer, now: datetime) -> None:
    """`person` does not want somebody who works here to see their record. A second time changes nothing."""
    with transaction.atomic():
        row, whom = _changing(by, person), account_value(by, account)
        if whom.role not in STAFF:
            raise NotFound("account")
        _block(row, {"account_id": known(whom.id)}, words, by, now)


def _block(row: Person, whom: dict[str, Any], words: str | None, by: Viewer, now: datetime) -> None:
    if _keeps(row.pk, whom):
        raise Refused(_("Somebody who must not be found relies on this account. Another takes over first."))
    given = {"created_at": now, "words": words}
    _found, made = Block.objects.get_or_create(person=row, **whom, defaults=given)
    if made:
        note(verb="person.blocked", subject=row, person=row.pk, by=by, now=now)


def unblock(*, person: object, block: object, by: Viewer, now: datetime) -> None:
    """`person` takes a block back."""
    with transaction.atomic():
        row = _changing(by, person)
        rows = Block.objects.filter(person__in=same_person(by, row.pk))
        number = str(block)
        gone, _rows = rows.filter(pk=int(number) if number.isdecimal() and len(number) < 16 else 0).delete()
        if not gone:
            raise NotFound("block")
        note(verb="person.unblocked", subject=row, person=row.pk, by=by, now=now)
