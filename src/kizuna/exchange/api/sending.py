"""A Bundle that is kept whole or not at all."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from kizuna.access.deeds import allow_some
from kizuna.exchange.actions import Taken, take_in
from kizuna.exchange.api.door import body, door, here
from kizuna.exchange.bundle import read_transaction

READ_ONLY = {
    "resourceType": "OperationOutcome",
    "issue": [
        {
            "severity": "information",
            "code": "informational",
            "diagnostics": "This was read for what refers to it, and is not kept.",
        }
    ],
}


def _response(taken: Taken) -> dict[str, Any]:
    if not taken.id:
        return {"status": "200 OK", "outcome": READ_ONLY}
    where = {"location": f"{here()}/{taken.kind}/{taken.id}"}
    return {"status": "201 Created" if taken.new else "200 OK", **where}


@door("POST")
def transaction(request: HttpRequest) -> dict[str, Any]:
    """Keep all of a transaction, or nothing of it; the same one again changes nothing."""
    allow_some(request.viewer, "exchange.send")
    entries = read_transaction(body(request, "Bundle"))
    taken = take_in(entries=entries, by=request.viewer, now=timezone.now())
    return {
        "resourceType": "Bundle",
        "type": "transaction-response",
        "entry": [{"response": _response(taken[place])} for place in sorted(taken)],
    }
