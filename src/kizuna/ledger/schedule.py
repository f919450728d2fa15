"""What this room does again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Every

DAY = timedelta(days=1)
SCHEDULE = (
    Every("ledger.seal", timedelta(minutes=1)),
    Every("ledger.anchor", timedelta(hours=1), at=timedelta(minutes=2)),
    Every("ledger.verify", DAY, at=timedelta(hours=2)),
    Every("ledger.mail_anchor", DAY, at=timedelta(hours=5)),
)
