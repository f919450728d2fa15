"""Words for the link worker's pages."""

from datetime import datetime

from django import template
from django.utils.translation import gettext, ngettext

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86400


@register.simple_tag
def say(text: str, option: str = "") -> str:
    """A marked sentence in the reader's language, with the name of the service or group in its place."""
    said = gettext(text)
    return said % {"option": option} if "%(option)s" in said else said


@register.simple_tag
def waited(since: datetime, now: datetime) -> str:
    """How long ago something was, in its largest unit."""
    seconds = max(0, int((now - since).total_seconds()))
    if seconds >= DAY:
        days = seconds // DAY
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if seconds >= HOUR:
        hours = seconds // HOUR
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    minutes = seconds // MINUTE
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
