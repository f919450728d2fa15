"""What people put right about themselves, as forms."""

from collections.abc import Collection, Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import Form
from kizuna.people.care import ACCESS_NEEDS
from kizuna.people.languages import codes, named
from kizuna.people.profile import Details, Profile

YES_NO = [("", _("I leave this open")), ("yes", _("Yes")), ("no", _("No"))]
SAID = {"yes": True, "no": False}
_SAYS: dict[bool | None, str] = {True: "yes", False: "no"}
DAYS = [
    *(("0", _("Monday")), ("1", _("Tuesday")), ("2", _("Wednesday")), ("3", _("Thursday"))),
    *(("4", _("Friday")), ("5", _("Saturday")), ("6", _("Sunday"))),
]
CLOCK = {"type": "time"}


class OwnForm(Form):
    """A part of one's own record. `changes` holds only what was really changed."""

    def changes(self) -> dict[str, Any]:
        """The fields that say something else than before, by their names in the record."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if _plain(value) != _plain(self.initial.get(name))
        }


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return sorted(map(str, value)) if isinstance(value, list | tuple) else value or ""


def about_said(who: Profile, offered: Collection[str]) -> dict[str, Any]:
    """What a form about somebody starts with. `offered`: what its page lets them not say."""
    needs = who.access_needs or ()
    return {
        **{name: getattr(who, name) for name in ("name", "called", "pronouns", "gender", "birth_year")},
        "languages": spoken(who.languages),
        "spoken": list(who.languages),
        "lives_alone": _SAYS.get(who.lives_alone, ""),
        "access_needs": [need for need in needs if need in ACCESS_NEEDS],
        "other_needs": [need for need in needs if need not in ACCESS_NEEDS],
        "not_said": [name for name in who.not_said if name in offered],
        "other_not_said": [name for name in who.not_said if name not in offered],
    }


def reach_said(who: Profile, held: Details) -> dict[str, Any]:
    """What a form about reaching somebody starts with."""
    windows = list((held.times or {}).get("windows", ()))
    first: Mapping[str, Any] = windows[0] if windows else {"days": (), "from": "", "until": ""}
    return {
        "area": held.area,
        "address": held.address,
        "phone": held.phone,
        "email": held.email,
        "shared_contact": held.shared,
        "preferred_channel": who.preferred_channel,
        "preferred_language": who.preferred_language,
        "interpreter": _SAYS.get(who.interpreter, ""),
        "days": [str(day) for day in first["days"]],
        "starts": time.fromisoformat(first["from"]) if first["from"] else None,
        "ends": time.fromisoformat(first["until"]) if first["until"] else None,
        "not_at_night": bool(held.times and held.times["not_at_night"]),
        "other_windows": windows[1:],
    }


class OwnAboutForm(OwnForm):
    """Who I am: one name as I write it."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, help_text=_("As you write it yourself, in any script.")
    )
    called = forms.CharField(label=_("What we may call you"), max_length=100, required=False)
    pronouns = forms.CharField(label=_("Your pronouns"), max_length=40, required=False)
    birth_year = forms.IntegerField(
        label=_("The year you were born"), required=False, min_value=1880, max_value=2200
    )
    languages = forms.CharField(
        label=_("Languages you speak"),
        help_text=_("The one you like best first, with commas between them."),
        max_length=300,
        required=False,
    )
    lives_alone = forms.ChoiceField(
        label=_("Do you live alone?"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )
    access_needs = forms.MultipleChoiceField(
        label=_("What makes it easier for you to come along and to understand?"),
        choices=[(code, _(words)) for code, words in ACCESS_NEEDS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    not_said = forms.MultipleChoiceField(
        label=_("What you prefer not to say"),
        help_text=_("What you tick here is taken out, and nobody asks you again."),
        choices=[
            ("pronouns", _("Your pronouns")),
            ("birth_year", _("The year you were born")),
            ("languages", _("Languages you speak")),
            ("lives_alone", _("Whether you live alone")),
            ("access_needs", _("What makes it easier for you")),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_languages(self) -> list[str]:
        """Codes of the languages that were written by their names."""
        shown = tuple(code for code, _name in settings.LANGUAGES)
        found, wrong = codes(self.cleaned_data["languages"], shown)
        if wrong:
            raise forms.ValidationError(
                gettext("We do not know the language “%(word)s”. Write it in another way.") % {"word": wrong}
            )
        return list(found)

    def changes(self) -> dict[str, Any]:
        """As the record keeps them; needs that this page does not offer stay."""
        before: Mapping[str, Any] = self.initial
        found = super().changes()
        if "languages" in found and found["languages"] == before["spoken"]:
            del found["languages"]
        if "lives_alone" in found:
            found["lives_alone"] = SAID.get(found["lives_alone"])
        if "access_needs" in found:
            found["access_needs"] = [*before["other_needs"], *found["access_needs"]]
        declined = set(found.get("not_said", ()))
        if "not_said" in found:
            found["not_said"] = [*before["other_not_said"], *found["not_said"]]
        return {name: value for name, value in found.items() if name not in declined}


def spoken(languages: Sequence[str]) -> str:
    """Languages by name, as people read them in the form."""
    return ", ".join(named(code, get_language() or "en") for code in languages)


class OwnReachForm(OwnForm):
    """Where I live, and how and when I want to hear from people."""

    area = forms.ChoiceField(label=_("Your part of town"))
    address = forms.CharField(
        label=_("Your address"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel"}),
    )
    email = forms.CharField(label=_("Your e-mail address"), max_length=254, required=False)
    shared_contact = forms.BooleanField(
        label=_("Others read or answer this too"),
        help_text=_("Then our messages say nothing about you."),
        required=False,
    )
    preferred_channel = forms.ChoiceField(
        label=_("How do you want to hear from us?"),
        required=False,
        choices=[
            ("", _("I leave this open")),
            ("phone", _("Call me")),
            ("text", _("Text message")),
            ("email", _("E-mail")),
        ],
        widget=forms.RadioSelect,
    )
    preferred_language = forms.ChoiceField(label=_("Language for messages"), required=False)
    interpreter = forms.ChoiceField(
        label=_("Do you need an interpreter?"), choices=YES_NO, required=False, widget=forms.RadioSelect
    )
    days = forms.MultipleChoiceField(
        label=_("On which days?"),
        help_text=_("Tick none if every day is fine."),
        choices=DAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    starts = forms.TimeField(
        label=_("From what time?"), required=False, widget=forms.TimeInput(CLOCK, "%H:%M")
    )
    ends = forms.TimeField(
        label=_("Until what time?"), required=False, widget=forms.TimeInput(CLOCK, "%H:%M")
    )
    not_at_night = forms.BooleanField(label=_("Not at night"), required=False)

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {"area": [*areas], "preferred_language": [("", gettext("No matter")), *settings.LANGUAGES]}
        for name, choices in offered.items():
            held = str(self.initial.get(name) or "")
            known = {code for code, _words in choices}
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices if held in known else [*choices, (held, held)]

    def clean(self) -> dict[str, Any]:
        """A time has both ends, and the first comes first."""
        found = super().clean() or {}
        starts, ends = found.get("starts"), found.get("ends")
        if bool(starts) != bool(ends):
            self.add_error("ends" if starts else "starts", gettext("Write both times, or none."))
        elif starts and ends and starts >= ends:
            self.add_error("ends", gettext("The end comes after the start."))
        return found

    def changes(self) -> dict[str, Any]:
        """As the record keeps them: the times together."""
        found = super().changes()
        times = {"days", "starts", "ends", "not_at_night"}
        if times & set(found):
            found["contact_times"] = self._times()
        if "interpreter" in found:
            found["interpreter"] = SAID.get(found["interpreter"])
        if {"area", "address"} & set(found):
            found |= {"lat": None, "lon": None}  # where they lived before is no place to look for them
        return {name: value for name, value in found.items() if name not in times}

    def _times(self) -> dict[str, Any] | None:
        given = self.cleaned_data
        windows = [*self.initial["other_windows"]]
        if given["days"] or given["starts"]:
            window = {
                "days": [int(day) for day in given["days"]] or list(range(7)),
                "from": f"{given['starts']:%H:%M}" if given["starts"] else "00:00",
                "until": f"{given['ends']:%H:%M}" if given["ends"] else "23:59",
            }
            windows.insert(0, window)
        if not windows and not given["not_at_night"]:
            return None
        return {"windows": windows, "not_at_night": given["not_at_night"]}


class RestForm(Form):
    """Whether warnings still reach somebody whose record rests."""

    warnings = forms.BooleanField(
        label=_("Warnings that may save my life may still reach me"), required=False
    )
