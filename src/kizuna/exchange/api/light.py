"""For a side without a FHIR server: the link of one referral opens its Task, to be read and answered."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from kizuna.access.viewer import NotFound, Viewer
from kizuna.exchange.api.door import READ, body, door, here
from kizuna.exchange.outcome import Wrong
from kizuna.people.fhir import stranger
from kizuna.referrals import actions, queries
from kizuna.referrals.case import LinkClosed, ProviderCase
from kizuna.referrals.fhir import read_task, service_request, task


def _opened(request: HttpRequest, token: str) -> tuple[ProviderCase, Viewer]:
    try:
        return queries.by_link(request.viewer, token, timezone.now())
    except LinkClosed as closed:
        raise Wrong("This link opens nothing any more. Ask whoever sent it.", 410) from closed


@door(*READ, "PUT", "POST")
def light(request: HttpRequest, token: str) -> dict[str, Any]:
    """The Task, its order and the person, as far as they agreed. Sending the Task is the next step."""
    found, holder = _opened(request, token)
    if request.method in {"PUT", "POST"}:
        sent = body(request, "Task")
        if sent.get("id") != found.id:
            raise NotFound("task")
        answer = read_task(sent)
        actions.take_step(
            referral=found.id,
            to=answer.status,
            reason=answer.reason,
            note=answer.note,
            weeks=answer.weeks,
            by=holder,
            now=timezone.now(),
        )
        found, holder = _opened(request, token)
    sheet = queries.sheet_of_link(holder, found)
    way = (found.contact.channel, found.contact.address) if found.contact else None
    shown = [task(sheet), service_request(sheet), stranger(found.id, found.name, way)]
    entries = [{"fullUrl": f"{here()}/{one['resourceType']}/{one['id']}", "resource": one} for one in shown]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}
