"""A place at a meeting, a new date, who came, and a calendar that is brought along."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import phonenumbers
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.activities.seats import LONGEST_NEEDS, SeatValue
from kizuna.frame.forms import DayField, Form

REPEATS = {
    "": _("Only this once"),
    "FREQ=WEEKLY": _("Every week"),
    "FREQ=WEEKLY;INTERVAL=2": _("Every two weeks"),
}
MOST_NAMES = 40


def way_to_reach(written: str) -> str:
    """An e-mail address, or a number as people abroad would dial it; raises ValidationError for neither."""
    text = written.strip()
    if "@" in text:
        try:
            validate_email(text)
        except ValidationError:
            raise forms.ValidationError(
                gettext("This does not look like an e-mail address, like name@example.org.")
            ) from None
        return text
    try:
        number = phonenumbers.parse(text, settings.COUNTRY)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise forms.ValidationError(
            gettext("This is neither an e-mail address nor a phone number with its area code.")
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class BuddyForm(Form):
    """A newcomer may ask to be met at the door."""

    met = forms.BooleanField(
        label=_("I am new. I would like somebody to meet me at the door"),
        help_text=_("A member who likes to do this hears your name."),
        required=False,
    )
    shares = forms.BooleanField(
        label=_("Whoever meets me may know how to reach me"),
        help_text=_("Only if you want. Without this they see your name alone."),
        required=False,
    )


class SeatForm(Form):
    """A name and one way to be reached are enough for a place."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("What should we call you?"),
        help_text=_("Any name is fine. The organiser sees it."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write a name. Any name is fine.")},
    )
    reach = forms.CharField(
        label=_("Your e-mail address or phone number"),
        help_text=_("We write only about this date. The organiser does not see it."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={"required": _("Write an e-mail address or a phone number, so that we can tell you.")},
    )

    needs = forms.CharField(
        label=_("Is there something you need to come along?"),
        help_text=_("For example a ramp, a seat near the door, an interpreter. The organiser reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_NEEDS,
        required=False,
    )

    def __init__(self, *args: Any, buddies: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("key", uuid4())
        if buddies:
            self.fields |= BuddyForm().fields

    def clean_reach(self) -> str:
        """One way to be reached."""
        return way_to_reach(str(self.cleaned_data["reach"]))


class DateForm(Form):
    """A new date of a group, once or again and again."""

    title = forms.CharField(label=_("What is it called?"), max_length=200)
    day = DayField(label=_("On which day?"), help_text=_("For example 9 6 2026"))
    start = forms.TimeField(label=_("When does it begin?"), widget=forms.TimeInput(attrs={"type": "time"}))
    end = forms.TimeField(label=_("When does it end?"), widget=forms.TimeInput(attrs={"type": "time"}))
    repeats = forms.ChoiceField(
        label=_("Does it come again?"),
        choices=list(REPEATS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    place = forms.CharField(
        label=_("Where, if it is not where the group always meets?"), max_length=200, required=False
    )
    places = forms.IntegerField(
        label=_("How many can come?"),
        help_text=_("Leave it empty if there is room for everybody."),
        min_value=1,
        max_value=10_000,
        required=False,
    )

    photos = forms.BooleanField(
        label=_("Photos are taken"),
        help_text=_("Only if there is a reason. Everybody is told before they come, and may say no."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Both times on the clock of this place; one after midnight is of the next day."""
        found = super().clean() or {}
        if {"day", "start", "end"} <= found.keys():
            zone = timezone.get_default_timezone()
            begins = datetime.combine(found["day"], found["start"], zone)
            ends = datetime.combine(found["day"], found["end"], zone)
            if ends <= begins:
                ends += timedelta(days=1)
            if ends - begins > timedelta(hours=16):
                self.add_error("end", gettext("It ends before it begins. Look at both times."))
            found["starts_at"], found["ends_at"] = begins, ends
        return found


class AttendanceForm(Form):
    """Who came: two big buttons a head, and a line for those who came without a place."""

    also = forms.CharField(
        label=_("Who else came?"),
        help_text=_("One name a line. First names are enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, seats: Sequence[SeatValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        for one in seats:
            self.fields[f"seat-{one.id}"] = forms.ChoiceField(
                label=one.name,
                choices=[("came", _("Came")), ("missed", _("Did not come"))],
                widget=forms.RadioSelect,
                required=False,
                initial=one.state if one.state in ("came", "missed") else None,
            )
        self.order_fields([*(f"seat-{one.id}" for one in seats), "also"])

    def said(self, what: str) -> list[str]:
        """Ids of the places of whom this was said."""
        return [one.id for one in self.seats if self.cleaned_data.get(f"seat-{one.id}") == what]

    def clean_also(self) -> list[str]:
        """Names, one a line."""
        names = [line.strip()[:100] for line in self.cleaned_data["also"].splitlines() if line.strip()]
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(gettext("These are very many names. Bring them in parts."))
        return names


class CalendarForm(Form):
    """A calendar file with a group's dates."""

    file = forms.FileField(
        label=_("The calendar file"),
        help_text=_("A file that ends in .ics. Most calendars can save one."),
        error_messages={"required": _("Choose the file.")},
    )
