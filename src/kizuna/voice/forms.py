"""A report, what follows from it, and a code of conduct, as forms."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.access.viewer import Refused
from kizuna.frame.forms import Form
from kizuna.people import reach
from kizuna.voice.code import lines
from kizuna.voice.report import KINDS, LONGEST, TELLS
from kizuna.voice.steps import OUTCOMES

STEPS = {
    "ask": _("Ask whoever reported it"),
    "decide": _("Decide"),
    "decide_again": _("Decide again"),
}


class ReportForm(Form):
    """What is not right, and how somebody wants to hear of it. Nothing of it needs an account."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(code, _(label)) for code, label in KINDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    words = forms.CharField(
        label=_("What happened?"),
        help_text=_("In your own words: what, where and when. A few are enough."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        error_messages={"required": _("Write a few words, so that people understand it.")},
    )
    who = forms.CharField(
        label=_("Whom is it about, if you know?"),
        help_text=_("Whoever you name here never sees your report, nor does anybody near to them."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    tell = forms.ChoiceField(
        label=_("How do you want to hear what we decide?"),
        choices=[(code, _(label)) for code, label in TELLS.items()],
        widget=forms.RadioSelect,
        initial="page",
    )
    reach = forms.CharField(
        label=_("Your e-mail address or phone number"),
        help_text=_("Only if we should write to you. Those who read your report do not see it."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    named = forms.BooleanField(label=_("Those who decide may know my name"), required=False)

    def __init__(self, *args: Any, may_be_named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("key", uuid4())
        if not may_be_named:
            del self.fields["named"]

    def clean_reach(self) -> str:
        """An e-mail address or a number in the form in which it is kept."""
        text = str(self.cleaned_data["reach"])
        try:
            return reach.email(text) if "@" in text else reach.phone(text, settings.COUNTRY)
        except Refused as wrong:
            raise forms.ValidationError(gettext(str(wrong))) from None

    def clean(self) -> dict[str, Any]:
        """Whoever wants to be written to leaves a way to do it."""
        found = super().clean() or {}
        if found.get("tell") == "write" and not found.get("reach") and "reach" not in self.errors:
            self.add_error(
                "reach", gettext("Write an e-mail address or a phone number, so that we can tell you.")
            )
        return found


class OwnForm(Form):
    """An answer to a question, or why somebody else should look at it again."""

    step = forms.ChoiceField(
        choices=[(one, one) for one in ("answer", "appeal", "withdraw")], widget=forms.HiddenInput
    )
    words = forms.CharField(
        label=_("Your words"),
        help_text=_("Those who decide read them. They do not see who you are."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Only taking it back needs no words."""
        found = super().clean() or {}
        if found.get("step") != "withdraw" and not found.get("words"):
            self.add_error("words", gettext("Write a few words, so that people understand it."))
        return found


class ObjectForm(Form):
    """Why somebody else should look again at what was decided about somebody."""

    words = forms.CharField(
        label=_("Your words"),
        help_text=_("Those who decide read them. Whoever reported it does not."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        error_messages={"required": _("Write a few words, so that people understand it.")},
    )


class StepForm(Form):
    """What somebody who decides does next, with the words that go to whoever reported it."""

    step = forms.ChoiceField(
        label=_("What do you do?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do.")},
    )
    outcome = forms.ChoiceField(
        label=_("What was decided?"),
        help_text=_("Leave it empty when you ask."),
        choices=[("", "–"), *((code, _(label)) for code, label in OUTCOMES.items())],
        required=False,
    )
    words = forms.CharField(
        label=_("Your words to whoever reported it"),
        help_text=_("They read this on their page, if they want to. Say why. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": _("Write a few words, so that people understand it.")},
    )

    told_them = forms.CharField(
        label=_("Your words to whoever it is about"),
        help_text=_(
            "They read this and what was decided, and may ask for another look. Write nothing that shows who "
            "reported it. Leave it empty and they hear nothing."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, steps: Sequence[str], about: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not about:
            del self.fields["told_them"]
        self.fields["step"].choices = [(one, STEPS[one]) for one in steps if one in STEPS]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A decision says what was decided."""
        found = super().clean() or {}
        if str(found.get("step", "")).startswith("decide") and not found.get("outcome"):
            self.add_error("outcome", gettext("Choose what was decided."))
        return found


class CodeForm(Form):
    """The rules of a community in one language, one a line."""

    language = forms.ChoiceField(label=_("In which language?"))
    rules = forms.CharField(
        label=_("The rules"),
        help_text=_("One a line, at most 20. Leave it empty to go back to the code of this site."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=8000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(settings.LANGUAGES)  # type: ignore[attr-defined]

    def clean_rules(self) -> tuple[str, ...]:
        """The rules without empty lines and the marks before them."""
        return lines(str(self.cleaned_data["rules"]))
