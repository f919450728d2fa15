"""Who an account is, and where it works."""

from collections.abc import Iterable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet, UUIDField

from kizuna.access.deeds import allow
from kizuna.access.models import Place, Prepared
from kizuna.access.viewer import STAFF, STRANGER, NotFound, Viewer
from kizuna.people.models import Account, AccountArea, Keeper, Person, Protection
from kizuna.people.profile import AccountValue, Arrival, SessionValue, fold
from kizuna.people.queries.sight import same_person
from kizuna.places.area import AreaValue
from kizuna.places.identity import known, known_all
from kizuna.places.queries import areas, reach_of


def _stays(person: Any) -> str:
    """The id of an account's person; of the one they were merged into, if they were."""
    if not person:
        return ""
    merged = Person.objects.filter(pk=person, merged_into__isnull=False).values_list("merged_into", flat=True)
    return str(merged.first() or person)


def _works() -> QuerySet[Account, Any]:
    """Where an account works, and whether it has a second factor."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=["totp", "webauthn"])
    rows = Account.objects.filter(pk=Place("account", UUIDField())).annotate(factor=Exists(factors))
    return rows.values_list("accountarea__area", "factor")


_WORKS = Prepared(_works)


def viewer_of(viewer: Viewer, account: Any) -> Viewer:
    """The viewer that a logged-in account is; the row is not read again. Two queries at most."""
    return arrival(viewer, account).viewer


def arrival(viewer: Viewer, account: Any) -> Arrival:
    """The viewer that a logged-in account is, and whether it has a second factor. Two queries at most."""
    if not account.is_active:
        return Arrival(STRANGER, second_factor=False)
    if account.role == "resident":
        return Arrival(_viewer(account), second_factor=False)
    rows = _WORKS.rows(account=account.pk)
    areas, around = reach_of(viewer, [area for area, _factor in rows if area])
    return Arrival(_viewer(account, areas, around), second_factor=any(factor for _area, factor in rows))


def _viewer(
    account: Any, areas: frozenset[str] = frozenset(), around: frozenset[str] = frozenset()
) -> Viewer:
    return Viewer(
        role=account.role,
        account=str(account.pk),
        person=_stays(account.person_id),
        areas=areas,
        around=around,
        organisations=frozenset(str(id) for id in account.organisations),
    )


def program_account(viewer: Viewer, account: object) -> Viewer:
    """The viewer of a program's account, for whoever showed the program's token; a stranger when closed."""
    allow(viewer, "api.use")
    row = Account.objects.filter(pk__in=known_all([account])).first()
    return viewer_of(viewer, row) if row else STRANGER


def viewer_for(viewer: Viewer, account: object) -> Viewer:
    """The viewer that an account is now, for work on its behalf; a stranger when closed."""
    allow(viewer, "account.see")
    row = Account.objects.filter(pk__in=known_all([account])).first()
    return viewer_of(viewer, row) if row else STRANGER


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
            email=row.email or "",
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


def colleagues(viewer: Viewer, sought: str) -> list[str]:
    """Ids of the accounts of those who work here with exactly this name or e-mail address."""
    wanted = fold(sought)
    here = [one for one in accounts(viewer) if one.role in STAFF] if wanted else []
    return [one.id for one in here if wanted in {fold(one.name), fold(one.email)}]


def staff_accounts(viewer: Viewer) -> list[AccountValue]:
    """The accounts of all who work here, closed ones last: for those who keep accounts."""
    allow(viewer, "account.keep")
    return _values(Account.objects.exclude(role="resident").order_by("-is_active", "name", "email"))


def staff_account(viewer: Viewer, id: object) -> AccountValue:
    """The account of somebody who works here, closed or not: for those who keep accounts."""
    allow(viewer, "account.keep")
    found = _values(Account.objects.filter(pk=known(id)).exclude(role="resident"))
    if not found:
        raise NotFound("account")
    return found[0]


def accounts_with_role(viewer: Viewer, role: str) -> list[AccountValue]:
    """Every account of this role that can log in, by name."""
    allow(viewer, "account.see")
    return _values(Account.objects.filter(role=role, is_active=True).order_by("name", "email"))


def keepers_of(viewer: Viewer, person: object) -> list[AccountValue]:
    """The accounts of those who alone see a person who must not be found; nobody for everybody else's."""
    allow(viewer, "keeper.list")
    protected = Protection.objects.filter(person__in=same_person(viewer, person), lifted_at__isnull=True)
    mine = Keeper.objects.filter(protection__in=protected).values("account")
    return _values(Account.objects.filter(pk__in=mine, is_active=True).order_by("name", "email"))


def account_names(viewer: Viewer, ids: Iterable[object]) -> dict[str, str]:
    """Names by account id, former accounts included; unknown ids are left out."""
    allow(viewer, "account.see")
    wanted = known_all(ids)
    rows = Account.objects.filter(pk__in=wanted).values_list("pk", "name", "email")
    return {str(id): name or email or "" for id, name, email in rows}


def worker_areas(viewer: Viewer) -> list[AreaValue]:
    """The areas this viewer works in, everything below them included, by name."""
    return [area for area in areas(viewer) if area.id in viewer.areas]


def sessions(viewer: Viewer, current: str) -> list[SessionValue]:
    """Where the viewer's own account is signed in, the newest first; `current` is the session that asks."""
    rows = UserSession.objects.filter(user=known(viewer.account)).order_by("-created_at")
    alive = set(
        Session.objects.filter(session_key__in=[row.session_key for row in rows]).values_list(
            "session_key", flat=True
        )
    )
    return [
        SessionValue(program, device, row.created_at, row.session_key == current)
        for row in rows
        for program, _bar, device in [row.user_agent.partition("|")]
        if row.session_key in alive
    ]
