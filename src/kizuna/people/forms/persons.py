"""What link workers write about a person, as forms."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kizuna.frame.columns import fold
from kizuna.frame.forms import DayField, Form
from kizuna.people.care import DECLINED, DEPENDENCES, HOME_ROLES, NAME_USES, SPEAKER_ROLES
from kizuna.people.forms.own import OwnAboutForm, OwnReachForm

LONGEST = 2000


def _words(table: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Choices from a table of words, translated when they are shown."""
    return [(code, _(words)) for code, words in table.items()]


def _day(label: Any) -> DayField:
    return DayField(label=label, required=False)


NOT_KNOWN = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]
WAYS = [("", _("Not known")), ("phone", _("Call")), ("text", _("Text message")), ("email", _("E-mail"))]
ABOUT_WORDS = {
    "name": _("Name"),
    "called": _("What they like to be called"),
    "pronouns": _("Pronouns"),
    "birth_year": _("Year of birth"),
    "languages": _("Languages they speak"),
    "lives_alone": _("Do they live alone?"),
    "access_needs": _("What makes it easier to come and to understand"),
    "not_said": _("What they prefer not to say"),
}
REACH_WORDS = {
    "area": _("Part of town"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "preferred_channel": _("Best way to reach them"),
    "interpreter": _("Do they need an interpreter?"),
    "days": _("On which days may we reach them?"),
}


def _say(form: forms.Form, words: Mapping[str, Any]) -> None:
    """The questions as one asks them about somebody else."""
    for name, label in words.items():
        form.fields[name].label = label
    others = {"lives_alone": NOT_KNOWN, "interpreter": NOT_KNOWN, "preferred_channel": WAYS}
    for name in set(others) & set(form.fields):
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = others[name]


class PersonForm(OwnAboutForm):
    """Who somebody is: one name as they write it, no first or last."""

    gender = forms.CharField(label=_("Gender"), max_length=40, required=False)
    not_said = forms.MultipleChoiceField(
        required=False,
        help_text=_("What you tick here is taken out, and nobody asks them again."),
        choices=_words(DECLINED),
        widget=forms.CheckboxSelectMultiple,
    )
    another = forms.CharField(
        label=_("Another name"),
        max_length=200,
        required=False,
        help_text=_("In another script, for example."),
    )
    use = forms.ChoiceField(
        label=_("What the other name is for"), required=False, choices=[("", "–"), *_words(NAME_USES)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, ABOUT_WORDS)
        self.fields["name"].help_text = _("As they write it themselves, in any script.")

    def clean(self) -> dict[str, Any]:
        """Another name says what it is for."""
        found = super().clean() or {}
        if found.get("another") and not found.get("use"):
            self.add_error("use", gettext("Choose what this name is used for."))
        return found


ADDRESS = ("lines", "locality", "region", "postcode", "country")
"""The parts of an address on this page; others that it has stay as they are."""


class ReachForm(OwnReachForm):
    """Where somebody lives, and how and when they want to be reached. The address in its parts."""

    lines = forms.CharField(
        label=_("Street and house, or how to find the door"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    locality = forms.CharField(label=_("Town or village"), required=False, max_length=200)
    region = forms.CharField(label=_("Region or state"), required=False, max_length=200)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=40)
    country = forms.ChoiceField(label=_("Country"), required=False)
    do_not_contact = forms.BooleanField(
        label=_("They want no contact at all. What waits to be sent is stopped."), required=False
    )
    field_order = ("area", *ADDRESS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["address"]
        _say(self, REACH_WORDS)
        self.fields["shared_contact"].help_text = _("Then our messages say nothing about them.")
        country = self.fields["country"]
        if isinstance(country, forms.ChoiceField):
            country.choices = [("", "–"), *_countries(get_language() or "en")]

    def changes(self) -> dict[str, Any]:
        """As the record keeps them: the parts of the address together."""
        found = super().changes()
        parts = {name: self.cleaned_data[name] for name in ADDRESS}
        changed = bool(set(ADDRESS) & set(found))
        found = {name: value for name, value in found.items() if name not in ADDRESS}
        if changed:
            held = dict(self.initial.get("postal") or {})
            lines = tuple(line.strip() for line in parts.pop("lines").splitlines() if line.strip())
            found |= {"address": {**held, **parts, "lines": lines}, "lat": None, "lon": None}
        return found


@lru_cache(maxsize=8)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    """Codes and names of countries in this language, by name."""
    known = Locale.parse(language, sep="-").territories
    found = [
        (code, name) for code, name in known.items() if len(code) == 2 and code.isalpha() and code != "ZZ"
    ]
    return tuple(sorted(found, key=lambda each: fold(each[1])))


class HomeForm(Form):
    """Somebody moves in with somebody we know."""

    who = forms.CharField(
        label=_("Who do they live with?"), max_length=200, help_text=_("Name, telephone or e-mail.")
    )
    role = forms.ChoiceField(label=_("Who they are in this home"), required=False, choices=_words(HOME_ROLES))
    since = _day(_("Since when?"))


class ApartForm(Form):
    """Somebody whom a person does not want to meet."""

    who = forms.CharField(
        label=_("Whom do they not want to meet?"), max_length=200, help_text=_("Name, telephone or e-mail.")
    )
    works_here = forms.BooleanField(label=_("They work here"), required=False)


class DependForm(Form):
    """Something a person cannot be without."""

    kind = forms.ChoiceField(
        label=_("What do they depend on?"), choices=_words(DEPENDENCES), widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("What helpers should know"), max_length=LONGEST, required=False)
    since = _day(_("Since when?"))


class SpeakForm(Form):
    """Somebody who may speak for a person, and what shows it."""

    name = forms.CharField(label=_("Who is it?"), max_length=200)
    role = forms.ChoiceField(
        label=_("What are they to this person?"), choices=_words(SPEAKER_ROLES), widget=forms.RadioSelect
    )
    evidence = forms.CharField(
        label=_("What shows that they may?"),
        help_text=_("Which paper you saw, or who told you."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until = _day(_("Until when?"))


class StatusForm(Form):
    """What became of somebody, with a second look before it is saved."""

    status = forms.ChoiceField(
        label=_("What became of them?"),
        choices=[
            ("living", _("They are here")),
            ("moved_away", _("They moved away")),
            ("died", _("They died")),
        ],
        widget=forms.RadioSelect,
    )
    on = _day(_("On which day?"))
    why = forms.CharField(
        label=_("How do you know?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label=_("I am sure. Nobody writes to them any more, and what waits to be sent is stopped."),
        error_messages={"required": _("Tick this when you are sure.")},
    )


class ProtectForm(Form):
    """Two workers who alone see somebody from now on."""

    keepers = forms.MultipleChoiceField(
        label=_("Which two link workers see them from now on?"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Why must they not be found?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keepers"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = workers


class LiftForm(Form):
    """Why a keeper wants somebody to be found again."""

    why = forms.CharField(
        label=_("Why may they be found again?"),
        help_text=_("The second person reads this. A coordinator does not learn who it is: name nobody."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NewPersonForm(Form):
    """Somebody whom nobody wrote down yet, and that they agreed."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As they write it themselves, in any script.")
    )
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False, min_value=1880, max_value=2200)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    area = forms.ChoiceField(label=_("Part of town"))
    how = forms.ChoiceField(
        label=_("How did they agree that link workers may see their record?"),
        choices=[("spoken", _("They said so")), ("phone", _("By telephone")), ("paper", _("In writing"))],
        widget=forms.RadioSelect,
    )
    new = forms.BooleanField(label=_("None of these. This is somebody new."), required=False)

    def __init__(self, *args: Any, areas: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        if isinstance(field, forms.ChoiceField):
            field.choices = areas
