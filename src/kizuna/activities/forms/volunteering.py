"""What volunteers, their organisers and those who vouch for them write."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kizuna.activities.fitting import MOST_MONTH, MOST_WEEK
from kizuna.activities.forms.meetings import way_to_reach
from kizuna.activities.shifts import ROLE_KINDS, TRUST, About, Offer, StintValue, hours
from kizuna.activities.skills import CHECKS, SKILLS, good_until
from kizuna.directory.hours import DAYS
from kizuna.frame.forms import DayField, Form
from kizuna.people.languages import codes, named

DAY_WORDS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
PART_WORDS = {
    "morning": _("In the morning"),
    "afternoon": _("In the afternoon"),
    "evening": _("In the evening"),
}


def ticks(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    """Boxes to tick, none of which is needed."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def skill_choices() -> list[tuple[str, Any]]:
    """Every skill of our list, in the reader's language."""
    return [(code, _(one.label)) for code, one in SKILLS.items()]


class VolunteerForm(Form):
    """Somebody offers their help: a name and one way to be reached are enough."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("What should we call you?"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write a name. Any name is fine.")},
    )
    reach = forms.CharField(
        label=_("Your e-mail address or phone number"),
        help_text=_("We write about your help. The organiser does not see it."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": _("Write an e-mail address or a phone number, so that we can tell you.")},
    )
    words = forms.CharField(
        label=_("Anything the organiser should know?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:  # we know how to reach whoever is signed in
            for name in ("name", "reach"):
                del self.fields[name]
        if not self.is_bound:
            self.initial.setdefault("key", uuid4())

    def clean_reach(self) -> str:
        """An e-mail address or a telephone number."""
        return way_to_reach(self.cleaned_data["reach"])

    def offer(self) -> Offer:
        """What was written, as a value."""
        said = self.cleaned_data
        reach = said.get("reach", "")
        mail = "@" in reach
        return Offer(
            name=said.get("name", ""),
            email=reach if mail else "",
            phone="" if mail else reach,
            key=str(said["key"]),
            words=said["words"],
            language=get_language() or "",
        )


class AboutForm(Form):
    """What a volunteer can do, when, how far and how much."""

    skills = ticks(_("What can you do?"), skill_choices)
    days = ticks(_("On which days?"), list(DAY_WORDS.items()), _("Leave it empty if you cannot say."))
    parts = ticks(_("At which time of the day?"), list(PART_WORDS.items()))
    km = forms.IntegerField(
        label=_("How many kilometres would you go?"), min_value=0, max_value=200, required=False
    )
    most_week = forms.IntegerField(
        label=_("How many hours a week at most?"),
        help_text=_("We never ask for more than that. Rest is part of helping."),
        min_value=0,
        max_value=MOST_WEEK,
        required=False,
    )
    most_month = forms.IntegerField(
        label=_("How many hours a month at most?"), min_value=0, max_value=MOST_MONTH, required=False
    )
    paused_until = DayField(
        label=_("Do you want to rest? Until which day?"),
        help_text=_("Nobody asks you before that day is over."),
        required=False,
    )
    can_do = forms.CharField(
        label=_("Anything else you can do or want to say?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

    @staticmethod
    def shown(about: About) -> dict[str, Any]:
        """What stands in the form at first."""
        times = about.times or ()
        return {
            "skills": list(about.skills),
            "days": sorted({one.partition("-")[0] for one in times}),
            "parts": sorted({one.partition("-")[2] for one in times}),
            "km": about.km,
            "most_week": about.most_week,
            "most_month": about.most_month,
            "paused_until": about.paused_until,
            "can_do": about.can_do,
        }

    def about(self) -> About:
        """What was said, as a value. A day without a part of it means the whole day."""
        said = self.cleaned_data
        days, parts = said["days"] or list(DAYS), said["parts"] or list(PART_WORDS)
        times = tuple(f"{day}-{part}" for day in DAYS if day in days for part in PART_WORDS if part in parts)
        return About(
            skills=tuple(said["skills"]),
            times=times if said["days"] or said["parts"] else None,
            km=said["km"],
            most_week=said["most_week"],
            most_month=said["most_month"],
            paused_until=said["paused_until"],
            can_do=said["can_do"],
        )


class RoleForm(Form):
    """Something that a group needs somebody for."""

    name = forms.CharField(
        label=_("What is it called?"), help_text=_("For example: pouring tea"), max_length=200
    )
    about = forms.CharField(
        label=_("What does somebody do, and how long does it take?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What sort of help is it?"),
        choices=lambda: [(code, _(words)) for code, words in ROLE_KINDS.items()],
        widget=forms.RadioSelect,
        initial="help",
    )
    skills = ticks(_("What must they be able to do?"), skill_choices, _("Ask for as little as you can."))
    checks = ticks(
        _("What must somebody have seen before they begin?"),
        lambda: [(code, _(words)) for code, words in CHECKS.items()],
    )
    languages = forms.CharField(
        label=_("Which language do they need?"),
        help_text=_("One of them is enough. Leave it empty if any will do."),
        max_length=200,
        required=False,
    )
    remote = forms.BooleanField(label=_("It can be done from home"), required=False)
    active = forms.BooleanField(label=_("People can offer themselves now"), required=False, initial=True)

    def clean_languages(self) -> list[str]:
        """Codes of the languages that were written by their names."""
        found, wrong = codes(self.cleaned_data["languages"], tuple(code for code, _n in settings.LANGUAGES))
        if wrong:
            raise forms.ValidationError(
                gettext("We do not know the language “%(word)s”. Write it in another way.") % {"word": wrong}
            )
        return list(found)


def spoken(languages: Sequence[str]) -> str:
    """Languages by name, as people read them in the form."""
    return ", ".join(named(code, get_language() or "en") for code in languages)


class ShiftForm(Form):
    """When people are needed, once or some weeks in a row."""

    day = DayField(label=_("On which day?"), help_text=_("For example 9 6 2026"))
    start = forms.TimeField(label=_("When does it begin?"), widget=forms.TimeInput(attrs={"type": "time"}))
    end = forms.TimeField(label=_("When does it end?"), widget=forms.TimeInput(attrs={"type": "time"}))
    weeks = forms.IntegerField(
        label=_("For how many weeks, one after the other?"), min_value=1, max_value=26, initial=1
    )
    places = forms.IntegerField(label=_("How many people are needed?"), min_value=1, max_value=500, initial=1)
    place = forms.CharField(
        label=_("Where, if it is not where the group always meets?"), max_length=200, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Every week at the same hour on the clock of this place, also over a change of the clocks."""
        found = super().clean() or {}
        if {"day", "start", "end"} <= found.keys():
            first, last = found["day"], found["day"] + timedelta(days=found["end"] <= found["start"])
            if _moment(last, found["end"]) - _moment(first, found["start"]) > timedelta(hours=16):
                self.add_error("end", gettext("It ends before it begins. Look at both times."))
            found["times"] = [
                (_moment(first + week, found["start"]), _moment(last + week, found["end"]))
                for week in (timedelta(weeks=n) for n in range(found.get("weeks") or 1))
            ]
        return found


