"""Filters that say in words what machines call by a code."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kizuna.web import told

register = template.Library()


@register.filter
def task(name: str) -> str:
    """What a task does; its name where nobody wrote words for it."""
    words = told.TASKS.get(str(name))
    return gettext(words) if words else str(name)


@register.filter
def event(kind: str) -> str:
    """What happened."""
    words = told.EVENTS.get(str(kind))
    return gettext(words) if words else str(kind)


@register.filter
def scope(code: str) -> str:
    """What a program may do."""
    words = told.SCOPES.get(str(code))
    return gettext(words) if words else str(code)


@register.filter
def channel(code: str) -> str:
    """By what way a message goes."""
    words = told.CHANNELS.get(str(code))
    return gettext(words) if words else str(code)


@register.filter
def trouble(code: str) -> str | SafeString:
    """What went wrong; its code, from left to right, where nobody wrote words for it."""
    words = told.trouble(str(code))
    return gettext(words) if words else format_html('<bdi dir="ltr">{}</bdi>', code)
