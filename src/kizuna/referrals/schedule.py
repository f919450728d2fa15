"""What this room does again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Cron, Every

SCHEDULE = (
    Every("referrals.watch_visits", timedelta(minutes=5)),
    Cron("referrals.chase", "0 8 * * *"),
)
