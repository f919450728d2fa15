"""How answers come: who gives them, how a link worker asks, what stands at the head of a sheet."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import DayField, Form
from kizuna.screening.values import RELATIONS


class WhoAnswers(Form):
    """Who gives the answers: they themselves, with help, or somebody else for them."""

    who = forms.ChoiceField(
        label=_("Who answers?"),
        choices=[
            ("self", _("They themselves")),
            ("helped", _("They themselves, with somebody's help")),
            ("proxy", _("Somebody else answers for them")),
        ],
        initial="self",
        widget=forms.RadioSelect,
        required=False,
    )
    relation = forms.ChoiceField(
        label=_("Who is it, if somebody else answers?"),
        choices=[("", _("Choose one")), *((code, _(label)) for code, label in RELATIONS.items())],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Somebody else has to be named by what they are to the person."""
        found = super().clean() or {}
        found["who"] = found.get("who") or "self"
        if found["who"] != "proxy":
            found["relation"] = ""
        elif not found.get("relation") and "relation" not in self.errors:
            self.add_error("relation", gettext("Choose who answers for them."))
        return found


class HowAsked(WhoAnswers):
    """How a link worker asks somebody, and who answers."""

    channel = forms.ChoiceField(
        label=_("How do you talk?"),
        choices=[("with a worker", _("Face to face")), ("by phone", _("By phone"))],
        initial="with a worker",
        widget=forms.RadioSelect,
        required=False,
    )
    field_order = ("channel", "who", "relation")


class Sheet(WhoAnswers):
    """What stands at the head of a sheet of paper."""

    on = DayField(label=_("Which day stands on the sheet?"))
    field_order = ("on", "who", "relation")

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        """A day that has been."""
        day: date = self.cleaned_data["on"]
        if self.today and day > self.today:
            raise forms.ValidationError(gettext("This day has not come yet. Look at the year again."))
        return day


class ByText(Form):
    """The agreement to be asked by text message."""

    agreed = forms.BooleanField(
        label=_("They agreed to be asked by text message on this number, and nobody else reads it."),
        error_messages={"required": _("Ask them first. Tick the box when they said yes.")},
    )
