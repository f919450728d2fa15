"""What this room does again and again."""

from kizuna.work.rhythm import Cron

SCHEDULE = (Cron("screening.offer_again", "0 10 * * *"),)
