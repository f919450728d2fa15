"""Names of needs and languages for templates."""

from django import template
from django.conf import settings
from django.utils.translation import get_language, gettext

from kizuna.directory.capacity import LABELS, SAYS, State
from kizuna.directory.changing import OFFERED_LABELS, Field
from kizuna.directory.needs import BY_CODE
from kizuna.directory.package import FATES, Finding
from kizuna.directory.phone import shown
from kizuna.directory.spoken import name_of

register = template.Library()


@register.filter
def need_name(code: str) -> str:
    """The need in the reader's language; the code itself when there is none."""
    need = BY_CODE.get(code)
    return gettext(need.label) if need else code


@register.filter
def room_name(state: State | None) -> str:
    """Whether there is room, in the reader's language."""
    return gettext(LABELS[state]) if state else gettext("We do not know")


@register.filter
def room_said(state: State) -> str:
    """The same as the provider says it."""
    return gettext(SAYS[state])


@register.filter
def spoken_name(code: str) -> str:
    """The language's name in the reader's own."""
    return name_of(code, get_language() or "en")


@register.filter
def problem_of(finding: Finding) -> str:
    """What is wrong with a row of a package, in the reader's language."""
    return gettext(finding.message) % dict(finding.fills)


@register.filter
def fate_of(finding: Finding) -> str:
    """What became of that row, in the reader's language."""
    return gettext(FATES[finding.fate])


@register.filter
def field_value(value: str, field: Field) -> str:
    """A field's value as people read it: whether it is offered in words, a number as it is written here."""
    if field.kind == "state":
        return gettext(OFFERED_LABELS.get(value, value))
    return shown(value, settings.COUNTRY) if field.kind == "phone" else value
