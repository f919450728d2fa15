"""What this room does again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Cron, Every

SCHEDULE = (
    Every("outbox.sweep", timedelta(minutes=1)),
    Every("outbox.fetch_letters", timedelta(minutes=1)),
    Cron("outbox.prune", "0 3 * * *"),
)
