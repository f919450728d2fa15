"""What a provider with an account fills in: an answer for several, and a reply to keep ready."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import Form
from kizuna.referrals.forms.steps import ReasonField, StepForm
from kizuna.referrals.queue import AT_ONCE, REPLY_LENGTH, TITLE_LENGTH, ReplyValue


class Ticked(forms.MultipleChoiceField):
    """Ids ticked in a list. One that has left the list meanwhile is no mistake: the action leaves it out."""

    def valid_value(self, value: Any) -> bool:
        try:
            return bool(uuid.UUID(str(value)))
        except ValueError:
            return False


class QueueForm(StepForm):
    """One answer for those who are ticked."""

    which = Ticked(error_messages={"required": _("Tick those whom you answer.")})
    reply = ReasonField(
        label=_("A reply that you keep ready"),
        help_text=_("It is sent when you write nothing below."),
        required=False,
    )
    field_order = ("to", "reason", "weeks", "reply", "note")

    def __init__(self, *args: Any, replies: Sequence[ReplyValue], **kwargs: Any) -> None:
        super().__init__(
            *args,
            question=gettext("What do you answer?"),
            note_label=gettext("Anything the link worker should know?"),
            note_hint=gettext("Everybody whom you ticked gets the same words."),
            **kwargs,
        )
        self.texts = {one.id: one.text for one in replies}
        titles = [(one.id, one.title) for one in replies]
        self.fields["reply"].choices = [("", gettext("None")), *titles]  # type: ignore[attr-defined]
        if not replies:
            del self.fields["reply"]

    def clean_which(self) -> list[str]:
        """Not too many at once."""
        which: list[str] = self.cleaned_data["which"]
        if len(which) > AT_ONCE:
            raise forms.ValidationError(gettext("These are too many at once. Answer a hundred at most."))
        return which

    def clean(self) -> dict[str, Any]:
        """The reply that was chosen stands in for words that nobody wrote."""
        found = super().clean()
        found["note"] = found.get("note") or self.texts.get(found.get("reply", ""), "")
        return found


class ReplyForm(Form):
    """A reply to keep ready."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    organisation = forms.ChoiceField(label=_("For which organisation?"))
    title = forms.CharField(
        label=_("A short name for it"),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Write a short name, by which you find it again.")},
    )
    text = forms.CharField(
        label=_("The reply"),
        help_text=_("Write about nobody by name: it is used again and again."),
        max_length=REPLY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reply.")},
    )

    def __init__(self, *args: Any, organisations: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = list(organisations)  # type: ignore[attr-defined]
        if len(organisations) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.initial["organisation"] = organisations[0][0]
        if not self.is_bound:
            self.initial.setdefault("attempt", uuid.uuid4())
