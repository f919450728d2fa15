"""A letter to a group, notes of a meeting, and a word to another group."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.activities.talking import LONGEST, LONGEST_NOTES, SUBJECT
from kizuna.frame.forms import Form


class LetterForm(Form):
    """What somebody writes to a group. The key makes it one letter, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(label=_("What is it about?"), max_length=SUBJECT, required=False)
    text = forms.CharField(
        label=_("Your letter"),
        help_text=_("Everybody in the group can read it. Leave out telephone numbers and addresses."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        error_messages={"required": _("Write something.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("key", uuid4())


class ToGroupForm(LetterForm):
    """What a group writes to the organisers of another one."""

    to = forms.ChoiceField(label=_("To which group?"))

    def __init__(self, *args: Any, groups: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "–"), *groups]  # type: ignore[attr-defined]
        self.fields["text"].help_text = _(
            "Only the organisers of that group read it. Say how they can answer."
        )
        self.order_fields(["key", "to", "subject", "text"])


class NotesForm(Form):
    """What was said at a meeting, for the members of the group."""

    text = forms.CharField(
        label=_("What was said?"),
        help_text=_("What you decided, and who does what. Nothing private. Leave it empty to take it back."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=LONGEST_NOTES,
        required=False,
    )
