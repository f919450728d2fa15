"""What comes in from the pages of this room, as clean values."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.access.viewer import Refused
from kizuna.frame.forms import DayField, Form
from kizuna.people import reach
from kizuna.referrals.case import BY_VOICE
from kizuna.referrals.outreach import HOWS
from kizuna.referrals.pathway import BY_CODE, REASONS
from kizuna.referrals.words import AS_TOLD, steps_of

NOTE_LENGTH = 600


def _translated(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(value, gettext(text)) for value, text in choices]


class OpenForm(Form):
    """What a link worker fills in with the person beside them."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    need = forms.ChoiceField(
        label=_("What is the place for?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the place is for.")},
    )
    note = forms.CharField(
        label=_("What should they know?"),
        help_text=_("In the person's own words. They decide what stands here. No diagnoses."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    share_contact = forms.BooleanField(
        label=_("They may ring or write to the person once they say yes"),
        help_text=_("Leave this empty if you pass messages on."),
        required=False,
    )
    how = forms.ChoiceField(
        label=_("How did the person say yes?"),
        choices=[
            ("spoken", _("They said yes, here with me")),
            ("phone", _("They said yes on the phone")),
            ("helper", _("They tapped yes themselves, on this screen")),
            ("paper", _("They signed on paper")),
            ("speaker", _("Someone who may speak for them agreed")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how they agreed. Without their yes nothing is sent.")},
    )
    said = forms.CharField(
        label=_("What did they say?"),
        help_text=_("Needed when they said yes by voice. A few of their own words, or where the paper is."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    handover = forms.ChoiceField(
        label=_("How do they get there?"),
        choices=[
            ("", _("They go by themselves")),
            ("call", _("I introduce them by a call")),
            ("along", _("I come along the first time")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    send_sms = forms.CharField(
        label=_("A mobile number for the link"),
        help_text=_("Then the link goes there as a text message, which says nothing else."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "dir": "ltr"}),
    )
    send_to = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_(
            "Ring them and ask where to send it. Leave it empty to write down yourself what they say."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        error_messages={"invalid": _("This does not look like an e-mail address, like name@example.org.")},
    )
    tell = forms.BooleanField(
        label=_("Send the person a message that we have asked"),
        help_text=_("It does not say whom we asked, nor what for."),
        required=False,
    )

    def __init__(
        self, *args: Any, needs: list[tuple[str, str]], can_tell: bool, by_mail: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = _translated(needs)  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("id", uuid.uuid4())
            if len(needs) == 1:
                self.initial.setdefault("need", needs[0][0])
        if by_mail:
            del self.fields["send_to"]
        if not can_tell:
            del self.fields["tell"]

    def clean_send_sms(self) -> str:
        """The number in the one form in which it is kept."""
        try:
            return reach.phone(self.cleaned_data["send_sms"], settings.COUNTRY)
        except Refused as wrong:
            raise forms.ValidationError(gettext(str(wrong))) from None

    def clean(self) -> dict[str, Any]:
        """A yes by voice comes with what was said."""
        found = super().clean() or {}
        if found.get("how") in BY_VOICE and not found.get("said", "").strip():
            self.add_error("said", gettext("Write down what they said. A few words are enough."))
        return found


class ReasonField(forms.ChoiceField):
    """A reason that only some answers need: the page does not call it optional, the form decides."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class AnswerField(forms.ChoiceField):
    """The answers on the page; `also` are allowed too, but not shown, because another says as much."""

    also: frozenset[str] = frozenset()

    def valid_value(self, value: Any) -> bool:
        return value in self.also or super().valid_value(value)


class StepForm(Form):
    """One step: where to, why if it needs a reason, and a few words."""

    use_required_attribute = False
    to = AnswerField(widget=forms.RadioSelect, error_messages={"required": _("Choose one of the answers.")})
    reason = ReasonField(
        label=_("If not, why?"),
        help_text=_("Choose a reason when it will not happen or did not work out."),
        widget=forms.Select,
        error_messages={"invalid_choice": _("Choose a reason from the list.")},
    )
    weeks = forms.IntegerField(
        label=_("How many weeks may they have to wait?"),
        help_text=_("For the waiting list only. A guess is fine. Leave it empty if you cannot say."),
        required=False,
        min_value=1,
        max_value=104,
    )
    note = forms.CharField(required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        *args: Any,
        choices: list[tuple[str, str]],
        also: Iterable[str] = (),
        question: str,
        note_label: str,
        note_hint: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = _translated(choices)  # type: ignore[attr-defined]
        self.fields["to"].label = question
        self.fields["to"].also = frozenset(also)  # type: ignore[attr-defined]
        self.fields["note"].label, self.fields["note"].help_text = note_label, note_hint
        states = {steps_of(value.removeprefix(AS_TOLD))[1] for value, _text in choices} | set(also)
        if "on-hold" not in states:
            del self.fields["weeks"]
        offered = [r for r in REASONS if r.states & states]
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Choose a reason")),
            *_translated([(reason.code, reason.label) for reason in offered]),
        ]
        if not offered:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """A step that needs a reason has one; where none is needed, a chosen one is left out."""
        found = super().clean() or {}
        to = str(found.get("to", ""))
        found["as_told"] = to.startswith(AS_TOLD)
        found["via"], found["state"], said = steps_of(to.removeprefix(AS_TOLD))
        state = BY_CODE.get(found["state"])
        if said:
            found["reason"] = said
            self.errors.pop("reason", None)
        if state and state.needs_reason and not found.get("reason") and "reason" not in self.errors:
            self.add_error("reason", gettext("Say why. Choose a reason from the list."))
        if state and not state.needs_reason:
            found["reason"] = ""
        return found


def is_repeat(posted: Mapping[str, str], status: str) -> bool:
    """Whether a step is sent that has been taken already: the answer got lost, and somebody sent it again."""
    return steps_of(posted.get("to", "").removeprefix(AS_TOLD))[1] == status


class SearchForm(Form):
    """Looking for a person by name."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)


class MarkForm(Form):
    """What a link worker did about somebody who may be isolated, and when to look again."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=_("What did you do?"),
        choices=lambda: _translated(list(HOWS.items())),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you did.")},
    )
    next_on = DayField(
        label=_("When do you want to look again?"),
        help_text=_(
            "Until that day they are not on the list. Empty: they stay on it, or are left be for good."
        ),
        required=False,
    )
