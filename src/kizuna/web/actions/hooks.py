"""Telling programs what happened: they say where and what, and each event is a message of the outbox."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, may
from kizuna.access.destination import parts
from kizuna.access.viewer import STRANGER, NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger import actions as ledger
from kizuna.ledger import queries as lines
from kizuna.ledger.entry import NewsValue
from kizuna.outbox.actions import call_back, send_many
from kizuna.outbox.hook import PREFIX, packed
from kizuna.outbox.message import Draft
from kizuna.outbox.queries import of_causes
from kizuna.people.queries import profiles, program_account
from kizuna.places.identity import known, known_all
from kizuna.referrals.fhir import Wanted
from kizuna.referrals.queries import sheets
from kizuna.web import models
from kizuna.web.events import ENDS_SIGHT, EVENTS, TRIED, body, lets
from kizuna.web.hooks import AT_A_TIME, MOST, SHOWN, TASK, cause, gave_up
from kizuna.web.queries import visible_hooks
from kizuna.work.actions import wake

REFERRAL = "referrals.Referral:"


def _program(by: Viewer, program: object, now: datetime) -> models.Program:
    """The program that asks; an administrator names one."""
    rows = models.Program.objects.select_for_update().filter(revoked_at=None, expires_at__gt=now)
    if may(by, "api.keep"):
        found = rows.filter(pk=known(program)).first()
    else:
        found = rows.filter(account=known(by.account)).first()
        if found is None:
            raise NotAllowed(_("Webhooks belong to programs. Ask an administrator to let one in."))
    if found is None:
        raise NotFound("program")
    return found


def add_hook(
    *,
    url: str,
    events: Sequence[str],
    program: object = None,
    hook_id: UUID | None = None,
    by: Viewer,
    now: datetime,
) -> tuple[UUID, str]:
    """Tell a program of these events from now on; returns the id, and the secret, which is shown only now."""
    allow(by, "webhook.keep")
    scheme, *_rest = parts(url)
    if scheme != "https":
        raise Refused(_("News go to an encrypted address only: one that starts with https."))
    if not events or set(events) - set(EVENTS):
        raise Refused(_("Choose events among these: %(events)s.") % {"events": ", ".join(EVENTS)})
    secret = PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    with transaction.atomic():
        owner = _program(by, program, now)
        lacking = sorted({EVENTS[event] for event in events if not lets(owner.scopes, event)})
        if lacking:
            raise Refused(_("This program lacks the scopes %(scopes)s.") % {"scopes": ", ".join(lacking)})
        id = hook_id or uuid4()
        if models.Webhook.objects.filter(pk=id).exists():
            raise Refused(_("This webhook is there already. Its secret cannot be shown again."))
        if models.Webhook.objects.filter(program=owner, closed_at=None).count() >= MOST:
            raise Refused(_("A program has %(most)s webhooks at most. Close one first.") % {"most": MOST})
        row = models.Webhook.objects.create(
            id=id, program=owner, url=url, secret=secret, events=sorted(set(events)), created_at=now
        )
        _watch(now)
        ledger.note(verb="webhook.added", subject=row, by=by, now=now)
    return id, secret


def _watch(now: datetime) -> None:
    """Hear from the ledger what any webhook wants, and what ends somebody's sight."""
    wanted = {event for row in models.Webhook.objects.filter(closed_at=None) for event in row.events}
    ledger.watch(topic=TASK, verbs=wanted | (ENDS_SIGHT if wanted else set()), now=now)


def _held(by: Viewer, hook: object) -> models.Webhook:
    row = visible_hooks(by).select_for_update(of=("self",)).filter(pk=known(hook)).first()
    if row is None:
        raise NotFound("webhook")
    return row


def close_hook(*, hook: object, by: Viewer, now: datetime) -> None:
    """Nothing is sent there any more, what waits neither."""
    allow(by, "webhook.keep")
    with transaction.atomic():
        row = _held(by, hook)
        row.closed_at = now
        row.save(update_fields=["closed_at"])
        call_back(cause=cause(row.pk), now=now)
        _watch(now)
        ledger.note(verb="webhook.closed", subject=row, by=by, now=now)


