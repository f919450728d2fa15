"""Words for groups: names of languages, of needs, and of ages."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django import template
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from kizuna.activities.aid import BY_KIND, TIMES
from kizuna.activities.fitting import Because
from kizuna.activities.news import CHANNELS
from kizuna.activities.seats import stamp as _stamp
from kizuna.activities.shifts import TRUST, VOUCHED, hours
from kizuna.activities.skills import CHECKS, SKILLS, CheckValue
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


@register.filter
def _said(one: Because, text: str) -> str:
    form = pgettext("day as Django writes it, with year", "j F Y")
    facts = {
        name: date_format(value, form) if isinstance(value, date) else value
        for name, value in one.said.items()
    }
    words = {name: ", ".join(gettext(each) for each in value) for name, value in one.words.items()}
    return gettext(text) % {**facts, **words}


@register.filter
def because(one: Because) -> str:
    """A reason, as an organiser reads it."""
    return _said(one, one.text)


@register.filter
def because_own(one: Because) -> str:
    """A reason, as the volunteer whom it is about reads it."""
    return _said(one, one.own or one.text)


@register.filter
def reasons(found: Iterable[Because]) -> list[Mapping[str, object]]:
    """Reasons as `frame/reasons.html` shows them."""
    return [{"text": because(one), "known": one.known} for one in found]


@register.filter
def in_hours(minutes: int) -> str:
    """Minutes in words: hours, to the half."""
    number = hours(minutes)
    whole = int(number) if number == int(number) else 2
    return ngettext("%(n)s hour", "%(n)s hours", whole) % {"n": number_format(f"{number:g}")}


@register.filter
def skill_label(code: str) -> str:
    """What somebody can do, in plain words."""
    return gettext(SKILLS[code].label) if code in SKILLS else str(code)


@register.filter
def check_label(code: str) -> str:
    """What somebody has to have seen, in plain words."""
    return gettext(CHECKS[code]) if code in CHECKS else str(code)


@register.filter
def stands(check: CheckValue, today: date) -> str:
    """How a check stands today: `good`, `soon` or `over`."""
    return check.stands(today)


@register.filter
def said_label(what: str) -> str:
    """A question that somebody who vouches was asked, as the organiser reads it."""
    return gettext(VOUCHED.get(what, what))


@register.filter
def trust_label(code: str) -> str:
    """What somebody who vouches answered, in words."""
    return gettext(TRUST.get(code, code))
