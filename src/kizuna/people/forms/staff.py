"""Codes, invitations, accounts and decisions as forms."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.access.viewer import Refused
from kizuna.frame.forms import Form
from kizuna.people import reach
from kizuna.people.duty import MOST_WEEKS
from kizuna.people.glass import LONGEST_MINUTES, MINUTES, REASONS, VERDICTS
from kizuna.people.invitation import NEEDS_ORGANISATION

LONGEST = 2000


class CodeForm(Form):
    """A code that somebody got in a message."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )

    def refuse(self) -> None:
        """Say that the code is wrong, in one way for every reason."""
        if "code" not in self.errors:
            self.add_error("code", gettext("This code does not work. Look again, or ask for a new one."))


class OwnEmailForm(Form):
    """The address by which somebody wants to sign in."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email", "type": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )

    def clean_email(self) -> str:
        """The address in the one form in which it is kept."""
        try:
            return reach.email(self.cleaned_data["email"])
        except Refused as wrong:
            raise forms.ValidationError(gettext(str(wrong))) from None


class PlaceForm(Form):
    """As what and where somebody works. What may be chosen is what the one who asks may give."""

    role = forms.ChoiceField(label=_("What will they do?"), widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(
        label=_("Where will they work?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    organisation = forms.CharField(
        label=_("Which organisation do they speak for?"),
        help_text=_("Only for a provider. Write its name or a part of it, then choose below."),
        required=False,
        max_length=200,
    )
    organisations = forms.MultipleChoiceField(
        label=_("Organisations"), widget=forms.CheckboxSelectMultiple, required=False
    )
    why = forms.CharField(
        label=_("Why do you need one more administrator?"),
        help_text=_("Only for an administrator: a second one reads it and decides."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        roles: list[tuple[str, str]],
        places: list[tuple[str, str]],
        bodies: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("role", roles), ("areas", places), ("organisations", bodies)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        self.bodies = bodies
        if "admin" not in dict(roles):
            del self.fields["why"]
        if "provider" not in dict(roles):
            del self.fields["organisation"]
        if not bodies:
            del self.fields["organisations"]

    def clean(self) -> dict[str, Any]:
        """A provider's organisation is chosen, or named by its whole name; then nothing else is asked."""
        found = super().clean() or {}
        named = found.pop("organisation", "").strip()
        chosen = found.setdefault("organisations", [])
        if found.get("role") not in NEEDS_ORGANISATION or chosen or self.errors:
            return found
        same = [id for id, name in self.bodies if name.casefold() == named.casefold()]
        if len(same) == 1:
            return found | {"organisations": same}
        if self.bodies and named:
            self.add_error("organisations", gettext("Choose the organisation that they speak for."))
        elif named:
            self.add_error(
                "organisation",
                gettext("No organisation in the directory has this name. Write another part of it."),
            )
        else:
            self.add_error("organisation", gettext("Write which organisation they speak for."))
        return found


class InviteForm(PlaceForm):
    """Who is invited, as what and where."""

    email = forms.EmailField(label=_("Their e-mail address"))
    name = forms.CharField(label=_("Their name"), max_length=200, required=False)
    field_order = ("email", "name")


class AcceptForm(Form):
    """What colleagues and residents call somebody who was invited."""

    name = forms.CharField(label=_("Your name, as others read it"), max_length=200)


