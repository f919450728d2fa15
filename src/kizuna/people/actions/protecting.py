"""Who must not be found: hidden behind two keepers, shown again by two people."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.actions.approvals import approve_as_keeper, carry_out, propose
from kizuna.people.actions.persons import _changing
from kizuna.people.actions.standing import _words
from kizuna.people.models import Account, AccountArea, Keeper, Person, Protection
from kizuna.people.queries import is_keeper, kept_apart, same_person, waiting_for
from kizuna.places.identity import known, known_all
from kizuna.places.queries import above

LIFT = "people.lift_protection"
HOUSE = SYSTEM("who keeps them")


def _keepers(row: Person, keepers: Sequence[object], by: Viewer) -> list[Account]:
    """Two workers of the person's part of town, neither of whom they do not want to meet."""
    ids = known_all(keepers)
    here = AccountArea.objects.filter(area__in=known_all(above(by, row.area_id))).values("account")
    rows = Account.objects.filter(pk__in=ids, role="worker", is_active=True).filter(pk__in=here)
    # Who is kept apart from them sees nothing of them: such a keeper would be none.
    found = list(rows.exclude(pk__in=known_all(kept_apart(HOUSE, row.pk).accounts)))
    if len(found) != 2 or len(ids) != 2:
        raise Refused(_("Choose two link workers who work where this person lives."))
    return found


def protect(*, person: object, keepers: Sequence[object], reason: str, by: Viewer, now: datetime) -> UUID:
    """Let nobody find this person but the two keepers, from the next request on."""
    why = _words(reason, _("Say why this person must not be found."))
    allow_some(by, "person.protect")
    with transaction.atomic():
        row = _changing(by, person)
        allow(by, "person.protect", area=row.area_id, person=row.pk)
        if Protection.objects.filter(person__in=same_person(by, row.pk), lifted_at__isnull=True).exists():
            raise Refused(_("This person is protected already."))
        two = _keepers(row, keepers, by)
        made = Protection.objects.create(person=row, reason=why, by=by.name, at=now)
        Keeper.objects.bulk_create([Keeper(protection=made, account=each) for each in two])
        note(verb="person.protected", subject=made, person=row.pk, by=by, now=now)
    return made.pk


def _kept(protection: object, by: Viewer) -> Protection:
    """A protection that holds, locked, for one of its keepers."""
    rows = Protection.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.filter(pk=known(protection), lifted_at__isnull=True).first()
    if row is None or (by.role != "system" and not is_keeper(by, row.person_id)):
        raise NotFound("protection")
    return row


def ask_to_unprotect(*, protection: object, why: str, by: Viewer, now: datetime) -> UUID:
    """A keeper wants a person to be found again. The other keeper decides, or a coordinator, to whom the
    proposal says neither who it is nor who keeps them. Returns the proposal.
    """
    allow_some(by, "person.unprotect")
    with transaction.atomic():
        row = _kept(protection, by)
        here = str(row.person.area_id)
        # A keeper may have moved to another part of town: then a coordinator of that one decides.
        area = here if here in by.areas else min(by.areas, default=here)
        made = propose(
            deed="protection.lift",
            task=LIFT,
            subject=f"people.Protection:{row.pk}",
            about=_("Stop hiding somebody who must not be found"),
            why=why,
            arguments={"protection": str(row.pk)},
            area=area,
            by=by,
            now=now,
        )
        note(verb="person.unprotecting", subject=row, person=row.person_id, by=by, now=now)
    return made


def unprotect(*, protection: object, by: Viewer, now: datetime) -> None:
    """The other keeper agrees to what the first one asked for: the person can be found again."""
    allow_some(by, "person.unprotect")
    with transaction.atomic():
        row = _kept(protection, by)
        if by.role != "system":
            asked = waiting_for(by, deed="protection.lift", subject=f"people.Protection:{row.pk}", now=now)
            if asked is None or asked.proposed_by == by.account:
                raise Refused(_("A second person has to agree: the other keeper, or a coordinator."))
            approve_as_keeper(approval=asked.id, task=LIFT, by=by, now=now)
        _lift(row, by, now)


def lift_protection(*, approval: object, by: Viewer, now: datetime) -> None:
    """A coordinator agreed: the person can be found again. Nothing when somebody was quicker."""
    allow(by, "approval.carry_out")
    with transaction.atomic():
        done = carry_out(approval=approval, task=LIFT, by=by, now=now)
        if done is None:
            return
        rows = Protection.objects.select_for_update().filter(pk=known(done.arguments["protection"]))
        row = rows.filter(lifted_at__isnull=True).first()
        if row is not None:
            _lift(row, by, now)


def _lift(row: Protection, by: Viewer, now: datetime) -> None:
    row.lifted_at = now
    row.save(update_fields=["lifted_at"])
    note(verb="person.unprotected", subject=row, person=row.person_id, by=by, now=now)


def change_keeper(
    *, protection: object, instead_of: object, keeper: object, by: Viewer, now: datetime
) -> None:
    """Another worker keeps this protection in the place of one who goes. Only a keeper does this."""
    allow_some(by, "person.protect")
    with transaction.atomic():
        row = _kept(protection, by)
        held = set(Keeper.objects.filter(protection=row).values_list("account", flat=True))
        stays = held - {known(instead_of)}
        if len(stays) != 1:
            raise NotFound("keeper")
        _keepers(row.person, [*stays, known(keeper)], by)
        Keeper.objects.filter(protection=row, account=known(instead_of)).update(account=known(keeper))
        note(verb="person.keeper_changed", subject=row, person=row.person_id, by=by, now=now)