def _moment(day: date, hour: Any) -> datetime:
    return datetime.combine(day, hour, timezone.get_default_timezone()).astimezone(UTC)


class HoursForm(Form):
    """Who helped and for how long."""

    def __init__(self, *args: Any, stints: Sequence[StintValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stints = stints
        for one in stints:
            self.fields[f"came-{one.id}"] = forms.ChoiceField(
                label=one.name,
                choices=[("came", _("Came")), ("missed", _("Did not come"))],
                widget=forms.RadioSelect,
                required=False,
                initial=one.state if one.state in ("came", "missed") else None,
            )
            self.fields[f"hours-{one.id}"] = forms.DecimalField(
                label=gettext("Hours: %(name)s") % {"name": one.name},
                initial=hours(one.minutes),
                min_value=0,
                max_value=16,
                decimal_places=2,
                required=False,
            )

    def said(self) -> dict[str, int | None]:
        """Minutes of each who came, None of each who did not; who was not ticked is left as it is."""
        found: dict[str, int | None] = {}
        for one in self.stints:
            came = self.cleaned_data.get(f"came-{one.id}")
            lasted = self.cleaned_data.get(f"hours-{one.id}")
            if came == "missed":
                found[one.id] = None
            elif came == "came":
                found[one.id] = one.minutes if lasted is None else int(lasted * 60)
        return found


class CheckForm(Form):
    """A paper that somebody saw."""

    kind = forms.ChoiceField(
        label=_("What did you see?"), choices=lambda: [(code, _(words)) for code, words in CHECKS.items()]
    )
    done_on = DayField(label=_("Of which day is it?"))
    until = DayField(
        label=_("Until which day is it good?"),
        help_text=_("If the paper does not say, leave it empty: we take the usual time."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Without an end of its own a paper is good for the usual time."""
        found = super().clean() or {}
        if found.get("done_on") and not found.get("until"):
            found["until"] = good_until(found["done_on"], found.get("kind", ""))
        return found


class SkillForm(Form):
    """Something that an organiser saw somebody do."""

    code = forms.ChoiceField(label=_("What can they do?"), choices=skill_choices)


class ReferenceForm(Form):
    """Somebody who knows a volunteer."""

    name = forms.CharField(label=_("What are they called?"), max_length=100)
    reach = forms.CharField(
        label=_("Their e-mail address or phone number"),
        help_text=_("Ask them first. We write to them once, when the organiser asks; then we forget it."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )

    def clean_reach(self) -> str:
        """An e-mail address or a telephone number."""
        return way_to_reach(self.cleaned_data["reach"])


class VouchForm(Form):
    """What somebody knows of a volunteer."""

    how = forms.CharField(
        label=_("How do you know them, and for how long?"),
        max_length=300,
        error_messages={"required": _("A few words are enough.")},
    )
    trust = forms.ChoiceField(
        label=_("Would you trust them with this?"),
        choices=lambda: [(code, _(words)) for code, words in TRUST.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer, or say that you would rather not answer.")},
    )
    words = forms.CharField(
        label=_("Anything else?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False
    )


class ThanksForm(Form):
    """A message that was drafted, to be changed and sent by a human."""

    text = forms.CharField(
        label=_("Your message"),
        help_text=_("Change it as you like. It goes out when you press the button."),
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=1500,
        error_messages={"required": _("Write a few words.")},
    )
