"""What comes in from the pages of this room, as clean values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from kizuna.access.viewer import Refused
from kizuna.directory.needs import GROUPS
from kizuna.directory.spoken import OFFERED, name_of
from kizuna.directory.travel import WAYS as WAYS_TO_GO
from kizuna.directory.travel import km_in
from kizuna.directory.wanted import Wanted, next_time
from kizuna.directory.whom import GENDERS, WAYS
from kizuna.frame.forms import Form
from kizuna.outbox.address import clean
from kizuna.places.nearby import MILE_M, MILES, Rough

SENT_BY = (("sms", gettext_lazy("As a text message")), ("email", gettext_lazy("By e-mail")))


class SendForm(Form):
    """Where a list is to be sent. The address is used for this once."""

    way = forms.ChoiceField(
        label=gettext_lazy("How shall we send it?"), choices=SENT_BY, widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=gettext_lazy("The phone number or e-mail address"),
        help_text=gettext_lazy("We use it for this list only, and forget it once the message has left."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """The address in the form that the chosen way asks for."""
        found = super().clean() or {}
        if {"way", "address"} <= set(found):
            found["address"] = written(self, found["way"], found["address"])
        return found


def written(form: Form, way: str, address: str) -> str:
    """The address as it is used; what is none is said at its field."""
    try:
        return clean(way, address)
    except Refused as wrong:
        form.add_error("address", str(wrong))
        return ""


ANY = gettext_lazy("It does not matter")
KM = (2, 5, 10, 25, 50)
MILES_OFFERED = (1, 3, 5, 15, 30)
TRIPS = (("foot", 15), ("foot", 30), ("bus", 30), ("bus", 60), ("car", 20), ("car", 40))
NOON = time(12)
Choices = list[tuple[str, Any]]


@dataclass(frozen=True)
class Asked:
    """What somebody asks for: the wishes, and what stands in the address for them."""

    wanted: Wanted
    address: Mapping[str, str]


def _needs() -> Choices:
    return [("", ANY), *((need.code, gettext(need.label)) for need in GROUPS)]


def _distance(number: int) -> str:
    if settings.COUNTRY.upper() in MILES:
        return ngettext("Within %(n)s mile", "Within %(n)s miles", number) % {"n": number_format(number)}
    return ngettext("Within %(n)s km", "Within %(n)s km", number) % {"n": number_format(number)}


def _trip(way: str, minutes: int) -> str:
    said = {
        "foot": gettext("About %(n)s minutes on foot"),
        "bus": gettext("About %(n)s minutes by bus"),
        "car": gettext("About %(n)s minutes by car"),
    }
    return said[way] % {"n": number_format(minutes)}


def _far() -> Choices:
    steps = MILES_OFFERED if settings.COUNTRY.upper() in MILES else KM
    distances = [(str(number), _distance(number)) for number in steps]
    return [("", ANY), *distances, *((f"{way}-{n}", _trip(way, n)) for way, n in TRIPS if way in WAYS_TO_GO)]


def _days() -> Choices:
    days = [(str(number), name) for number, name in sorted(WEEKDAYS.items())]
    return [("", ANY), ("now", gettext("Open now")), *days]


def _languages() -> Choices:
    reader = get_language() or "en"
    return [("", ANY), *sorted(((code, name_of(code, reader)) for code in OFFERED), key=lambda one: one[1])]


def _named(labels: Mapping[str, str]) -> Choices:
    return [("", ANY), *((code, gettext(label)) for code, label in labels.items())]


def _ways() -> Choices:
    return _named(WAYS)


def _genders() -> Choices:
    return _named(GENDERS)


def _kilometres(far: str) -> float | None:
    """Kilometres of one of the offered distances."""
    way, dash, minutes = far.partition("-")
    if dash:
        return km_in(float(minutes), way)
    miles = settings.COUNTRY.upper() in MILES
    return float(far) * (MILE_M / 1000 if miles else 1) if far else None


class SearchForm(Form):
    """What somebody wants beside words. Every field may be left empty."""

    need = forms.ChoiceField(label=gettext_lazy("What kind of help"), choices=_needs, required=False)
    far = forms.ChoiceField(
        label=gettext_lazy("How far you can go"),
        choices=_far,
        required=False,
        help_text=gettext_lazy("In a straight line, from the place under “Near you”. Times are rough."),
    )
    day = forms.ChoiceField(label=gettext_lazy("Open when"), choices=_days, required=False)
    hour = forms.TimeField(
        label=gettext_lazy("At what time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write an hour, for example 10:00.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("They speak"), choices=_languages, required=False)
    age = forms.IntegerField(
        label=gettext_lazy("Age of whom it is for"), min_value=0, max_value=120, required=False
    )
    gender = forms.ChoiceField(label=gettext_lazy("It is for a"), choices=_genders, required=False)
    way = forms.ChoiceField(label=gettext_lazy("How you meet them"), choices=_ways, required=False)
    free = forms.BooleanField(label=gettext_lazy("Only what is free"), required=False)
    steps = forms.BooleanField(label=gettext_lazy("Only without steps"), required=False)
    room = forms.BooleanField(label=gettext_lazy("Only where there is room now"), required=False)
    checked = forms.BooleanField(
        label=gettext_lazy("Only what somebody checked in the last three months"), required=False
    )

    def _open_at(self, now: datetime) -> datetime | None:
        day = self.cleaned_data.get("day", "")
        if not day or day == "now":
            return now if day else None
        return next_time(int(day), self.cleaned_data.get("hour") or NOON, now)

    def asked(self, near: Rough | None, now: datetime) -> Asked:
        """The wishes; fields that cannot be read say nothing. `now` in the time of this site."""
        self.is_valid()
        said = self.cleaned_data
        wanted = Wanted(
            lat=near.lat if near else None,
            lon=near.lon if near else None,
            km=_kilometres(said.get("far", "")) if near else None,
            open_at=self._open_at(now),
            language=said.get("language", ""),
            accepting=bool(said.get("room")),
            need=said.get("need", ""),
            age=said.get("age"),
            gender=said.get("gender", ""),
            step_free=bool(said.get("steps")),
            free=bool(said.get("free")),
            way=said.get("way", ""),
            checked=bool(said.get("checked")),
        )
        return Asked(wanted, {name: self.data[name] for name in self.fields if self.data.get(name)})
