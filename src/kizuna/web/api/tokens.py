"""Tokens for programs: OAuth 2.0, client credentials."""

import base64

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kizuna.access.secrets import seal_link
from kizuna.access.viewer import STRANGER, LogInFirst
from kizuna.web.actions import got_token
from kizuna.web.api.answers import told
from kizuna.web.programs import PURPOSE, TOKEN_LASTS
from kizuna.web.queries import program_by_secret


def _shown(request: HttpRequest) -> tuple[str, str]:
    """Id and secret: as Basic, or in the form."""
    header = request.headers.get("Authorization", "")
    if header.lower().startswith("basic "):
        try:
            id, _, secret = base64.b64decode(header[6:], validate=True).decode().partition(":")
        except ValueError:
            return "", ""
        return id, secret
    return request.POST.get("client_id", ""), request.POST.get("client_secret", "")


@csrf_exempt
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A token for an hour, for a program that shows its id and secret."""
    now = timezone.now()
    if request.POST.get("grant_type") != "client_credentials":
        return told(400, "Send grant_type=client_credentials.", error="unsupported_grant_type")
    id, secret = _shown(request)
    try:
        found = program_by_secret(STRANGER, id, secret, now)
    except LogInFirst:
        return told(401, "This program is not known here, or not any more.", error="invalid_client")
    asked = request.POST.get("scope", "").split() or list(found.scopes)
    if set(asked) - set(found.scopes):
        return told(400, "A scope was asked for that this program was not given.", error="invalid_scope")
    got_token(program=found.id, by=STRANGER, now=now)
    said = {"program": found.id, "scopes": asked}
    return JsonResponse(
        {
            "access_token": seal_link(said, settings.SECRET_KEYS, purpose=PURPOSE, now=now),
            "token_type": "Bearer",  # nosec B105 - a kind of token, not one
            "expires_in": int(TOKEN_LASTS.total_seconds()),
            "scope": " ".join(asked),
        }
    )
