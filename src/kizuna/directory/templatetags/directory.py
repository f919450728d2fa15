"""Names of needs and languages for templates."""

from django import template
from django.utils.translation import get_language, gettext

from kizuna.directory.needs import BY_CODE
from kizuna.directory.spoken import name_of

register = template.Library()


@register.filter
def need_name(code: str) -> str:
    """The need in the reader's language; the code itself when there is none."""
    need = BY_CODE.get(code)
    return gettext(need.label) if need else code


@register.filter
def spoken_name(code: str) -> str:
    """The language's name in the reader's own."""
    return name_of(code, get_language() or "en")
