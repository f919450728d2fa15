"""When it is open, in words, in the reader's language."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.dateformat import time_format
from django.utils.translation import gettext, pgettext

from kizuna.directory.hours import State


def _day_and_time(at: datetime, today: date) -> str:
    local = timezone.localtime(at)
    hour = time_format(local.time(), pgettext("hour as Django writes it", "H:i"))
    if local.date() == today:
        return hour
    pattern = "l" if (local.date() - today).days < 7 else "l j F"
    return gettext("%(day)s at %(time)s") % {"day": format_date(local, pattern), "time": hour}


def when_text(hours: State, now: datetime, *, by_phone: bool) -> str:
    """One short sentence; unknown is said as unknown, with what to do."""
    today = timezone.localtime(now).date()
    if hours.open:
        goes_on = hours.until == hours.opens  # day and night: midnight closes nothing
        if hours.until is None or goes_on or (hours.until - now).total_seconds() > 20 * 3600:
            return gettext("Open now")
        return gettext("Open now, closes %(when)s") % {"when": _day_and_time(hours.until, today)}
    if hours.open is None:
        return gettext("Hours unknown: ring first") if by_phone else gettext("Hours unknown: ask first")
    if hours.opens is None:
        return gettext("Closed now")
    return gettext("Closed now, opens %(when)s") % {"when": _day_and_time(hours.opens, today)}
