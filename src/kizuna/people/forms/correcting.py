"""What is wrong, and what was answered, as forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import Form
from kizuna.people.correcting import ABOUT, LONGEST


class WrongForm(Form):
    """Something about me is wrong, in my own words."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(code, _(words)) for code, words in ABOUT.items()],
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
