"""Codes, invitations and accounts as forms."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


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
