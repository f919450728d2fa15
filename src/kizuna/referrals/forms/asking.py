"""Somebody asks for a place themselves."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import Form
from kizuna.referrals.forms.steps import NOTE_LENGTH


class AskForm(Form):
    """What it is for, what they should know, and a tap that says yes."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    need = forms.ChoiceField(
        label=_("What is the place for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the place is for.")},
    )
    note = forms.CharField(
        label=_("What should they know?"),
        help_text=_("In your own words. You decide what stands here."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    share_contact = forms.BooleanField(
        label=_("They may ring or write to me once they say yes"), required=False
    )
    agree = forms.BooleanField(
        label=_("Yes, they may see what I write here and the part of town where I live"),
        error_messages={"required": _("Tick the box if you agree. Without your yes nothing is sent.")},
    )

    def __init__(self, *args: Any, needs: list[tuple[str, str]], reached: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = [(code, gettext(text)) for code, text in needs]  # type: ignore[attr-defined]
        if not reached:
            del self.fields["share_contact"]
        if not self.is_bound:
            self.initial.setdefault("id", uuid.uuid4())
            if len(needs) == 1:
                self.initial.setdefault("need", needs[0][0])
