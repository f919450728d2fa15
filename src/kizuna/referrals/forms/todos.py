"""Something that a person does for themselves, as their link worker writes it down."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kizuna.frame.forms import Form
from kizuna.referrals.todos import KINDS, TEXT_LENGTH


class ToDoForm(Form):
    """What, and until when."""

    todo_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What kind of thing is it?"),
        choices=list(KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one from the list.")},
    )
    text = forms.CharField(
        label=_("What do they want to do?"),
        help_text=_("In their own words. They read it on their own page."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what it is about, in a few words.")},
    )
    due_on = forms.DateField(
        label=_("Until when?"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("todo_id", uuid.uuid4())
