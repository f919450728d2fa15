"""What is wrong, and what was answered, as forms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import Form
from kizuna.people.correcting import ABOUT, APART, LONGEST

ANYBODY = "anybody"


class WrongForm(Form):
    """Something about me is wrong, in my own words."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(code, _(words)) for code, words in ABOUT.items() if code != APART],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    words = forms.CharField(
        label=_("What is wrong, and how is it really?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what is wrong, and how it really is.")},
    )


class AnswerForm(Form):
    """What became of it, and why."""

    outcome = forms.ChoiceField(
        label=_("What did you do?"),
        choices=[("corrected", _("I put it right")), ("kept", _("I leave it as it is"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you put it right or leave it as it is.")},
    )
    reply = forms.CharField(
        label=_("Why? Write it to them"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write why, so that they understand it.")},
    )


class AvoidForm(Form):
    """Somebody I do not want to meet, in my own words."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Whom do you not want to meet?"),
        help_text=_("Their name as you know it, and what helps us not to mix them up with somebody else."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write whom you do not want to meet.")},
    )
    reader = forms.ChoiceField(
        label=_("Who may read it?"),
        help_text=_("Do they work here, or does somebody close to them? Then choose one by name."),
        required=True,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may read it.")},
    )

    def __init__(self, *args: Any, readers: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only = [(id, gettext("Only %(name)s") % {"name": name}) for id, name in readers]
        self.fields["reader"].choices = [(ANYBODY, _("Every link worker of my area")), *only]  # type: ignore[attr-defined]

    def clean_reader(self) -> str:
        """The id of the one reader; empty for every link worker of the area."""
        chosen: str = self.cleaned_data["reader"]
        return "" if chosen == ANYBODY else chosen


class ApartAnswerForm(Form):
    """Who is meant: found exactly, among those whom the link worker sees."""

    sought = forms.CharField(
        label=_("Who is it?"),
        help_text=_("A whole name, telephone number or e-mail address of somebody whom you see."),
        max_length=254,
        error_messages={"required": _("Write who it is.")},
    )
    works_here = forms.BooleanField(label=_("They work here"), required=False)
