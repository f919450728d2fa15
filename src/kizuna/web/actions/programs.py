"""Letting programs in, closing them, and doing what they ask for once only."""

import hashlib
import json
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.secrets import blind
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import call_back
from kizuna.people.actions import close_account, open_account
from kizuna.places.identity import known
from kizuna.web import models
from kizuna.web.hooks import cause
from kizuna.web.programs import ANSWERS_LAST, LONGEST, ROLES, SCOPES, Kept


class Clash(Exception):
    """The same key with another request."""


class _Undone(Exception):
    def __init__(self, kept: Kept) -> None:
        self.kept = kept


def add_program(
    *,
    name: str,
    role: str,
    scopes: Sequence[str],
    areas: Sequence[object] = (),
    organisations: Sequence[object] = (),
    days: int = 90,
    program_id: UUID | None = None,
    by: Viewer,
    now: datetime,
) -> tuple[UUID, str]:
    """Let a program in; returns its id and its secret, which is shown only now.

    With a `program_id` of the caller's it is let in once: its secret cannot be told a second time.
    """
    allow(by, "api.keep")
    if role not in ROLES:
        raise Refused(_("A program can have one of these roles: %(roles)s.") % {"roles": ", ".join(ROLES)})
    if not scopes or set(scopes) - set(SCOPES):
        raise Refused(_("Choose scopes among these: %(scopes)s.") % {"scopes": ", ".join(SCOPES)})
    if not name.strip() or not 1 <= days <= LONGEST:
        raise Refused(_("A program needs a name, and an end within 366 days."))
    id, secret = program_id or uuid4(), secrets.token_urlsafe(32)
    with transaction.atomic():
        if models.Program.objects.filter(pk=id).exists():
            raise Refused(
                _("This program is let in already. If its secret is lost, close it and let in another.")
            )
        account = open_account(
            email=f"{id}@programs.invalid", role=role, name=name.strip(), areas=areas,
            organisations=organisations, by=by, now=now,
        )  # fmt: skip
        row = models.Program.objects.create(
            id=id,
            name=name.strip(),
            account_id=account,
            secret=hashlib.sha256(secret.encode()).hexdigest(),
            scopes=sorted(set(scopes)),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        note(verb="program.added", subject=row, by=by, now=now)
    return id, secret


def close_program(*, program: object, by: Viewer, now: datetime) -> None:
    """Close a program and its account, from its next request on. A second time changes nothing."""
    allow(by, "api.keep")
    with transaction.atomic():
        row = models.Program.objects.select_for_update().filter(pk=known(program)).first()
        if row is None:
            raise NotFound("program")
        if row.revoked_at is None:
            row.revoked_at = now
            row.save(update_fields=["revoked_at"])
            for hook in models.Webhook.objects.filter(program=row, closed_at=None):
                call_back(cause=cause(hook.pk), now=now)
            models.Webhook.objects.filter(program=row, closed_at=None).update(closed_at=now)
            close_account(account=row.account_id, by=by, now=now)
            note(verb="program.closed", subject=row, by=by, now=now)


def got_token(*, program: object, by: Viewer, now: datetime) -> None:
    """Remember when a program was last here, for whoever looks after them."""
    allow(by, "api.use")
    models.Program.objects.filter(pk=known(program)).update(used_at=now)


def once(*, key: str, asked: bytes, run: Callable[[], Kept], by: Viewer, now: datetime) -> Kept:
    """Do what was asked, once for each key of a caller: effect and answer are written in one transaction.

    Of two that come at the same time one waits for the other. What failed leaves nothing and may be tried
    again. Raises Clash when the key came with another request.
    """
    allow(by, "api.use")
    mark = blind(f"{by.account}:{key}", settings.SECRET_KEYS, "api answer")
    digest = hashlib.sha256(asked).hexdigest()
    try:
        with transaction.atomic():
            models.Answer.objects.filter(at__lt=now - ANSWERS_LAST).delete()
            row, made = models.Answer.objects.get_or_create(key=mark, defaults={"asked": digest, "at": now})
            if row.asked != digest:
                raise Clash(key)
            if not made:
                body, kind = json.loads(row.body)
                return Kept(row.http, body, kind, again=True)
            kept = run()
            if kept.status >= 400:
                raise _Undone(kept)
            row.http, row.body = kept.status, json.dumps([kept.body, kept.content_type])
            row.save(update_fields=["http", "body"])
            return kept
    except _Undone as undone:
        return undone.kept
