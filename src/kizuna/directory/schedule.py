"""What this room does again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Cron, Every

SCHEDULE = (
    Every("directory.begin_fetches", timedelta(minutes=5)),
    Cron("directory.ask", "20 5 * * *", longest=1800),
    Cron("directory.look_for_alike", "10 4 * * *", longest=3600),
    Cron("directory.recheck", "40 5 * * *", longest=3600),
)
