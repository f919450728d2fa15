"""What this room does again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Cron, Every

SCHEDULE = (
    Every("ledger.seal", timedelta(minutes=1)),
    Every("ledger.anchor", timedelta(hours=1), at=timedelta(minutes=2)),
    Cron("ledger.verify", "0 2 * * *"),
    Cron("ledger.mail_anchor", "0 5 * * *"),
)
