"""Messages to many: asked for, written in the background, started by somebody who saw what it costs."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox import actions as outbox
from kizuna.outbox.message import Draft, checked
from kizuna.web.models import Notice
from kizuna.web.notices import AUDIENCES, Recipient, as_sms, spoken, task_key
from kizuna.web.queries import gathered
from kizuna.work.actions import enqueue, first_time, report


def write_notice(
    *, notice_id: UUID, audience: str, area: str, subject: str, texts: Mapping[str, str], by: Viewer,
    now: datetime,
) -> UUID:  # fmt: skip
    """Have a message to many written; nothing of it leaves before somebody starts it. Returns its run.

    The same `notice_id` again is the same message. Raises Refused without words in the site's language.
    """
    allow(by, "run.keep", area=area or None)
    if audience not in AUDIENCES or not subject.strip() or not texts.get(settings.LANGUAGE_CODE):
        raise Refused(_("A message to many needs its readers, a title and a text."))
    with transaction.atomic():
        key, where = task_key(notice_id), UUID(area) if area else None
        run = outbox.open_run(key=key, label=subject.strip(), area=where, now=now)
        values = {"audience": audience, "area": where, "subject": subject.strip(), "at": now}
        own = {"texts": {code: text.strip() for code, text in texts.items() if text.strip()}, "run": run}
        if first_time(key=key, now=now):
            enqueue("web.write_notice", key=key, now=now)
            Notice.objects.create(id=notice_id, **values, **own)
            note(verb="run.write", subject=f"outbox.Run:{run}", by=by, now=now)
    return run


def plan_notice(*, notice: UUID, by: Viewer, now: datetime) -> int:
    """What the background does: every message, each once however often it begins anew. How many."""
    allow(by, "run.gather")
    row = Notice.objects.filter(pk=notice).first()
    if row is None:
        return 0
    found = gathered(by, row.audience, row.area, now).recipients
    try:
        written = outbox.plan_run(run=row.run, messages=_drafts(row, found, now), now=now)
    except Refused:  # somebody cancelled it meanwhile: its rows are stopped behind the run
        written = 0
    row.delete()
    return written


def _drafts(row: Notice, found: tuple[Recipient, ...], now: datetime) -> Iterator[Draft]:
    usual, key = settings.LANGUAGE_CODE, task_key(row.pk)
    for number, one in enumerate(found):
        if number % 500 == 0:  # between two parts of the plan: here it can be stopped
            report(key=key, done=number, of=len(found), now=now)
        with suppress(Refused):  # an address that is none keeps nobody else's message back
            yield checked(_draft(row, one, usual))


def _draft(row: Notice, one: Recipient, usual: str) -> Draft:
    reads = spoken(one.language, row.texts, usual)
    text = row.texts[reads]
    return Draft(
        key=f"{task_key(row.pk)}:{one.mark}",
        address=one.address,
        subject=row.subject,
        text=as_sms(text, reads) if one.channel == "sms" else text,
        channel=one.channel,
        cause=one.cause,
        person=one.person or None,
        many=True,
        instead_of=f"{task_key(row.pk)}:{one.instead_of}" if one.instead_of else "",
    )
