"""What neighbours ask and offer: one page each."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kizuna.activities.aid import ASK, BY_KIND, FAR, KINDS, MOST_ROOM, OFFER, RISKS, TIMES, NewAid
from kizuna.activities.forms.meetings import way_to_reach
from kizuna.frame.forms import DayField, Form
from kizuna.people.languages import codes

Places = Sequence[tuple[str, str]]
FEW = 6
LONGEST = 1000


def _translated(labels: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, gettext(label)) for code, label in labels.items()]


def priced(text: str) -> bool:
    """Whether a sum of money stands in a text: a sign or letters of a currency beside a figure."""
    shown = "".join("¤" if unicodedata.category(char) == "Sc" else char for char in text)
    code = r"(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?)"
    return bool(re.search(rf"¤\s?\d|\d\s?¤|\b{code}\s?\d|\d\s?{code}\b", shown, re.IGNORECASE))


class _AidForm(Form):
    """What asks and offers have in common: when, in which languages, where, and how to reach somebody."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))
    times = forms.MultipleChoiceField(
        label=_("When does it suit you?"),
        help_text=_("Pick all that suit you. Pick none if you are not sure."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    languages = forms.CharField(
        label=_("Which languages do you speak?"),
        help_text=_("For example: English, Spanish"),
        max_length=200,
        required=False,
    )
    area = forms.ChoiceField(
        label=_("Which part of town do you live in?"),
        help_text=_("So that somebody near you is found. Your address is not needed."),
        error_messages={"required": _("Choose the part of town where you live.")},
    )
    name = forms.CharField(
        label=_("What should we call you?"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write a name. Any name is fine.")},
    )
    reach = forms.CharField(
        label=_("Your e-mail address or phone number"),
        help_text=_("We write to it. The other side sees it only after you have both said yes."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": _("Write an e-mail address or a phone number, so that we can tell you.")},
    )
    # People never see this field; programs that fill in every field do.
    website = forms.CharField(required=False, max_length=200)
    side = ASK

    def __init__(self, *args: Any, areas: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("key", uuid4())
        self.fields["times"].choices = _translated(TIMES)  # type: ignore[attr-defined]
        field = self.fields["area"]
        field.choices = [("", gettext("Choose one")), *areas]  # type: ignore[attr-defined]
        if 0 < len(areas) <= FEW:
            field.widget = forms.RadioSelect(choices=list(areas))

    def clean_reach(self) -> str:
        """One way to be reached."""
        return way_to_reach(str(self.cleaned_data["reach"]))

    def clean_languages(self) -> tuple[str, ...]:
        """Codes of languages; a sentence about a word that is none."""
        found, unknown = codes(
            self.cleaned_data["languages"], (get_language() or "en", settings.LANGUAGE_CODE, "en")
        )
        if unknown:
            said = gettext(
                "We do not know the language “%(word)s”. Write it in another way, or leave it out."
            )
            raise forms.ValidationError(said % {"word": unknown})
        return found

    @property
    def by_a_program(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.cleaned_data.get("website"))

    def shown(self) -> list[Any]:
        """The fields that people see, in their order."""
        return [field for field in self if field.name != "website"]

    def new(self, **more: Any) -> NewAid:
        """What was written, as a value."""
        said = self.cleaned_data
        plain = {name: said[name] for name in ("name", "reach", "area", "words", "languages")}
        return NewAid(side=self.side, times=tuple(said["times"]), **plain, **more)


class AskForm(_AidForm):
    """One thing that somebody could do with."""

    risks = forms.MultipleChoiceField(
        label=_("Will the helper do any of this?"),
        help_text=_("Then we ask only people who were checked for it."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    until = DayField(
        label=_("By when do you need it? (you can leave this empty)"),
        help_text=_("For example 9 6 2026"),
        required=False,
    )
    side = ASK

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["words"].label = gettext("What do you need?")
        self.fields["words"].help_text = gettext("A few words are enough. Whoever may help you reads them.")
        self.fields["name"].help_text = gettext("Any name is fine. Whoever may help you sees it.")
        always = BY_KIND[kind].risks
        labels = {code: label for code, label in RISKS.items() if code not in always}
        self.fields["risks"].choices = _translated(labels)  # type: ignore[attr-defined]
        self.order_fields(
            ["key", "words", "risks", "times", "until", "languages", "area", "name", "reach", "website"]
        )

    def clean_until(self) -> datetime | None:
        """The end of that day on the clock of this place."""
        day = self.cleaned_data["until"]
        return (
            datetime.combine(day, time.max, timezone.get_default_timezone()).astimezone(UTC) if day else None
        )

    def past(self, now: datetime) -> bool:
        """Whether the day is over already; the form then says so."""
        until = self.cleaned_data.get("until")
        if until is None or until >= now:
            return False
        self.add_error("until", gettext("This day is over. Write a day to come."))
        return True

    def ask(self) -> NewAid:
        """What was asked, as a value."""
        said = self.cleaned_data
        return self.new(kinds=(self.kind,), risks=tuple(said["risks"]), until=said["until"])


class OfferForm(_AidForm):
    """What somebody could do for others."""

    kinds = forms.MultipleChoiceField(
        label=_("What could you do?"),
        help_text=_("Pick all that you like to do."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pick at least one thing that you could do.")},
    )
    far_km = forms.ChoiceField(label=_("How far would you go?"), widget=forms.RadioSelect)
    room = forms.IntegerField(
        label=_("How many people can you help at the same time?"),
        help_text=_("One is plenty. You can always say no."),
        min_value=1,
        max_value=MOST_ROOM,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    side = OFFER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = _translated({kind.code: kind.label for kind in KINDS})  # type: ignore[attr-defined]
        self.fields["far_km"].choices = _translated({str(km): label for km, label in FAR.items()})  # type: ignore[attr-defined]
        self.fields["words"].label = gettext("Is there anything we should know?")
        self.fields["words"].help_text = gettext("Whoever asks for help and might suit you reads it.")
        self.fields["words"].required = False
        self.fields["name"].help_text = gettext("Any name is fine. Whoever you might help sees it.")
        self.order_fields(
            [
                "key",
                "kinds",
                "words",
                "times",
                "far_km",
                "room",
                "languages",
                "area",
                "name",
                "reach",
                "website",
            ]
        )

    def clean_words(self) -> str:
        """Nothing is sold here."""
        words = str(self.cleaned_data["words"])
        if priced(words):
            raise forms.ValidationError(gettext("Help among neighbours is free. Take the price out."))
        return words

    def offer(self) -> NewAid:
        """What was offered, as a value."""
        said = self.cleaned_data
        return self.new(kinds=tuple(said["kinds"]), far_km=int(said["far_km"]), room=said["room"])
