"""A slot for the rooms above: which deeds they want to hear of, and what they have heard."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from kizuna.ledger.models import Entry, News, Watched
from kizuna.work.actions import wake
from kizuna.work.names import path


def watch(*, topic: str, verbs: Iterable[str], now: datetime) -> None:
    """From now on each line with one of these verbs wakes the task `topic` (`room.task`), no other does."""
    path(topic)
    wanted = set(verbs)
    with transaction.atomic():
        mine = Watched.objects.select_for_update().filter(topic=topic)
        there = set(mine.values_list("verb", flat=True))
        mine.exclude(verb__in=wanted).delete()
        rows = [Watched(topic=topic, verb=verb) for verb in sorted(wanted - there)]
        Watched.objects.bulk_create(rows, ignore_conflicts=True)


def _watched(verbs: set[str]) -> dict[str, list[str]]:
    """Verb → topics. Asked at many lines that are written, so in plain SQL: a fifth of the time."""
    marks = ", ".join(["%s"] * len(verbs))
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        sql = f"SELECT verb, topic FROM ledger_watched WHERE verb IN ({marks})"  # noqa: S608  # nosec B608 - marks only
        cursor.execute(sql, sorted(verbs))
        for verb, topic in cursor.fetchall():
            found.setdefault(verb, []).append(topic)
    return found


def tell(entries: Sequence[Entry], now: datetime) -> None:
    """Keep lines for whoever watches them, in the transaction that wrote them, with one wake-up for all."""
    topics = _watched({entry.verb for entry in entries}) if entries else {}
    rows = [News(line=entry.pk, topic=topic) for entry in entries for topic in topics.get(entry.verb, ())]
    if not rows:
        return
    with transaction.atomic(savepoint=False):
        News.objects.bulk_create(rows, batch_size=500)
        for topic in sorted({row.topic for row in rows}):
            wake(topic, now=now)


def heard(*, ids: Iterable[int], now: datetime) -> None:
    """The room that watches has worked on these; call it in the transaction of that work."""
    News.objects.filter(pk__in=list(ids)).delete()
