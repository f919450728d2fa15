"""To whom one hands over."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import Form


class HandOverForm(Form):
    """A colleague who works near by."""

    to = forms.ChoiceField(
        label=_("Hand it over to"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a colleague."), "invalid_choice": _("Choose a colleague.")},
    )

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = list(colleagues)  # type: ignore[attr-defined]
