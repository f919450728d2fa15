"""What crosses rooms again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Cron, Every

SCHEDULE = (
    Cron("web.back_up", "0 1 * * *", longest=3 * 3600),
    Cron("web.keep_to_periods", "0 2 * * *"),
    Cron("web.tell_of_ledger", "0 4 * * *"),
    Every("web.forget_lists", timedelta(hours=1)),
    Every("web.stop_silent_hooks", timedelta(hours=1)),
    Every("web.look_after", timedelta(minutes=5)),
)
