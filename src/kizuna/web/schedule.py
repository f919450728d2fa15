"""What crosses rooms again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Every

SCHEDULE = (
    Every("web.keep_to_periods", timedelta(days=1), at=timedelta(hours=2)),
    Every("web.forget_lists", timedelta(hours=1)),
)
