"""The hours of an ordinary week in words, in the reader's language: for paper, which outlives today."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.conf import settings
from django.utils.dateformat import format as format_date
from django.utils.dateformat import time_format
from django.utils.translation import gettext, pgettext

from kizuna.directory.booklet import Run, runs
from kizuna.directory.hours import Opening, week

_NIGHT = (time(0), time(0))


def _days(run: Run) -> str:
    first, last = format_date(run.first, "l"), format_date(run.last, "l")
    if run.first == run.last:
        return first
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def _times(run: Run) -> str:
    if not run.known:
        return gettext("unknown")
    if not run.spans:
        return gettext("closed")
    hour = pgettext("hour as Django writes it", "H:i")
    if run.spans == (_NIGHT,):
        return gettext("day and night")
    return ", ".join(f"{time_format(opens, hour)}–{time_format(closes, hour)}" for opens, closes in run.spans)


def week_words(openings: Sequence[Opening], today: date) -> str:
    """“Monday to Friday 09:00–17:00 · Saturday to Sunday closed”; "" when nobody can say."""
    ordinary = [opening for opening in openings if not opening.exception]
    monday = today - timedelta(days=today.weekday())
    found = runs(week(ordinary, monday, settings.TIME_ZONE))
    if not any(run.known and run.spans for run in found):
        return ""
    return " · ".join(f"{_days(run)} {_times(run)}" for run in found)
