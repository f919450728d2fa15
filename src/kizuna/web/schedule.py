"""What crosses rooms again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Every

DAY = timedelta(days=1)
SCHEDULE = (
    Every("web.back_up", DAY, at=timedelta(hours=1), longest=3 * 3600),
    Every("web.keep_to_periods", DAY, at=timedelta(hours=2)),
    Every("web.tell_of_ledger", DAY, at=timedelta(hours=4)),
    Every("web.forget_lists", timedelta(hours=1)),
    Every("web.look_after", timedelta(minutes=5)),
)
