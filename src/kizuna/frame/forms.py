"""A day in three boxes: people know their birthday by heart, and a calendar pop-up gets in the way."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

FIRST_YEAR, LAST_YEAR = 1800, 2200
"""Days that anybody may mean. Beside the ends of the calendar there are no hours to reckon with."""


class ThreeBoxes(forms.MultiWidget):
    """Day, month and year, shown by `frame/date.html`."""

    three_boxes = True
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"class": "box", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__([forms.TextInput({**box, "maxlength": length}) for length in (2, 2, 4)], attrs)

    def decompress(self, value: Any) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A date typed as day, month and year. Errors name what is missing and how to go on."""

    widget = ThreeBoxes
    default_error_messages = {
        "required": _("Write the day, the month and the year"),
        "incomplete": _("Write the day, the month and the year"),
        "invalid": _("There is no such day. Look at the day and the month again"),
    }

    def __init__(self, **kwargs: Any) -> None:
        boxes = [
            forms.IntegerField(min_value=1, max_value=31),
            forms.IntegerField(min_value=1, max_value=12),
            forms.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR),
        ]
        super().__init__(fields=boxes, require_all_fields=True, **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError as wrong:
            known = {"required", "incomplete", "invalid"}
            if all(error.code in known and error.code != "invalid" for error in wrong.error_list):
                raise
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def compress(self, data_list: list[int]) -> date | None:
        if not data_list:
            return None
        day, month, year = data_list
        try:
            return date(year, month, day)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


SENTENCES: dict[str, Any] = {
    "required": _("This cannot be left empty. Write or choose something."),
    "invalid": _("This does not look right. Look at it again."),
    "invalid_choice": _("Choose one of the answers on this page."),
    "invalid_list": _("Choose from the answers on this page."),
    "invalid_pk_value": _("Choose from the answers on this page."),
    "max_length": ngettext_lazy(
        "This is too long. Use at most %(limit_value)d character.",
        "This is too long. Use at most %(limit_value)d characters.",
        "limit_value",
    ),
    "min_length": ngettext_lazy(
        "This is too short. Use at least %(limit_value)d character.",
        "This is too short. Use at least %(limit_value)d characters.",
        "limit_value",
    ),
    "max_value": _("Write a number up to %(limit_value)s."),
    "min_value": _("Write a number from %(limit_value)s on."),
    "null_characters_not_allowed": _("There is something here that is not text. Write it again."),
    "missing": _("No file came with this. Choose it again."),
    "empty": _("This file is empty. Choose another."),
}
"""What each kind of error says, where a field says nothing of its own."""


def _of_our_time(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(DayField.default_error_messages["invalid"], code="invalid")


class Form(forms.Form):
    """A form in our own words: the library's sentences speak to those who build forms."""

    def full_clean(self) -> None:
        """Every field gets our sentences before it is looked at; what a field says itself stays."""
        for field in self.fields.values():
            if isinstance(field, forms.DateField) and _of_our_time not in field.validators:
                field.validators.append(_of_our_time)
            own = _built_in(type(field))
            for code, sentence in SENTENCES.items():
                if field.error_messages.get(code) == own.get(code):
                    field.error_messages[code] = sentence
        super().full_clean()


def _built_in(kind: type[forms.Field]) -> dict[str, Any]:
    """The sentences that a kind of field has from the library."""
    found: dict[str, Any] = {}
    for each in reversed(kind.__mro__):
        if each.__module__.startswith("django."):
            found |= vars(each).get("default_error_messages", {})
    return found


class GalleryForm(Form):
    """Every kind of field, for the gallery."""

    phone = forms.CharField(
        label=_("Your phone number"),
        help_text=_("So that a link worker can ring you. Nobody else sees it."),
        min_length=7,
        error_messages={"min_length": _("A number here has at least 7 digits. Look at it again")},
    )
    language = forms.ChoiceField(
        label=_("Which language is best?"),
        choices=[("en", "English"), ("es", "Español"), ("ar", "العربية")],
        required=False,
    )
    note = forms.CharField(label=_("Anything we should know?"), widget=forms.Textarea, required=False)
    when = DayField(label=_("What day suits you?"), help_text=_("For example 9 6 2026"))
    talk = forms.ChoiceField(
        label=_("How often do you have someone to talk to?"),
        help_text=_("A friend, a neighbour or family."),
        widget=forms.RadioSelect,
        choices=[("3", _("Every day")), ("2", _("Some days")), ("1", _("Hardly ever"))],
        error_messages={"required": _("Pick one answer, or skip the question")},
    )
    reach = forms.MultipleChoiceField(
        label=_("How may we reach you?"),
        help_text=_("Pick all that suit you."),
        widget=forms.CheckboxSelectMultiple,
        choices=[("phone", _("By phone")), ("text", _("By text")), ("letter", _("By letter"))],
        required=False,
    )
    agree = forms.BooleanField(
        label=_("You may ring me"), error_messages={"required": _("Tick the box if we may ring you")}
    )
