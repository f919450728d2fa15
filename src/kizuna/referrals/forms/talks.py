"""A talk, as its link worker writes it down."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import Form
from kizuna.referrals.talks import HOWS, LONGEST


class TalkForm(Form):
    """How, how long, about what."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=_("How did you talk?"),
        choices=[(code, _(words)) for code, words in HOWS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how you talked.")},
    )
    minutes = forms.IntegerField(
        label=_("How many minutes did it take?"),
        min_value=0,
        max_value=LONGEST,
        error_messages={"required": _("Write the minutes. A guess is fine.")},
    )
    referral = forms.ChoiceField(
        label=_("Did you ask how it goes with one of these?"),
        required=False,
        help_text=_("Then that is not asked again until its next step is due."),
    )
    note = forms.CharField(
        label=_("What did you talk about?"),
        help_text=_("A few words. The person can read them in their data."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, referrals: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["referral"].choices = [("", gettext("No")), *referrals]  # type: ignore[attr-defined]
        if not referrals:
            del self.fields["referral"]
        if not self.is_bound:
            self.initial.setdefault("attempt", uuid.uuid4())
