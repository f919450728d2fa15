"""What this room does again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Every

SCHEDULE = (
    Every("outbox.sweep", timedelta(minutes=1)),
    Every("outbox.prune", timedelta(days=1), at=timedelta(hours=3)),
)