class Decision(Form):
    """Yes or no to what somebody else proposed; no needs a reason."""

    decision = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("approved", _("Yes, do it")), ("declined", _("No, leave it as it is"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    reason = forms.CharField(
        label=_("Your reason"),
        help_text=_("The person who proposed it reads this. You need it only when you say no."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        """A no without a reason leaves the other one alone with it."""
        found = super().clean() or {}
        if found.get("decision") == "declined" and not found.get("reason", "").strip():
            self.add_error("reason", gettext("Say why not. The person who proposed it reads your reason."))
        return found


class Agreement(Form):
    """That a person agrees to be supported, on whose word, and for how long."""

    when = forms.ChoiceField(
        label=_("When does it count?"),
        choices=[
            ("everyday", _("Every day")),
            ("emergency", _("Only while there is an emergency where they live")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose when it counts.")},
    )
    how = forms.ChoiceField(
        label=_("How did they agree?"),
        choices=[
            ("spoken", _("They told me")),
            ("phone", _("They told me by telephone")),
            ("paper", _("In writing")),
            ("speaker", _("Someone who may speak for them agreed")),
            ("best interest", _("They could not decide; it was decided in their best interest")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they agreed.")},
    )
    evidence = forms.CharField(
        label=_("Who agreed for them, or why they could not decide"),
        help_text=_("Only when it was not the person. How do you know they may? The person can read it."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    decided_by = forms.CharField(
        label=_("Who decided"),
        help_text=_("Only when it was decided in their best interest: a name."),
        required=False,
        max_length=200,
    )
    review_on = forms.DateField(
        label=_("Looked at again on"),
        help_text=_("Only when it was decided in their best interest."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("The last day. Leave it empty when it has no end."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """What somebody else said needs to be told, and an end lies ahead."""
        found = super().clean() or {}
        how = found.get("how")
        if how == "best interest" and not found.get("decided_by"):
            self.add_error("decided_by", gettext("Write who decided."))
        if how == "best interest" and not found.get("review_on"):
            self.add_error("review_on", gettext("Write on which day it is looked at again."))
        if how == "best interest" and not found.get("evidence"):
            self.add_error("evidence", gettext("Write why they could not decide."))
        for name in ("review_on", "until"):
            if found.get(name) and found[name] <= self.today:
                self.add_error(name, gettext("Choose a day that is still to come."))
        return found

    def given(self, now: datetime) -> dict[str, Any]:
        """What the action needs."""
        clean = self.cleaned_data
        end = clean["until"]
        return {
            "how": clean["how"],
            "emergency_only": clean["when"] == "emergency",
            "evidence": clean["evidence"],
            "decided_by": clean["decided_by"],
            "review_on": clean["review_on"],
            "until": datetime.combine(end + timedelta(days=1), time.min, tzinfo=now.tzinfo) if end else None,
        }


class BreakGlass(Form):
    """Whose record, why, and for how long."""

    sought = forms.CharField(
        label=_("Who is it?"),
        help_text=_("The whole name, a telephone number or an e-mail address."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the whole name, a telephone number or an e-mail address.")},
    )
    reason = forms.ChoiceField(
        label=_("Why do you have to look?"),
        choices=[(code, _(label)) for code, label in REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why.")},
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("What happened, and what you want to do. A second person reads it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in your own words why you have to look.")},
    )
    minutes = forms.IntegerField(
        label=_("For how many minutes?"),
        help_text=_("At most 480, which is eight hours."),
        initial=MINUTES,
        min_value=1,
        max_value=LONGEST_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    tell_later = forms.BooleanField(
        label=_("Telling them now would put them in danger. I ask a second person to agree."), required=False
    )


class ReviewGlass(Form):
    """Whether it was needed to look."""

    verdict = forms.ChoiceField(
        label=_("Was it needed?"),
        choices=[(code, _(label)) for code, label in VERDICTS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    words = forms.CharField(
        label=_("What you found"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AddShift(Form):
    """Who is on duty, when, and for how many weeks the same."""

    account = forms.ChoiceField(label=_("Who?"), error_messages={"required": _("Choose who is on duty.")})
    on = forms.DateField(
        label=_("From which day?"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose a day.")},
    )
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    stops = forms.TimeField(
        label=_("Until"),
        help_text=_("An earlier time than the start is on the next day."),
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    weeks = forms.IntegerField(
        label=_("For how many weeks?"),
        initial=1,
        min_value=1,
        max_value=MOST_WEEKS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [("", gettext("Choose one")), *people]  # type: ignore[attr-defined]
