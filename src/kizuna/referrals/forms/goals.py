"""A goal, as a link worker writes it down with somebody."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.directory.needs import GROUPS
from kizuna.frame.forms import DayField, Form
from kizuna.referrals.goals import LONGEST


class GoalForm(Form):
    """What they want to reach, in their own words."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What do they want to reach?"),
        help_text=_("In their own words, as they would say it. They can read it in their data."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write in a few words what they want to reach.")},
    )
    need = forms.ChoiceField(label=_("What is it about?"), required=False)
    look_again_on = DayField(label=_("When do you look at it again together?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = [(need.code, gettext(need.label)) for need in GROUPS]
        self.fields["need"].choices = [("", gettext("Not said")), *needs]  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("attempt", uuid.uuid4())
