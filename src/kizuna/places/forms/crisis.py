"""The crisis numbers as a page of small forms: one a number, in every language of the site."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import DayField, Form
from kizuna.places.crisis import (
    CrisisDraft,
    wrong_address,
    wrong_last_review,
    wrong_next_review,
    wrong_number,
)

KIND_WORDS = (
    ("emergency", _("Emergency: police, fire, ambulance")),
    ("call", _("Call")),
    ("text", _("Text message")),
    ("chat", _("Chat on the web")),
)
NOT_USED = "none"
EMPTY_ROWS = 2


class NumberForm(Form):
    """One crisis number. Left wholly empty, it is no number."""

    kind = forms.ChoiceField(
        label=_("How people use it"), choices=[(NOT_USED, _("Not used")), *KIND_WORDS], initial=NOT_USED
    )
    number = forms.CharField(label=_("Number"), max_length=40)
    url = forms.URLField(
        label=_("Address on the web"),
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": _("This is no web address. It looks like https://example.org.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            words = {"language": language}
            self.fields[f"label_{code}"] = forms.CharField(
                label=_("Who answers (%(language)s)") % words, max_length=120
            )
            self.fields[f"note_{code}"] = forms.CharField(
                label=_("When and what it costs (%(language)s)") % words, max_length=200
            )
        for name, field in self.fields.items():
            field.required = name == "kind"

    def clean(self) -> dict[str, Any]:
        """A number in use needs a way to reach it and who answers; both are said beside the field."""
        found = super().clean() or {}
        labels = [found.get(f"label_{code}") for code, _name in settings.LANGUAGES]
        if found.get("kind", NOT_USED) == NOT_USED:
            if any(value for name, value in found.items() if name != "kind"):
                self.add_error("kind", _("Choose how people use this number, or empty the whole row."))
            return found
        if not found.get("number") and not found.get("url"):
            self.add_error("number", _("Write the number, or an address on the web."))
        number, url = found.get("number"), found.get("url")
        if number and found["kind"] != "chat" and (problem := wrong_number(number)):
            self.add_error("number", gettext(problem))
        if url and (problem := wrong_address(url)):
            self.add_error("url", gettext(problem))
        if not any(labels):
            self.add_error(f"label_{settings.LANGUAGE_CODE}", _("Write who answers."))
        return found

    def draft(self, reviewed_on: date, review_by: date) -> CrisisDraft | None:
        """The number as a value; None when the row is not used."""
        found = self.cleaned_data
        if found.get("kind", NOT_USED) == NOT_USED:
            return None
        codes = [code for code, _name in settings.LANGUAGES]
        texts = {
            part: {code: text for code in codes if (text := found[f"{part}_{code}"])}
            for part in ("label", "note")
        }
        return CrisisDraft(
            kind=found["kind"],
            number=found["number"],
            label=texts["label"],
            reviewed_on=reviewed_on,
            review_by=review_by,
            note=texts["note"],
            url=found["url"],
        )


class ReviewForm(Form):
    """When all of them were called, and when that is to happen again."""

    reviewed_on = DayField(label=_("When did you last call each number?"))
    review_by = DayField(label=_("When will you call them again?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """The last review is not to come; the next one follows it within a year."""
        found = super().clean() or {}
        last, following = found.get("reviewed_on"), found.get("review_by")
        if last and (problem := wrong_last_review(last, self.today)):
            self.add_error("reviewed_on", gettext(problem))
        elif last and following and (problem := wrong_next_review(last, following)):
            self.add_error("review_by", gettext(problem))
        return found


def number_rows(drafts: Sequence[CrisisDraft]) -> list[dict[str, Any]]:
    """What the rows of the page start with."""
    return [
        {
            "kind": draft.kind,
            "number": draft.number,
            "url": draft.url,
            **{f"label_{code}": text for code, text in draft.label.items()},
            **{f"note_{code}": text for code, text in draft.note.items()},
        }
        for draft in drafts
    ]


class WholePage:
    """All forms of the page as one, for its single list of what to fix."""

    def __init__(self, forms: Iterable[forms.Form]) -> None:
        self.forms = list(forms)

    @property
    def errors(self) -> dict[str, Any]:
        """Errors by the name that the field has on the page."""
        return {form.add_prefix(name): found for form in self.forms for name, found in form.errors.items()}

    def non_field_errors(self) -> list[str]:
        """Errors that belong to no single field."""
        return [str(error) for form in self.forms for error in form.non_field_errors()]

    def __iter__(self) -> Iterator[forms.BoundField]:
        return (field for form in self.forms for field in form)


NumberForms = forms.formset_factory(NumberForm, extra=EMPTY_ROWS, max_num=30, absolute_max=30)
