"""Who an account is, and where it works."""

from collections.abc import Iterable
from typing import Any

from kizuna.access.deeds import allow
from kizuna.access.viewer import STRANGER, NotFound, Viewer
from kizuna.people.models import Account, AccountArea
from kizuna.people.profile import AccountValue
from kizuna.places.area import AreaValue
from kizuna.places.identity import known, known_all
from kizuna.places.queries import areas, under


def viewer_of(viewer: Viewer, account: Any) -> Viewer:
    """The viewer that a logged-in account is; the row is not read again. Two queries at most."""
    if not account.is_active:
        return STRANGER
    own = AccountArea.objects.filter(account=account.pk).values_list("area", flat=True)
    return Viewer(
        role=account.role,
        account=str(account.pk),
        person=str(account.person_id or ""),
        areas=frozenset() if account.role == "resident" else under(viewer, own),
        organisations=frozenset(str(id) for id in account.organisations),
    )


def _values(rows: Iterable[Account]) -> list[AccountValue]:
    found = list(rows)
    own: dict[object, list[str]] = {}
    for account, area in AccountArea.objects.filter(account__in=[row.pk for row in found]).values_list(
        "account", "area"
    ):
        own.setdefault(account, []).append(str(area))
    return [
        AccountValue(
            id=str(row.pk),
            name=row.name,
            email=row.email,
            role=row.role,
            areas=tuple(sorted(own.get(row.pk, ()))),
            organisations=tuple(str(id) for id in row.organisations),
            active=row.is_active,
            person=str(row.person_id or ""),
        )
        for row in found
    ]


def account(viewer: Viewer, id: object) -> AccountValue:
    """One account: your own, or any for those who may see accounts."""
    if str(id) != viewer.account:
        allow(viewer, "account.see")
    found = _values(Account.objects.filter(pk=known(id)))
    if not found:
        raise NotFound("account")
    return found[0]


def accounts(viewer: Viewer) -> list[AccountValue]:
    """Every account that can log in, by name."""
    allow(viewer, "account.see")
    return _values(Account.objects.filter(is_active=True).order_by("name", "email"))


def accounts_with_role(viewer: Viewer, role: str) -> list[AccountValue]:
    """Every account of this role that can log in, by name."""
    allow(viewer, "account.see")
    return _values(Account.objects.filter(role=role, is_active=True).order_by("name", "email"))


def account_names(viewer: Viewer, ids: Iterable[object]) -> dict[str, str]:
    """Names by account id, former accounts included; unknown ids are left out."""
    allow(viewer, "account.see")
    wanted = known_all(ids)
    rows = Account.objects.filter(pk__in=wanted).values_list("pk", "name", "email")
    return {str(id): name or email for id, name, email in rows}


def worker_areas(viewer: Viewer) -> list[AreaValue]:
    """The areas this viewer works in, everything below them included, by name."""
    return [area for area in areas(viewer) if area.id in viewer.areas]
