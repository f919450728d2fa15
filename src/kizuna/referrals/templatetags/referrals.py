"""Words for the link worker's pages."""

from collections.abc import Iterable
from datetime import datetime

from babel import Locale
from babel.lists import format_list
from django import template
from django.utils.translation import get_language, gettext, ngettext, pgettext, to_locale

from kizuna.directory.spoken import name_of

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
    if not minutes:
        return pgettext("how long somebody waits", "just now")
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """Languages by name in the reader's language, the first first."""
    here = get_language() or "en"
    names = [name_of(code, here) for code in codes]
    return str(format_list(names, locale=Locale.parse(to_locale(here))))
