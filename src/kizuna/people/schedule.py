"""What this room does again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Every

SCHEDULE = (
    Every("people.remind", timedelta(days=1), at=timedelta(hours=7)),
    Every("people.close_lapsed", timedelta(days=1), at=timedelta(hours=3)),
    Every("people.find_doubles", timedelta(days=1), at=timedelta(hours=4)),
)
