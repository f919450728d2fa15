"""Somebody wants support again: who they are, the code that they got, and how they said it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.access.viewer import Refused
from kizuna.frame.forms import Form
from kizuna.people import reach
from kizuna.people.forms.staff import CodeForm


class BackForm(Form):
    """Who somebody says they are, and by what we reached them."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As they told us before."))
    way = forms.CharField(
        label=_("Their telephone number or e-mail address"),
        help_text=_("The one that they left with us. The code goes there."),
        max_length=254,
    )

    def clean_way(self) -> tuple[str, str]:
        """The channel and the address in the one form in which it is kept."""
        text = self.cleaned_data["way"]
        try:
            if "@" in text:
                return "email", reach.email(text)
            return "sms", reach.phone(text, settings.COUNTRY)
        except Refused as wrong:
            raise forms.ValidationError(gettext(str(wrong))) from None


class BackCodeForm(CodeForm):
    """The code that they read out, and how they said that they agree."""

    field_order: Any = ("code", "how")
    how = forms.ChoiceField(
        label=_("How did they agree that link workers may see their record?"),
        choices=[("spoken", _("They said so")), ("phone", _("By telephone")), ("paper", _("In writing"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they agreed.")},
    )
    token = forms.CharField(max_length=4000, widget=forms.HiddenInput)
