"""Messages that a provider hands us: signed, fresh, each once. Nothing of them stands in the answer."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kizuna.outbox.actions import receive, receive_letter
from kizuna.outbox.signature import HEADER, genuine

MOST = 1_048_576
"""Bytes that a provider may hand us at a time."""
MANY = 100
"""Text messages in one request."""
NO = "Not signed by somebody who may hand us messages, or too long ago."
WRONG = "Send {id, from, text}, or a list of at most 100 of them."


@csrf_exempt
@require_POST
def incoming(request: HttpRequest, channel: str) -> HttpResponse:
    """Text messages as JSON, an e-mail as it came; 200 means that it is kept for good."""
    now = timezone.now()
    if channel not in {"sms", "email"}:
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > MOST:
        return JsonResponse({"detail": "This is too much at a time."}, status=413)
    signature = request.headers.get(HEADER, "")
    if not any(genuine(signature, request.body, secret, now) for secret in settings.INBOUND_SECRETS):
        return JsonResponse({"detail": NO}, status=401)
    if channel == "email":
        return JsonResponse({"kept": int(receive_letter(raw=request.body, now=now))})
    return _texts(request.body, now)


def _texts(body: bytes, now: datetime) -> HttpResponse:
    said: Any = None
    try:
        said = json.loads(body)
    except ValueError:
        return JsonResponse({"detail": WRONG}, status=400)
    some = said if isinstance(said, list) else [said]
    if len(some) > MANY or not all(_complete(one) for one in some):
        return JsonResponse({"detail": WRONG}, status=400)
    # One that was kept before counts as kept: the provider may not have heard our first answer.
    new = [_keep(one, now) for one in some]
    return JsonResponse({"kept": sum(new)})


def _complete(one: object) -> bool:
    if not isinstance(one, dict):
        return False
    said = [one.get(name) for name in ("id", "from", "text")]
    return all(isinstance(value, str) for value in said) and bool(one["id"]) and len(one["id"]) <= 200


def _keep(one: dict[str, str], now: datetime) -> bool:
    # A zero byte is nothing anybody writes, and PostgreSQL takes none.
    clean = {name: one[name].replace("\x00", "") for name in ("id", "from", "text")}
    return receive(channel="sms", address=clean["from"], text=clean["text"], reference=clean["id"], now=now)
