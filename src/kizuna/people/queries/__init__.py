from kizuna.people.queries.accounts import (
    account,
    account_names,
    accounts,
    accounts_with_role,
    viewer_of,
    worker_areas,
)
from kizuna.people.queries.aging import aged, counted
from kizuna.people.queries.approvals import approval, approvals, visible_approvals
from kizuna.people.queries.consents import (
    consents,
    ending_consents,
    has_consent,
    holding,
    record,
    withdrawn_since,
)
from kizuna.people.queries.duty import duty_hours, next_duty, on_duty, rota
from kizuna.people.queries.held import held_about
from kizuna.people.queries.persons import (
    blocked,
    contact,
    contacts,
    details,
    find,
    household,
    listed,
    profile,
    profiles,
    visible,
)

__all__ = [
    "account",
    "account_names",
    "accounts",
    "accounts_with_role",
    "aged",
    "approval",
    "approvals",
    "blocked",
    "consents",
    "contact",
    "contacts",
    "counted",
    "details",
    "duty_hours",
    "ending_consents",
    "find",
    "has_consent",
    "held_about",
    "holding",
    "household",
    "listed",
    "next_duty",
    "on_duty",
    "profile",
    "profiles",
    "record",
    "rota",
    "viewer_of",
    "visible",
    "visible_approvals",
    "withdrawn_since",
    "worker_areas",
]
