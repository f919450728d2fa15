"""Which lines an administrator wants to see."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import Form
from kizuna.ledger.verbs import ROLES


def _roles() -> list[tuple[str, str]]:
    return [("", gettext("Everybody")), *((code, gettext(words)) for code, words in ROLES.items())]


class Wanted(Form):
    """Every part may be left empty."""

    verb = forms.CharField(label=_("What was done, as its code"), required=False, max_length=60)
    role = forms.ChoiceField(label=_("Who did it"), required=False, choices=_roles)
    day = forms.DateField(
        label=_("On which day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    below = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def wanted(self) -> dict[str, Any]:
        """The arguments of `queries.recent`."""
        found = self.cleaned_data
        return {
            "verb": found["verb"],
            "role": found["role"],
            "day": found["day"],
            "before": found["below"] or 0,
        }
