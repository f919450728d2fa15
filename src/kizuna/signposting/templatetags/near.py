"""How far away something is, in words."""

from django import template
from django.conf import settings
from django.utils.translation import ngettext

from kizuna.directory.option import Option
from kizuna.places.nearby import Rough, about, how_far

register = template.Library()


@register.simple_tag
def how_far_away(option: Option, near: Rough | None) -> str:
    """About how far an option is from a rough place; empty when that is unknown or does not matter."""
    if near is None or option.remote:
        return ""
    found = how_far(near, option.lat, option.lon, settings.COUNTRY)
    if found is None:
        return ""
    if found.miles:
        text = ngettext("About %(n)s mile away, or less", "About %(n)s miles away", found.number)
    else:
        text = ngettext("About %(n)s kilometre away, or less", "About %(n)s kilometres away", found.number)
    return text % {"n": found.number}


@register.simple_tag
def how_wide(km: float) -> str:
    """About how wide a map is, in words."""
    found = about(km * 1000, settings.COUNTRY)
    if found.miles:
        text = ngettext(
            "The map is about %(n)s mile wide.", "The map is about %(n)s miles wide.", found.number
        )
    else:
        text = ngettext(
            "The map is about %(n)s kilometre wide.", "The map is about %(n)s kilometres wide.", found.number
        )
    return text % {"n": found.number}
