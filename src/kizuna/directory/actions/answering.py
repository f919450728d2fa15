"""Whoever left a way to hear back hears what became of what they told us; then the way is forgotten."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kizuna.directory.models import Change, ChangedField, Fault
from kizuna.outbox.actions import send


def tell_decided(change: Change, now: datetime) -> None:
    """When the last field of a change is decided; in the caller's transaction."""
    parts = list(ChangedField.objects.filter(change=change).values_list("status", flat=True))
    if "waiting" in parts or not change.reach:
        return
    with translation.override(settings.LANGUAGE_CODE):
        text = _(
            "Thank you for telling us what should change in “%(name)s”. We looked at all of it and took over "
            "%(taken)s of %(all)s.\n\n%(link)s\n\nWe keep your address no longer."
        )
        said = {"taken": parts.count("accepted"), "all": len(parts)}
        _write(f"change:{change.pk}", change.reach, text, change.service_id, change.service.name, said, now)
    Change.objects.filter(pk=change.pk).update(reach="")


def tell_mended(fault: Fault, now: datetime) -> None:
    """When a curator looked into it; in the caller's transaction."""
    if not fault.reach:
        return
    with translation.override(settings.LANGUAGE_CODE):
        text = _(
            "Thank you for telling us that something was wrong with “%(name)s”. We have looked into it.\n\n"
            "%(link)s\n\nWe keep your address no longer."
        )
        _write(f"fault:{fault.pk}", fault.reach, text, fault.service_id, fault.service.name, {}, now)
    Fault.objects.filter(pk=fault.pk).update(reach="")


def _write(
    key: str, address: str, text: str, service: object, name: str, said: Mapping[str, object], now: datetime
) -> None:
    link = settings.BASE_URL + reverse("directory:service", args=[service])
    send(
        key=key,
        address=address,
        subject=_("What became of what you told us"),
        text=text % {"name": name, "link": link, **said},
        topic="directory",
        now=now,
    )
