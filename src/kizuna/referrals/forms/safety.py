"""A safeguarding flag, and a visit."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import Form
from kizuna.referrals.safety import MINUTES, NOTE_LENGTH, PLACE_LENGTH, REACH_LENGTH


def _how_long(minutes: int) -> str:
    if minutes % 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


class FlagForm(Form):
    """What somebody is worried about."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What did you see or hear?"),
        help_text=_("What was said and done, in their words, and when. They can read it in their data."),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what you saw or heard.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("attempt", uuid.uuid4())


class CloseFlagForm(Form):
    """Why a flag can be closed."""

    outcome = forms.CharField(
        label=_("What was done, and why can it be closed?"),
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what was done, and why it can be closed.")},
    )


class VisitForm(Form):
    """Where somebody goes, and until when."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.UUIDField(widget=forms.HiddenInput, required=False)
    area = forms.ChoiceField(label=_("In which area?"), error_messages={"required": _("Choose an area.")})
    place = forms.CharField(
        label=_("Where do you go?"),
        help_text=_("So that somebody finds the door: street, number, floor."),
        max_length=PLACE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write where you go.")},
    )
    reach = forms.CharField(
        label=_("How do we reach you there?"),
        help_text=_("The number of the telephone that you have with you."),
        max_length=REACH_LENGTH,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "dir": "ltr"}),
        error_messages={"required": _("Write how to reach you.")},
    )
    minutes = forms.TypedChoiceField(
        label=_("When do you expect to be back?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say until when.")},
    )

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", gettext("Choose one")), *areas]  # type: ignore[attr-defined]
        self.fields["minutes"].choices = [  # type: ignore[attr-defined]
            (str(n), gettext("In %(time)s") % {"time": _how_long(n)}) for n in MINUTES
        ]
        if len(areas) == 1:
            self.initial.setdefault("area", areas[0][0])
        if not self.is_bound:
            self.initial.setdefault("attempt", uuid.uuid4())
