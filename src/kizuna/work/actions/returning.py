"""What comes back by the clock, and what is let go of by age."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from kizuna.work.actions.adding import enqueue
from kizuna.work.models import Job, Seen, Turn
from kizuna.work.rhythm import Rhythm, due


def take_turns(*, rhythms: Sequence[Rhythm], now: datetime) -> int:
    """Enqueue the work whose turn has come, once, however many workers look; how many.

    `now` in the time zone of the site: by it cron expressions count.
    """
    known = {turn.name: turn for turn in Turn.objects.all()}
    if gone := set(known) - {rhythm.name for rhythm in rhythms}:
        Turn.objects.filter(name__in=gone).delete()
    return sum(_turn(rhythm, known.get(rhythm.name), now) for rhythm in rhythms)


def _turn(rhythm: Rhythm, known: Turn | None, now: datetime) -> bool:
    if known is not None and not due(rhythm, known.last_at, now):
        following = rhythm.next(known.last_at.astimezone(now.tzinfo))
        if following != known.next_at:  # this version of Kizuna does it at another time
            Turn.objects.filter(pk=known.pk).update(next_at=following)
        return False
    with transaction.atomic():
        values = {"last_at": now, "next_at": rhythm.next(now)}
        turn, new = Turn.objects.select_for_update().get_or_create(name=rhythm.name, defaults=values)
        if not new and not due(rhythm, turn.last_at, now):
            return False
        turn.number, turn.last_at, turn.next_at = turn.number + 1, now, rhythm.next(now)
        turn.save()
        enqueue(rhythm.name, key=f"{rhythm.name}@{turn.number}", now=now, longest=rhythm.longest)
    return True


def prune(*, now: datetime, keep: timedelta, keep_passing: timedelta) -> int:
    """Forget what is over by age; wake-ups and scheduled ones, whose keys never return, go sooner.

    Dead letters stay until a person decides.
    """
    old = Q(finished_at__lt=now - keep) | Q(
        Q(key__startswith="wake:") | Q(key__contains="@"), finished_at__lt=now - keep_passing
    )
    over = Job.objects.filter(old, outcome__in=("done", "cancelled", "left"))
    Seen.objects.filter(at__lt=now - keep_passing).delete()
    gone = 0
    while ids := list(over.values_list("result", flat=True)[:1000]):  # short transactions: writers go on
        with transaction.atomic():
            DBTaskResult.objects.filter(id__in=ids).delete()
            Job.objects.filter(result__in=ids).delete()
        gone += len(ids)
    return gone
