"""Referrals for programs: a row is a ServiceRequest, a Task, a Condition, and a Procedure once it is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kizuna.access.deeds import allow_some, may
from kizuna.access.viewer import NotFound
from kizuna.exchange.actions import answer_task, change_order, take_in
from kizuna.exchange.api.door import READ, body, door, here, ids, looked, made, persons, search_of, spans
from kizuna.exchange.bundle import single
from kizuna.exchange.outcome import Wrong
from kizuna.exchange.search import Asked, Place, bundle
from kizuna.places.identity import known
from kizuna.referrals import actions, queries
from kizuna.referrals.fhir import (
    ORDER_STATUS,
    Sheet,
    Wanted,
    condition,
    procedure,
    read_order,
    read_task,
    read_todo,
    service_request,
    task,
    todo_task,
)
from kizuna.referrals.pathway import CODES
from kizuna.referrals.todos import ToDoValue

OVER = frozenset({"completed"})
OPEN_CONCERN = frozenset(CODES) - OVER - {"entered-in-error"}
Written = Callable[[Sheet], dict[str, Any]]
WRITTEN: Mapping[str, Written] = {
    "ServiceRequest": service_request,
    "Task": task,
    "Condition": condition,
    "Procedure": procedure,
}
STATES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "ServiceRequest": {
        status: frozenset(code for code in CODES if ORDER_STATUS[code] == status)
        for status in ORDER_STATUS.values()
    },
    "Task": {code: frozenset({code}) for code in CODES},
    "Condition": {"active": OPEN_CONCERN, "resolved": OVER},
    "Procedure": {"completed": OVER},
}
"""Kind of resource → its status → the states of the referrals that have it."""
FIRST = {"Condition": OPEN_CONCERN | OVER, "Procedure": OVER}
"""Kinds that not every referral has."""
STATUS = {"Condition": "clinical-status"}


def _states(kind: str, search: Asked) -> frozenset[str] | None:
    text = search.one(STATUS.get(kind, "status"))
    every = FIRST.get(kind)
    if not text:
        return every
    named = [part.rpartition("|")[2] for part in text.split(",")]
    return frozenset().union(*(STATES[kind].get(each, frozenset()) for each in named))


def _wanted(kind: str, search: Asked) -> Wanted:
    own = ids(search, "_id", kind)
    for name, of in (("focus", "ServiceRequest"), ("based-on", "ServiceRequest")):
        said = ids(search, name, of) if name in search.words else None
        own = said if own is None else own if said is None else sorted(set(own) & set(said))
    return Wanted(
        ids=own,
        subjects=persons(search),
        states=_states(kind, search),
        asked=spans(search, "authored", "authored-on", "recorded-date"),
        changed=spans(search, "_lastUpdated", "modified", "date"),
        after=(search.after.at, search.after.id) if search.after else None,
        limit=search.count + 1,
    )


def _todos(request: HttpRequest, kind: str, search: Asked) -> list[ToDoValue]:
    """What the persons do for themselves: Tasks, too, for whoever sees the persons."""
    if kind != "Task" or not may(request.viewer, "todo.see") or "focus" in search.words:
        return []
    text = search.one("status")
    states = frozenset(part.rpartition("|")[2] for part in text.split(",")) if text else None
    return queries.searched_todos(request.viewer, replace(_wanted(kind, search), states=states))


def _written(kind: str, found: Sheet | ToDoValue) -> dict[str, Any]:
    return todo_task(found) if isinstance(found, ToDoValue) else WRITTEN[kind](found)


def _looked(request: HttpRequest, kind: str, found: Sequence[Sheet | ToDoValue]) -> None:
    looked(request, [one.person for one in found], at_what=f"exchange.referrals:{kind}")


def listing(kind: str) -> Callable[..., dict[str, Any] | HttpResponse]:
    """The address of all of one kind: a search, and for what can be sent a POST."""

    def view(request: HttpRequest) -> dict[str, Any] | HttpResponse:
        if request.method == "POST":
            return _create(request, kind)
        allow_some(request.viewer, "referral.see")
        search = search_of(request, kind)
        found = queries.sheets(request.viewer, _wanted(kind, search), timezone.now())
        if kind == "Condition":
            found = [one for one in found if one.concern]
        every: list[Sheet | ToDoValue] = [*found, *_todos(request, kind, search)]
        every.sort(key=lambda one: (one.asked_at, UUID(one.id)))
        page, more = every[: search.count], len(every) > search.count > 0
        _looked(request, kind, page)
        following = Place(page[-1].asked_at, UUID(page[-1].id)) if more else None
        return bundle(f"{here()}/{kind}", search, [_written(kind, one) for one in page], here(), following)

    view.__name__ = view.__qualname__ = f"all_{kind}"
    return view


def one(kind: str) -> Callable[..., dict[str, Any]]:
    """The address of one: to read it, and for what can be changed a PUT."""

    def view(request: HttpRequest, id: UUID) -> dict[str, Any]:
        if request.method == "PUT":
            _update(request, kind, id)
        return _shown(request, kind, id)

    view.__name__ = view.__qualname__ = f"one_{kind}"
    return view


def _shown(request: HttpRequest, kind: str, id: object) -> dict[str, Any]:
    allow_some(request.viewer, "referral.see")
    for own in _own_todo(request, id) if kind == "Task" else ():
        _looked(request, kind, [own])
        return todo_task(own)
    found = queries.sheet(request.viewer, id, timezone.now())
    if found.status not in FIRST.get(kind, CODES) or (kind == "Condition" and not found.concern):
        raise NotFound(kind)
    _looked(request, kind, [found])
    return WRITTEN[kind](found)


def _own_todo(request: HttpRequest, id: object) -> list[ToDoValue]:
    if not may(request.viewer, "todo.see"):
        return []
    return queries.searched_todos(request.viewer, Wanted(ids=(known(id),), limit=1))


def _create(request: HttpRequest, kind: str) -> HttpResponse:
    allow_some(request.viewer, "exchange.send")
    entries = single("POST", body(request, kind))
    taken = take_in(entries=entries, by=request.viewer, now=timezone.now())[0]
    return made(_shown(request, kind, taken.id), 201 if taken.new else 200)


def _update(request: HttpRequest, kind: str, id: UUID) -> None:
    allow_some(request.viewer, "exchange.send")
    sent, now = body(request, kind), timezone.now()
    if sent.get("id") != str(id):
        raise Wrong("The id in the resource is that of its address.", 400, "id")
    if kind == "Task":
        _move(request, sent, id)
    else:
        change_order(order_id=id, order=read_order(sent), by=request.viewer, now=now)


def _move(request: HttpRequest, sent: dict[str, Any], id: UUID) -> None:
    now = timezone.now()
    if _own_todo(request, id):
        todo = read_todo(sent)
        actions.step_todo(todo=id, to=todo.status, answer=todo.answer, by=request.viewer, now=now)
    else:
        answer_task(task=id, answer=read_task(sent), by=request.viewer, now=now)


tasks = door(*READ, "POST")(listing("Task"))
one_task = door(*READ, "PUT")(one("Task"))
service_requests = door(*READ, "POST")(listing("ServiceRequest"))
one_service_request = door(*READ, "PUT")(one("ServiceRequest"))
conditions = door(*READ)(listing("Condition"))
one_condition = door(*READ)(one("Condition"))
procedures = door(*READ)(listing("Procedure"))
one_procedure = door(*READ)(one("Procedure"))
