"""What a partner fills in when it refers somebody, and how a coordinator adds a partner."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.directory.needs import GROUPS
from kizuna.frame.forms import Form
from kizuna.referrals.forms.steps import NOTE_LENGTH
from kizuna.referrals.front_door import HOWS
from kizuna.screening.forms import Contact

WORDS: dict[str, tuple[Any, Any]] = {
    "name": (_("Their name"), _("What they like to be called is fine.")),
    "phone": (_("Their phone number"), ""),
    "email": (_("Their e-mail address"), _("A phone number or an e-mail address is enough.")),
    "shared": (
        _("Does someone else use this phone or read this e-mail?"),
        _("If you are not sure, say yes. Then we leave no message."),
    ),
    "area": (_("Where do they live?"), ""),
    "agree": (_("They agreed that link workers keep this and get in touch with them."), ""),
}


class IntakeForm(Contact):
    """Who is referred, how they are reached, what they need, and that they agreed."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    need = forms.ChoiceField(
        label=_("What do they need most?"), error_messages={"required": _("Choose what they need most.")}
    )
    note = forms.CharField(
        label=_("What should the link worker know?"),
        help_text=_("In their own words, if you can. No diagnoses. They can read it."),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    how = forms.ChoiceField(
        label=_("How did they say yes?"),
        choices=[(code, _(words)) for code, words in HOWS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how they agreed. Without their yes nothing is kept.")},
    )
    may_hear = forms.BooleanField(
        label=_("They agreed that you hear when they were reached and what came of it."),
        help_text=_("Leave it empty if they would rather tell you themselves."),
        required=False,
    )
    from_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name, so that the link worker knows whom to ask.")},
    )
    field_order = (
        "name", "phone", "email", "shared", "area", "need", "note", "agree", "how", "may_hear", "from_name",
    )  # fmt: skip

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, areas=tuple(areas), short=True, **kwargs)
        for name, (label, hint) in WORDS.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        self.fields["name"].error_messages["required"] = gettext("Write their name.")
        self.fields["area"].error_messages["required"] = gettext("Choose where they live.")
        self.fields["agree"].error_messages["required"] = gettext(
            "Tick the box if they agreed. Without their yes nothing is kept."
        )
        for name in ("name", "phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        needs = [(need.code, gettext(need.label)) for need in GROUPS]
        self.fields["need"].choices = [("", gettext("Choose one")), *needs]  # type: ignore[attr-defined]
        if not self.is_bound:
            self.initial.setdefault("attempt", uuid.uuid4())

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agree"}


class PartnerForm(Form):
    """An organisation whose people may refer somebody."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=200,
        error_messages={"required": _("Write the name of the organisation.")},
    )
    email = forms.EmailField(
        label=_("The e-mail address by which it is known"),
        help_text=_(
            "The link goes there, and so does what became of a referral. Take it from their own page."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        error_messages={
            "required": _("Write the e-mail address of the organisation."),
            "invalid": _("This does not look like an e-mail address, like name@example.org."),
        },
    )
    area = forms.ChoiceField(
        label=_("For which area?"), error_messages={"required": _("Choose for which area.")}
    )

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", gettext("Choose one")), *areas]  # type: ignore[attr-defined]
