"""What this room does again and again."""

from kizuna.work.rhythm import Cron

SCHEDULE = (Cron("referrals.chase", "0 8 * * *"),)
