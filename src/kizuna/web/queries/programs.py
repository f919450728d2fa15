"""Which program asks, and which programs there are."""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.secrets import BadSeal, open_link
from kizuna.access.viewer import STRANGER, LogInFirst, Viewer
from kizuna.people.queries import accounts, program_account
from kizuna.places.identity import known
from kizuna.places.queries import areas
from kizuna.web import models
from kizuna.web.programs import PURPOSE, TOKEN_LASTS, Program


def _value(row: models.Program) -> Program:
    return Program(
        str(row.pk), row.name, str(row.account_id), tuple(row.scopes), row.expires_at, row.revoked_at,
        row.used_at,
    )  # fmt: skip


def programs(viewer: Viewer) -> list[Program]:
    """Every program that was ever let in, by name; of those whose account is open also role and areas."""
    allow(viewer, "api.keep")
    own = {each.id: each for each in accounts(viewer)}
    names = {area.id: area.name for area in areas(viewer)}
    found = []
    for row in models.Program.objects.order_by("name", "pk"):
        value, account = _value(row), own.get(str(row.account_id))
        if account:
            where = tuple(sorted(names[area] for area in account.areas if area in names))
            value = replace(value, role=account.role, areas=where)
        found.append(value)
    return found


def program_by_secret(viewer: Viewer, id: str, secret: str, now: datetime) -> Program:
    """The program that shows its secret; the secret is the door."""
    allow(viewer, "api.use")
    row = models.Program.objects.filter(pk=known(id)).first()
    digest = hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
    right = hmac.compare_digest(row.secret if row else "", digest)
    if row is None or not right or not _value(row).open(now):
        raise LogInFirst("program")
    return _value(row)


def program_by_token(viewer: Viewer, token: str, now: datetime) -> tuple[Viewer, tuple[str, ...]]:
    """Who a token lets look, and its scopes; a program that was closed is let in no more from now on."""
    allow(viewer, "api.use")
    try:
        said = open_link(token, settings.SECRET_KEYS, purpose=PURPOSE, now=now, max_age=TOKEN_LASTS)
    except BadSeal:
        raise LogInFirst("token") from None
    row = models.Program.objects.filter(pk=known(said["program"])).first()
    if row is None or not _value(row).open(now):
        raise LogInFirst("token")
    found = program_account(viewer, row.account_id)
    if found == STRANGER:
        raise LogInFirst("token")
    return found, tuple(scope for scope in said["scopes"] if scope in row.scopes)
