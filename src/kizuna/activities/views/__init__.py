from kizuna.activities.views.calendars import bring_calendar, group_calendar, own_calendar, seat_calendar
from kizuna.activities.views.organising import attendance, call_off, new_date
from kizuna.activities.views.pages import group, groups, pass_on, reached
from kizuna.activities.views.seats import date, mine, new_calendar, seat

__all__ = [
    "attendance",
    "bring_calendar",
    "call_off",
    "date",
    "group",
    "group_calendar",
    "groups",
    "mine",
    "new_calendar",
    "new_date",
    "own_calendar",
    "pass_on",
    "reached",
    "seat",
    "seat_calendar",
]
