from kizuna.activities.views.calendars import bring_calendar, group_calendar, own_calendar, seat_calendar
from kizuna.activities.views.organising import attendance, call_off, new_date
from kizuna.activities.views.pages import group, groups, pass_on, reached
from kizuna.activities.views.seats import date, mine, new_calendar, seat
from kizuna.activities.views.talking import (
    decide_letter,
    hear_less,
    let_talk,
    membership,
    notes,
    talk,
    write_to,
    writer_apart,
)

__all__ = [
    "attendance",
    "bring_calendar",
    "call_off",
    "date",
    "decide_letter",
    "group",
    "group_calendar",
    "groups",
    "hear_less",
    "let_talk",
    "membership",
    "mine",
    "new_calendar",
    "new_date",
    "notes",
    "own_calendar",
    "pass_on",
    "reached",
    "seat",
    "seat_calendar",
    "talk",
    "write_to",
    "writer_apart",
]
