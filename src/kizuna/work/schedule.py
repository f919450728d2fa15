"""What this room does again and again."""

from kizuna.work.rhythm import Cron

SCHEDULE = (Cron("work.prune", "10 3 * * *"),)
