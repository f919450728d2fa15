"""Silence that somebody asked for: it holds from the moment it is written down, also for what waits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.viewer import Refused
from kizuna.outbox import auto_answers as words
from kizuna.outbox.actions.sending import send
from kizuna.outbox.actions.steps import marks_of_sender
from kizuna.outbox.address import clean
from kizuna.outbox.models import Message, Stopped
from kizuna.outbox.stop import NOT_STOPPED

Wish = Literal["stop", "start", "life"]


def obey(indexes: Sequence[str], wish: str, now: datetime) -> tuple[bool, int]:
    """Write a wish down: whether it changed anything, and how many attempts were under way already.

    From here on nothing starts to these addresses; what is on its way already cannot be called back. A STOP
    that comes after only life safety was kept on ends that, too.
    """
    held = Stopped.objects.filter(address_index__in=indexes)
    if wish == "start":
        return bool(held.delete()[0]), 0
    if wish == "life":
        return bool(held.filter(keeps_life=False).update(keeps_life=True)), 0
    changed = bool(held.filter(keeps_life=True).update(keeps_life=False)) or not held.exists()
    for index in indexes:
        Stopped.objects.get_or_create(address_index=index, defaults={"at": now})
    theirs = Message.objects.filter(address_index__in=indexes).exclude(topic__in=NOT_STOPPED)
    theirs.filter(status__in=["queued", "unknown"]).update(status="stopped", next_try=None)
    return changed, theirs.filter(status="sending").count()


def stop(*, channel: str, address: str, now: datetime) -> None:
    """This address wants no more messages."""
    choose(channel=channel, address=address, wish="stop", now=now)


def choose(*, channel: str, address: str, wish: Wish, now: datetime) -> int:
    """What somebody chose on a page or by one click; how many attempts were under way already."""
    indexes = marks_of_sender(channel, address)
    with transaction.atomic():
        if wish == "life":  # on the page this may be the first thing that they choose
            obey(indexes, "stop", now)
        return obey(indexes, wish, now)[1]


def confirm(
    *, key: str, channel: str, address: str, wish: str, language: str, under_way: int, now: datetime
) -> None:
    """The one answer to a wish, in its language. An address that cannot be written to gets none."""
    known = {code for code, _name in settings.LANGUAGES}
    spoken = language if language in known else settings.LANGUAGE_CODE
    site = settings.ORGANISATION or settings.SITE_NAME
    with override(spoken):
        values = {"site": site, **words.WORDS.get(spoken, words.WORDS["en"])}
        told = {"stop": words.STOPPED, "life": words.LIFE_KEPT, "start": words.STARTED}[wish]
        lines = [_(told) % values, *([_(words.ON_ITS_WAY)] if under_way else [])]
        answer(
            key=key,
            channel=channel,
            address=address,
            subject=_(words.SUBJECT) % values,
            lines=lines,
            now=now,
        )


def answer(
    *, key: str, channel: str, address: str, subject: str, lines: Iterable[str], now: datetime
) -> bool:
    """An answer of a machine to what came in just now, also where silence was asked for."""
    try:
        clean(channel, address)
    except Refused:
        return False
    text = (" " if channel == "sms" else "\n\n").join(lines)
    send(key=key, channel=channel, address=address, subject=subject, text=text, topic="answer", now=now)
    return True
