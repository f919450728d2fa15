"""Codes, invitations, accounts and decisions as forms."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LONGEST = 2000


class CodeForm(forms.Form):
    """A code that somebody got in a message."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )

    def refuse(self) -> None:
        """Say that the code is wrong, in one way for every reason."""
        if "code" not in self.errors:
            self.add_error("code", gettext("This code does not work. Look again, or ask for a new one."))


class Decision(forms.Form):
    """Yes or no to what somebody else proposed; no needs a reason."""

    decision = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("approved", _("Yes, do it")), ("declined", _("No, leave it as it is"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    reason = forms.CharField(
        label=_("Your reason"),
        help_text=_("The person who proposed it reads this. You need it only when you say no."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """A no without a reason leaves the other one alone with it."""
        found = super().clean() or {}
        if found.get("decision") == "declined" and not found.get("reason", "").strip():
            self.add_error("reason", gettext("Say why not. The person who proposed it reads your reason."))
        return found
