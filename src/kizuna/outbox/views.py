"""Doors for machines: a telephone that fetches texts, and providers that tell what became of them."""

import hmac
import json
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kizuna.outbox import actions
from kizuna.outbox.formats import Format
from kizuna.outbox.signature import HEADER, genuine
from kizuna.outbox.ways import Way
from kizuna.work.actions import first_time

AT_ONCE = 20
"""So many texts at most does a telephone fetch at a time."""
LEASE = timedelta(minutes=5)
LATER = 10
"""Seconds until a telephone that found nothing asks again."""
MOST = 65_536
"""Bytes that a machine may say at a time."""
NO = {"detail": "This is not open to you."}


def _way_of(token: str) -> Way | None:
    """The telephone whose token this is; every token is compared, so that time tells nothing."""
    found = None
    for way in (way for some in settings.OUTBOX_WAYS.values() for way in some):
        if way.kind == "phone" and hmac.compare_digest(way.user.encode(), token.encode()):
            found = way
    return found


def _said(request: HttpRequest) -> object:
    """What was posted as JSON; None when it is none, or too much."""
    if int(request.headers.get("Content-Length") or 0) > MOST:
        return None
    try:
        return json.loads(request.body or b"{}")
    except ValueError:
        return None


@csrf_exempt
@require_POST
def phone(request: HttpRequest) -> HttpResponse:
    """A telephone tells what became of its texts, and fetches the next ones."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    way = _way_of(token) if scheme == "Bearer" and token else None
    if way is None:
        return JsonResponse(NO, status=401, headers={"WWW-Authenticate": "Bearer"})
    said = _said(request)
    if not isinstance(said, dict) or not isinstance(said.get("told", []), list):
        return JsonResponse({"detail": "Send a JSON object with `told` and `want`."}, status=400)
    now = timezone.now()
    heard = [one["id"] for one in said.get("told", []) if _tells(way, one, now)]
    received = said.get("received", [])
    kept = [one["id"] for one in received if _keeps(way, one, now)] if isinstance(received, list) else []
    want = said.get("want", AT_ONCE)
    limit = min(want, AT_ONCE) if isinstance(want, int) and want > 0 else 0
    parcels = actions.hand_out(way=way, by=f"phone:{way.name}", limit=limit, lease=LEASE, now=now)
    texts = [{"id": str(one.id), "to": one.address, "text": one.text} for one in parcels]
    told = {"kept": kept} if received else {}
    return JsonResponse({**told, "heard": heard, "texts": texts, "again_in": 0 if texts else LATER})


def _keeps(way: Way, one: object, now: datetime) -> bool:
    """One text that the telephone received, kept once; what cannot be read is not kept, and told again."""
    if not isinstance(one, dict) or not all(
        isinstance(one.get(part), str) for part in ("id", "from", "text")
    ):
        return False
    if not one["id"] or len(one["id"]) > 100:
        return False
    actions.receive(
        channel="sms", address=one["from"], text=one["text"], reference=f"{way.name}:{one['id']}", now=now
    )
    return True


def _tells(way: Way, one: object, now: datetime) -> bool:
    """One line of a telephone's report, acted upon; what cannot be read is not heard, and told again."""
    if not isinstance(one, dict) or one.get("state") not in actions.OUTCOMES:
        return False
    try:
        message = UUID(str(one.get("id")))
    except ValueError:
        return False
    actions.tell(way=way, message=message, what=one["state"], now=now)
    return True


@csrf_exempt
@require_POST
def receipts(request: HttpRequest, way: str) -> HttpResponse:
    """A provider tells what became of messages: signed, fresh, and each time only once."""
    ways = (one for some in settings.OUTBOX_WAYS.values() for one in some)
    found = next((one for one in ways if one.name == way and one.secret), None)
    now, mark = timezone.now(), request.headers.get(HEADER, "")
    if int(request.headers.get("Content-Length") or 0) > MOST:
        return JsonResponse({"detail": "This is too much at a time."}, status=413)
    if found is None or not genuine(mark, request.body, found.secret, now):
        return JsonResponse(NO, status=401)
    said = _said(request)
    if not isinstance(said, dict | list):
        return JsonResponse({"detail": "Send JSON."}, status=400)
    if not first_time(key=f"outbox.receipt:{mark[-64:]}", now=now):
        return JsonResponse({"detail": "This was sent before."}, status=409)
    format = settings.OUTBOX_FORMATS.get(found.format) or Format()
    moved = sum(_receipt(format.meaning(one), now) for one in (said if isinstance(said, list) else [said]))
    return JsonResponse({"heard": moved})


def _receipt(meaning: tuple[str, str, str], now: datetime) -> bool:
    reference, word, error = meaning
    if not reference or not word:
        return False
    if word == "bounced":
        return actions.receipt(
            reference=reference, kind="failed", error=error or "Bounced", bounce=True, now=now
        )
    kind: Literal["sent", "delivered", "failed"] = word  # type: ignore[assignment]
    return actions.receipt(reference=reference, kind=kind, error=error or "Receipt", now=now)
