"""What comes in from the pages of this room, as clean values."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.access.viewer import Refused
from kizuna.frame.forms import Form
from kizuna.outbox.address import clean

WAYS = (("sms", _("As a text message")), ("email", _("By e-mail")))


class SendForm(Form):
    """Where a list is to be sent. The address is used for this once."""

    way = forms.ChoiceField(label=_("How shall we send it?"), choices=WAYS, widget=forms.RadioSelect)
    address = forms.CharField(
        label=_("The phone number or e-mail address"),
        help_text=_("We use it for this list only, and forget it once the message has left."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """The address in the form that the chosen way asks for."""
        found = super().clean() or {}
        if {"way", "address"} <= set(found):
            found["address"] = written(self, found["way"], found["address"])
        return found


def written(form: Form, way: str, address: str) -> str:
    """The address as it is used; what is none is said at its field."""
    try:
        return clean(way, address)
    except Refused as wrong:
        form.add_error("address", str(wrong))
        return ""
