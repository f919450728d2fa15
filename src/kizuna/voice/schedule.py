"""What this room does again and again."""

from kizuna.work.rhythm import Cron

SCHEDULE = (Cron("voice.chase", "5 8 * * *"),)