def resume_hook(*, hook: object, by: Viewer, now: datetime) -> None:
    """Send there again what happens from now on. One that was not switched off goes on as it is."""
    allow(by, "webhook.keep")
    with transaction.atomic():
        row = _held(by, hook)
        if row.stopped_at is not None:
            row.stopped_at, row.resumed_at = None, now
            row.save(update_fields=["stopped_at", "resumed_at"])
            ledger.note(verb="webhook.resumed", subject=row, by=by, now=now)


def try_hook(*, hook: object, by: Viewer, now: datetime) -> None:
    """Send a test there, as any event."""
    allow(by, "webhook.keep")
    with transaction.atomic():
        row = _held(by, hook)
        send_many(messages=[_draft(row, f"test:{uuid4()}", body(TRIED, now))], now=now)


def _draft(row: models.Webhook, key: str, said: str, person: str = "") -> Draft:
    return Draft(
        key=f"webhook:{row.pk}:{key}",
        channel="webhook",
        address=row.url,
        subject="",
        text=packed(row.secret, said),
        topic="webhook",
        cause=cause(row.pk),
        person=person or None,
        many=True,
    )


def _seen(row: models.Webhook, news: Sequence[NewsValue]) -> set[str]:
    """Whom of these people the program sees at this moment."""
    viewer = program_account(STRANGER, row.program.account_id)
    ids = {one.person for one in news if one.person}
    return set(profiles(viewer, ids)) if ids and may(viewer, "person.see") else set()


def _for(row: models.Webhook, news: Sequence[NewsValue], now: datetime) -> list[Draft]:
    """What this webhook is told; what waits about people whom its program sees no more is called back."""
    program = row.program
    open_still = program.revoked_at is None and now < program.expires_at
    seen = _seen(row, news) if open_still else set()
    for person in {one.person for one in news if one.verb in ENDS_SIGHT and one.person} - seen:
        call_back(cause=cause(row.pk), person=person, now=now)
    wanted = {event for event in row.events if lets(program.scopes, event)} if open_still else set()
    drafts = [
        _draft(row, str(one.line), body(one.verb, one.at, one.subject, one.person), one.person)
        for one in news
        if one.verb in wanted and (not one.person or one.person in seen)
    ]
    return drafts + (_asked(row, [one for one in news if one.verb in wanted], now) if open_still else [])


def _asked(row: models.Webhook, news: Sequence[NewsValue], now: datetime) -> list[Draft]:
    """What the program of a provider is told of referrals to it: never who the person is, not by a number."""
    viewer = program_account(STRANGER, row.program.account_id)
    of = {one: one.subject.removeprefix(REFERRAL) for one in news if one.subject.startswith(REFERRAL)}
    if viewer.role != "provider" or not of:
        return []
    found = {each.id for each in sheets(viewer, Wanted(ids=known_all(of.values())), now)}
    return [
        _draft(row, str(one.line), body(one.verb, one.at, one.subject), one.person)
        for one, id in of.items()
        if id in found
    ]


def tell_programs(*, by: Viewer, now: datetime) -> int:
    """Hand what happened to the outbox, once for each webhook that wants it and may know; how many."""
    allow(by, "webhook.tell")
    with transaction.atomic():
        news = lines.news(by, TASK, AT_A_TIME)
        rows = models.Webhook.objects.filter(closed_at=None, stopped_at=None).select_related("program")
        drafts = [draft for row in rows for draft in _for(row, news, now)]
        send_many(messages=drafts, now=now)
        ledger.heard(ids=[one.id for one in news], now=now)
        if len(news) == AT_A_TIME:
            wake(TASK, now=now)
    return len(drafts)


def stop_silent_hooks(*, by: Viewer, now: datetime) -> int:
    """Switch off what nobody answered for about half a day; how many. The health page tells of it."""
    allow(by, "webhook.tell")
    with transaction.atomic():
        rows = list(models.Webhook.objects.select_for_update().filter(closed_at=None, stopped_at=None))
        last = of_causes(by, [cause(row.pk) for row in rows], SHOWN)
        silent = [row for row in rows if gave_up(row.resumed_at, tuple(last.get(cause(row.pk), ())))]
        for row in silent:
            row.stopped_at = now
            row.save(update_fields=["stopped_at"])
            call_back(cause=cause(row.pk), now=now)
            ledger.note(verb="webhook.stopped", subject=row, by=by, now=now)
    return len(silent)
