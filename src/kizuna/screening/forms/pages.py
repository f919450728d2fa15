"""Pages of questions as forms, what we heard to correct, how to be reached, and what was done."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import phonenumbers
from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.directory.needs import GROUPS
from kizuna.frame.forms import DayField, Form
from kizuna.instruments.answers import Answer, Answers
from kizuna.instruments.definition import Item
from kizuna.screening.worry import OUTCOMES

FEW = 8
"""Up to here places are big cards; more of them are a list to choose from."""
Places = Sequence[tuple[str, str]]


def _place(item: Item, places: Places) -> forms.Field:
    empty = [("", gettext("Choose one"))] if len(places) > FEW else []
    return forms.ChoiceField(
        choices=[*empty, *places], widget=forms.Select if empty else forms.RadioSelect, required=False
    )


def _number_field(item: Item) -> forms.Field:
    least, most = (None if end is None else Decimal(f"{end:g}") for end in (item.least, item.most))
    return forms.DecimalField(
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        min_value=least,
        max_value=most,
        decimal_places=0 if item.whole else None,
        error_messages={"max_decimal_places": gettext("Type a whole number.")},
        required=False,
    )


def _field(item: Item, places: Places) -> forms.Field:
    choices = [(choice.value, gettext(choice.label)) for choice in item.choices]
    if item.kind == "one":
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, required=False)
    if item.kind == "many":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, required=False)
    if item.kind == "place":
        return _place(item, places)
    if item.kind == "number":
        return _number_field(item)
    if item.kind == "date":
        return DayField(required=False)
    return forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}), max_length=item.longest, strip=True, required=False
    )


def _said(value: Any) -> Answer:
    """A clean value as it is kept: words, or a list of them."""
    if value is None:
        return ""
    return [str(one) for one in value] if isinstance(value, list) else str(value)


TAKEN = frozenset({"state", "go", "heard", "needs", "more", "language", "csrfmiddlewaretoken"})
"""Names that the pages use themselves: a question of others that is called so gets another name there."""


class Questions(Form):
    """One page of a questionnaire. Every question may be left empty."""

    def __init__(self, *args: Any, items: Sequence[Item], places: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"answer-{item.id}" if item.id in TAKEN else item.id: item.id for item in items}
        for name, item in zip(self.names, items, strict=True):
            field = _field(item, places)
            field.label = gettext(item.text)
            field.help_text = gettext(item.hint) if item.hint else ""
            field.initial = self.initial.get(item.id)
            self.fields[name] = field

    def answers(self) -> Answers:
        """What was answered, without what was left empty."""
        given = {self.names[name]: _said(value) for name, value in self.cleaned_data.items()}
        return {code: value for code, value in given.items() if value}


class Heard(Form):
    """What we heard, each to be kept or taken out, and what else there could be."""

    needs = forms.MultipleChoiceField(
        label=_("What we heard"),
        help_text=_("Take out what does not fit."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    more = forms.MultipleChoiceField(
        label=_("Is there anything else?"),
        help_text=_("Choose all that fit."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, needs: Places, more: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"].choices = needs  # type: ignore[attr-defined]
        self.fields["more"].choices = more  # type: ignore[attr-defined]
        if not needs:
            del self.fields["needs"]

    def chosen(self) -> tuple[str, ...]:
        """The needs to go on with, as codes."""
        return (*self.cleaned_data.get("needs", ()), *self.cleaned_data["more"])


def _example() -> str:
    number = phonenumbers.example_number(settings.COUNTRY)
    if number is None:
        return "+44 20 7946 0000"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _phone(text: str) -> str:
    """The number as people abroad would dial it; a sentence that helps when it is none."""
    wrong = gettext("This does not look like a phone number. Write it with its area code, like %(example)s.")
    try:
        number = phonenumbers.parse(text, settings.COUNTRY)
    except phonenumbers.NumberParseException:
        raise forms.ValidationError(wrong % {"example": _example()}) from None
    if not phonenumbers.is_possible_number(number):
        raise forms.ValidationError(wrong % {"example": _example()})
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class Contact(Form):
    """A way to be reached. A telephone number or an e-mail address is enough."""

    name = forms.CharField(
        label=_("What should we call you?"),
        help_text=_("Any name is fine. It need not be your real one."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write a name that we can use when we call. Any name is fine.")},
    )
    phone = forms.CharField(
        label=_("Your phone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("A phone number or an e-mail address is enough."),
        max_length=200,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={"invalid": _("This does not look like an e-mail address, like name@example.org.")},
    )
    shared = forms.ChoiceField(
        label=_("Does someone else use this phone or read this e-mail?"),
        help_text=_("If you are not sure, say yes. Then we leave no message."),
        choices=[("no", _("No, only me")), ("yes", _("Yes, or I am not sure"))],
        widget=forms.RadioSelect,
        required=False,
    )
    best_time = forms.CharField(
        label=_("When is a good time?"),
        help_text=_("Write it as you would say it, like “after 4 on weekdays”."),
        max_length=200,
        required=False,
    )
    area = forms.ChoiceField(
        label=_("Which part of town do you live in?"),
        help_text=_("So that someone near you gets in touch."),
        error_messages={"required": _("Choose where you live, or say that you are not sure.")},
    )
    agree = forms.BooleanField(
        label=_("I agree that link workers here keep what is listed above and get in touch with me."),
        error_messages={"required": _("Tick the box if we may keep this and get in touch with you.")},
    )

    def __init__(self, *args: Any, areas: Places, short: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        field.choices = [("", gettext("Choose one")), *areas]  # type: ignore[attr-defined]
        if 0 < len(areas) <= FEW:
            field.widget = forms.RadioSelect(choices=list(areas))
        if short:
            del self.fields["best_time"]

    def clean_phone(self) -> str:
        """Empty, or a number in E.164."""
        text = self.cleaned_data["phone"].strip()
        return _phone(text) if text else ""

    def clean_shared(self) -> bool:
        """Not answered counts as shared: the careful side."""
        return self.cleaned_data["shared"] != "no"

    def clean(self) -> dict[str, Any]:
        """One way to be reached is needed."""
        found = super().clean() or {}
        tried = {"phone", "email"} & set(self.errors)
        if not tried and not found.get("phone") and not found.get("email"):
            self.add_error("phone", gettext("Write a phone number or an e-mail address. One is enough."))
        return found


class WhatWasDone(Form):
    """How a safety concern was closed."""

    what = forms.CharField(
        label=_("What was done?"),
        help_text=_("Who was reached, what was agreed, and who looks after it now."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what was done. Without it, this cannot be closed.")},
    )


class Worried(Form):
    """Who it is about and what worries: a name or a description is enough."""

    who = forms.CharField(
        label=_("Who are you worried about?"),
        help_text=_("A name, or how we can tell who it is."),
        max_length=300,
        error_messages={"required": _("Write a name, or how we can tell who it is.")},
    )
    where = forms.CharField(
        label=_("Where are they?"),
        help_text=_("A street, a house, or where you saw them. Write what you know."),
        max_length=300,
        required=False,
    )
    area = forms.ChoiceField(
        label=_("Which part of town is that?"),
        error_messages={"required": _("Choose a part of town, or say that you are not sure.")},
    )
    worry = forms.CharField(
        label=_("What worries you?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what you saw or heard. A few words are enough.")},
    )
    danger = forms.ChoiceField(
        label=_("Is anyone in danger right now?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("I do not know"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. If you are not sure, say that you do not know.")},
    )
    # People never see this field; programs that fill in every field do.
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, areas: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        field.choices = [("", gettext("Choose one")), *areas]  # type: ignore[attr-defined]


class WhoTells(Form):
    """Who tells us, if they like."""

    name = forms.CharField(label=_("What should we call you?"), max_length=100, required=False)
    reach = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_("A telephone number or an e-mail address. Only if you like us to ask you more."),
        max_length=200,
        required=False,
    )
    may_say = forms.ChoiceField(
        label=_("May we say that it was you who told us?"),
        help_text=_("If you say no, we do not tell them who it was."),
        choices=[("no", _("No, do not say it")), ("yes", _("Yes, you may say it"))],
        widget=forms.RadioSelect,
        required=False,
    )


class WorryOutcome(Form):
    """What came of a worry."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[(code, _(label)) for code, label in OUTCOMES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it.")},
    )
    what = forms.CharField(
        label=_("What was done?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what was done. Without it, this cannot be closed.")},
    )


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class OwnPage(Form):
    """A short page of the site's own."""

    language = forms.ChoiceField(label=_("In which language is it?"), choices=lambda: settings.LANGUAGES)
    title = forms.CharField(
        label=_("Title"),
        help_text=_("What somebody would call it, like “When you cannot sleep”."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write a title.")},
    )
    about = forms.CharField(
        label=_("First sentence"),
        help_text=_("Say that it is normal, and that something helps. Never say what somebody has."),
        max_length=1000,
        widget=_long(3),
        error_messages={"required": _("Write a first sentence.")},
    )
    text = forms.CharField(
        label=_("Steps"),
        help_text=_("One step a line, in short sentences. An empty line begins a new part with its heading."),
        max_length=6000,
        widget=_long(14),
        error_messages={"required": _("Write the steps.")},
    )
    needs = forms.MultipleChoiceField(
        label=_("To whom is it offered after a check-up?"),
        help_text=_("People who need help with one of these."),
        choices=lambda: [(group.code, gettext(group.label)) for group in GROUPS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sources = forms.CharField(
        label=_("Where does it come from?"),
        help_text=_("One source a line: who wrote it, what it is called, and when."),
        max_length=2000,
        widget=_long(3),
        error_messages={"required": _("Write where it comes from. People must be able to trust it.")},
    )
    reviewed_on = DayField(label=_("When did somebody who knows look it over?"))
