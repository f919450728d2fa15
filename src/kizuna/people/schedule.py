"""What this room does again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Cron, Every

SCHEDULE = (
    Every("people.drop_gone_devices", timedelta(hours=1)),
    Cron("people.remind", "0 7 * * *"),
    Cron("people.clear_sessions", "0 1 * * *"),
    Cron("people.close_lapsed", "0 3 * * *"),
    Cron("people.find_doubles", "0 4 * * *"),
)
