"""What this room does again and again."""

from datetime import timedelta

from kizuna.work.rhythm import Every

SCHEDULE = (
    Every("activities.remind", timedelta(hours=1)),
    Every("activities.age_aid", timedelta(hours=1)),
    Every("activities.remind_of_shifts", timedelta(hours=1)),
    Every("activities.watch_checks", timedelta(days=1)),
)
