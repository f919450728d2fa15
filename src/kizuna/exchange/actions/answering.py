"""A Task or a ServiceRequest that is there already is put into another state, by the table of steps."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused, Viewer
from kizuna.exchange.outcome import Wrong
from kizuna.places.identity import known
from kizuna.referrals import actions, queries
from kizuna.referrals.fhir import ORDER_STATUS, Answer, Order
from kizuna.referrals.pathway import BY_CODE, REQUESTER

ENDS = {"revoked": "cancelled", "entered-in-error": "entered-in-error"}
"""Into which state an order puts its Task when it does not stand any more."""


def answer_task(*, task: object, answer: Answer, by: Viewer, now: datetime) -> str:
    """Put a referral into the state of a Task that was sent; the state that it is in then.

    A provider's program answers for its organisation; a link worker's writes down what the provider told
    them, or takes back what they asked. Where it stands there already, nothing changes.
    """
    allow_some(by, "exchange.send")
    found = queries.sheet(by, task, now)
    if answer.focus and answer.focus.rpartition("/")[2] != found.id:
        raise Wrong("The focus of a Task stays as it is.", 422, "focus")
    return step(found.id, answer.status, answer, (), by, now)


def step(
    referral: str, to: str, answer: Answer | None, via: tuple[str, ...], by: Viewer, now: datetime
) -> str:
    """One step of whatever has this number: a referral that went out, or one that came to us."""
    why: dict[str, Any] = {"reason": answer.reason} if answer else {}
    who, told = by, False
    if by.role == "provider":
        if queries.was_sent(by, referral):
            return actions.step_intake(intake=referral, to=to, **why, by=by, now=now)
        _case, who = queries.in_queue(by, referral, now)
    elif queries.came_to_us(by, referral):
        return actions.step_intake(intake=referral, to=to, **why, by=by, now=now)
    else:
        told = REQUESTER not in BY_CODE[to].by
    more: dict[str, Any] = {"note": answer.note, "weeks": answer.weeks} if answer else {}
    return actions.take_step(referral=referral, to=to, **why, **more, via=via, as_told=told, by=who, now=now)


def change_order(*, order_id: object, order: Order, by: Viewer, now: datetime) -> str:
    """Take back an order that does not stand any more; the state that its Task is in then."""
    allow_some(by, "exchange.send")
    found = queries.sheet(by, known(order_id), now)
    if order.status == ORDER_STATUS[found.status]:
        return found.status
    if order.status not in ENDS:
        raise Refused(_("An order is taken back by the status revoked. How far it is stands in its Task."))
    to = ENDS[order.status]
    why = Answer(to, "other" if to == "cancelled" else "", order.note, None, "", "", "", "")
    return step(found.id, to, why, (), by, now)
