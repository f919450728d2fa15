"""What an organiser writes about their group, on one page."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.activities.forms.volunteering import spoken
from kizuna.activities.group import JOINS, MOST_QUIET, GroupPage, GroupValue
from kizuna.frame.forms import Form
from kizuna.people.languages import codes

FOR = {"": _("Everybody"), "female": _("Only women"), "male": _("Only men")}
STEPS = {"": _("We do not know"), "yes": _("Step-free"), "no": _("There are steps")}
_STEPS = {"": None, "yes": True, "no": False}


def _area(label: Any, most: int, help_text: Any = "") -> forms.CharField:
    rows = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, widget=rows, max_length=most, required=False)


def _one(label: Any, choices: dict[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(choices.items()), widget=forms.RadioSelect, required=False
    )


def _number(label: Any, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=least, max_value=most, required=False
    )


class GroupForm(Form):
    """The whole page of a group. What is left empty is unknown, and the page says so."""

    description = _area(_("What do you do together?"), 2000)
    welcome_note = _area(
        _("What should people know who come for the first time?"),
        2000,
        _("How they find you, and what happens first. Everybody can read it."),
    )
    join = forms.ChoiceField(
        label=_("How to join"), choices=[(code, _(words)) for code, words in JOINS.items()],
        widget=forms.RadioSelect,
    )  # fmt: skip
    min_age = _number(_("From which age?"), 0, 120)
    max_age = _number(_("Up to which age?"), 0, 120)
    gender = _one(_("Who it is for"), FOR)
    cost = forms.DecimalField(
        label=_("What does it cost?"), help_text=_("Write 0 if it is free."),
        min_value=0, max_digits=8, decimal_places=2, required=False,
    )  # fmt: skip
    cost_text = forms.CharField(
        label=_("What else should people know about the cost?"),
        help_text=_("For example: less for those who have little."),
        max_length=200,
        required=False,
    )
    steps = _one(_("Getting in"), STEPS)
    languages = forms.CharField(
        label=_("Which languages are spoken?"),
        help_text=_("With commas between them."),
        max_length=200,
        required=False,
    )
    size = _number(_("How many people come?"), 1, 10_000)
    places_left = _number(_("How many places are free?"), 0, 10_000, _("Leave it empty if nobody counts."))
    quiet_weeks = forms.IntegerField(
        label=_("After how many weeks do you miss somebody?"),
        help_text=_("Then their name stands on your first page, and you can write them a friendly message."),
        min_value=1,
        max_value=MOST_QUIET,
    )

    def __init__(self, *args: Any, group: GroupValue, **kwargs: Any) -> None:
        genders = group.genders or ()
        steps = {None: "", True: "yes", False: "no"}[group.step_free]
        same = ("description", "welcome_note", "join", "min_age", "max_age", "cost", "cost_text", "size")
        initial = {name: getattr(group, name) for name in (*same, "places_left", "quiet_weeks")}
        initial |= {"gender": genders[0] if len(genders) == 1 and genders[0] in FOR else "", "steps": steps}
        kwargs["initial"] = initial | {"languages": spoken(group.languages or ())}
        super().__init__(*args, **kwargs)
        self.before = group

    def clean_languages(self) -> tuple[str, ...] | None:
        """Codes of the languages that were written by their names."""
        found, wrong = codes(self.cleaned_data["languages"], tuple(code for code, _n in settings.LANGUAGES))
        if wrong:
            raise forms.ValidationError(
                gettext("We do not know the language “%(word)s”. Write it in another way.") % {"word": wrong}
            )
        return found or None

    def clean(self) -> dict[str, Any]:
        """The ages stand in their order."""
        found = super().clean() or {}
        low, high = found.get("min_age"), found.get("max_age")
        if low is not None and high is not None and low > high:
            self.add_error("max_age", gettext("The second age is below the first. Look at both."))
        return found

    def page(self) -> GroupPage:
        """What was written, as a value. A mix that this form cannot show stays as it was."""
        said = dict(self.cleaned_data)
        gender, steps = said.pop("gender"), said.pop("steps")
        genders: tuple[str, ...] | None = (gender,) if gender else None
        if "gender" not in self.changed_data:
            genders = self.before.genders
        return GroupPage(genders=genders, step_free=_STEPS[steps], **said)
