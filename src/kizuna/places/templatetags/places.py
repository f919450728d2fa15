"""Words and figures of places for templates."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kizuna.places.area import LEVEL_WORDS

register = template.Library()


@register.simple_tag
def level_word(level: str) -> str:
    """What an area of this level is called."""
    return _(LEVEL_WORDS[level]) if level in LEVEL_WORDS else level


@register.simple_tag
def square_km(size_m2: float) -> str:
    """A size in square kilometres, with as many decimals as say something."""
    km2 = size_m2 / 1e6
    decimals = 0 if km2 >= 100 else 1 if km2 >= 10 else 2
    return _("%(size)s km²") % {"size": number_format(round(km2, decimals), decimals)}
