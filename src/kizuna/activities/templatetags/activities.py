"""Words for groups: names of languages, of needs, and of ages."""

from datetime import datetime

from django import template
from django.utils.translation import get_language, gettext

from kizuna.activities.aid import BY_KIND, TIMES
from kizuna.activities.news import CHANNELS
from kizuna.activities.seats import stamp as _stamp
from kizuna.directory.needs import BY_CODE
from kizuna.directory.spoken import name_of

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """A language by its name, in the reader's language."""
    name = name_of(str(code), get_language() or "en")
    return name[:1].upper() + name[1:]


@register.filter
def need_label(code: str) -> str:
    """A need in plain words."""
    return gettext(BY_CODE[code].label) if code in BY_CODE else str(code)


@register.filter
def channel_name(code: str) -> str:
    """How a message goes out, in plain words."""
    return gettext(CHANNELS[code]) if code in CHANNELS else str(code)


@register.filter
def stamp(at: datetime) -> int:
    """A date of a meeting as the number that stands in its address."""
    return _stamp(at)


@register.filter
def aid_label(code: str) -> str:
    """A kind of help among neighbours, to be translated where it is shown."""
    return BY_KIND[code].label if code in BY_KIND else str(code)


@register.filter
def aid_time(code: str) -> str:
    """A time at which it suits somebody, to be translated where it is shown."""
    return TIMES.get(code, str(code))
