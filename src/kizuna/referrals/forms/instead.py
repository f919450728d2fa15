"""What else a new referral may be: instead of an earlier one, or a question to look first."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import Form


class InsteadForm(Form):
    """Stands inside the form for opening a referral."""

    replaces = forms.ChoiceField(
        label=_("Is it instead of an earlier one?"),
        help_text=_("That one ends when this one goes out."),
        required=False,
    )
    assessment = forms.BooleanField(
        label=_("They should look first what is needed"),
        help_text=_("A talk or a visit before anything begins."),
        required=False,
    )

    def __init__(self, *args: Any, earlier: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].choices = [("", gettext("No")), *earlier]  # type: ignore[attr-defined]
        if not earlier:
            del self.fields["replaces"]
