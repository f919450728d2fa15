"""Name three people, and what a coordinator chooses, as forms."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.bonds.survey import HOWS, NAMES, TREE, Named, NewAnswer
from kizuna.bonds.tie import FIRST_YEAR, KINDS, SEEN, STRENGTHS, SUPPORT
from kizuna.frame.forms import Form

OPEN = ("", _("I leave this open"))
YES_NO = [OPEN, ("yes", _("Yes")), ("no", _("No"))]
SAID = {"yes": True, "no": False}
_KINDS = [(code, _(label)) for code, label in KINDS.items()]
_SUPPORT = [(code, _(label)) for code, label in SUPPORT.items()]
_SEEN = [OPEN, *((code, _(label)) for code, label in SEEN.items())]
_STRENGTHS = [OPEN, *((str(code), _(label)) for code, label in STRENGTHS.items())]


def _ticks(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=_SUPPORT, widget=forms.CheckboxSelectMultiple, required=False
    )


class ThreeForm(Form):
    """Up to three people around somebody, and three questions about what they would like."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, year: int, helped: bool = False, **named: Any) -> None:
        super().__init__(*given, **named)
        self.year = year
        for place in range(1, NAMES + 1):
            self.fields[f"name_{place}"] = forms.CharField(
                label=gettext("Person %(number)s: what are they called?") % {"number": place},
                required=False,
                max_length=200,
            )
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=gettext("Person %(number)s: who are they to you?") % {"number": place},
                choices=[OPEN, *_KINDS],
                required=False,
            )
            self.fields[f"gets_{place}"] = _ticks(
                gettext("Person %(number)s: what do they do for you?") % {"number": place}
            )
            self.fields[f"gives_{place}"] = _ticks(
                gettext("Person %(number)s: what do you do for them?") % {"number": place}
            )
            self.fields[f"strength_{place}"] = forms.ChoiceField(
                label=gettext("Person %(number)s: how close are you?") % {"number": place},
                choices=_STRENGTHS,
                required=False,
            )
            self._when(place)
        self._wishes(helped)

    def _when(self, place: int) -> None:
        self.fields[f"since_{place}"] = forms.IntegerField(
            label=gettext("Person %(number)s: since what year do you know each other?") % {"number": place},
            help_text=gettext("About is good enough, like 2015."),
            required=False,
            min_value=FIRST_YEAR,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        )
        self.fields[f"seen_{place}"] = forms.ChoiceField(
            label=gettext("Person %(number)s: when did you last see or hear each other?") % {"number": place},
            choices=_SEEN,
            required=False,
        )

    def _wishes(self, helped: bool) -> None:
        self.fields["tree"] = forms.ChoiceField(
            label=_("When word must get round: may you be in a phone tree?"),
            help_text=_("Your name and number are then shown to whoever rings you, and to the coordinator."),
            choices=[OPEN, *((code, _(label)) for code, label in TREE.items())],
            required=False,
        )
        self.fields["meet"] = forms.ChoiceField(
            label=_("Would you like to get to know somebody new?"),
            help_text=_("The coordinator may then suggest somebody. You decide."),
            choices=YES_NO,
            required=False,
        )
        self.fields["help"] = forms.ChoiceField(
            label=_("May we ask you to pass on news, or to welcome somebody?"),
            choices=YES_NO,
            required=False,
        )
        self.fields["together"] = forms.ChoiceField(
            label=_("May we count that you come to the same groups as others?"),
            help_text=_("Only how many, and never who. It shows where people get to know each other."),
            choices=YES_NO,
            required=False,
        )
        self.fields["company"] = forms.ChoiceField(
            label=_("May somebody hear that a person they know goes to your group?"),
            help_text=_(
                "Only somebody whom you name, and who names you. We never say who, but they may guess."
            ),
            choices=YES_NO,
            required=False,
        )
        if helped:
            shown = [(code, _(label)) for code, label in HOWS.items() if code in ("helper", "paper")]
            self.fields["how"] = forms.ChoiceField(label=_("How did they answer?"), choices=shown)

    def clean(self) -> dict[str, Any]:
        """A person who is described needs a name; whoever is named may be anybody."""
        found = super().clean() or {}
        for place in range(1, NAMES + 1):
            described = (
                found.get(f"kind_{place}") or found.get(f"gets_{place}") or found.get(f"gives_{place}")
            )
            if described and not found.get(f"name_{place}"):
                self.add_error(f"name_{place}", _("Write what this person is called, or leave them out."))
            if (found.get(f"since_{place}") or 0) > self.year:
                self.add_error(f"since_{place}", _("This year is still to come."))
        return found

    def answer(self, person: str) -> NewAnswer:
        """What was said, as a value."""
        said = self.cleaned_data
        return NewAnswer(
            id=str(said["attempt"]),
            person=person,
            how=said.get("how") or "self",
            named=tuple(self._named(place) for place in range(1, NAMES + 1) if said[f"name_{place}"]),
            tree=said["tree"],
            meet=SAID.get(said["meet"]),
            help=SAID.get(said["help"]),
            together=SAID.get(said["together"]),
            company=SAID.get(said["company"]),
        )

    def _named(self, place: int) -> Named:
        said = self.cleaned_data
        return Named(
            name=said[f"name_{place}"],
            kind=said[f"kind_{place}"] or "friend",
            gives=tuple(said[f"gives_{place}"]),
            gets=tuple(said[f"gets_{place}"]),
            strength=int(said[f"strength_{place}"]) if said[f"strength_{place}"] else None,
            since=said[f"since_{place}"],
            seen=said[f"seen_{place}"],
        )


FAR = (1_000, 2_000, 5_000, 10_000)
"""Metres that somebody can go on foot or by bicycle when a telephone is not answered."""


class TreeForm(Form):
    """A new phone tree: where, of whom, and how many ring each person."""

    area = forms.ChoiceField(label=_("For which area?"))
    group = forms.ChoiceField(label=_("For whom?"), required=False)
    callers = forms.TypedChoiceField(
        label=_("How many ring each person?"),
        help_text=_("Three, so that word gets round although some cannot be reached."),
        choices=[(number, str(number)) for number in range(1, 6)],
        coerce=int,
        initial=3,
    )

    within = forms.TypedChoiceField(
        label=_("How far apart may two be who ring each other?"),
        help_text=_("Near enough to knock, if nobody answers. Where a home is not known it hinders nothing."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self, *given: Any, areas: list[tuple[str, str]], groups: list[tuple[str, str]], **named: Any
    ) -> None:
        super().__init__(*given, **named)
        far = [(str(metres), gettext("%(km)s km") % {"km": metres // 1000}) for metres in FAR]
        for name, choices in (
            ("area", areas),
            ("group", [("", _("Everybody who said yes")), *groups]),
            ("within", [("", _("However far")), *far]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


class MendForm(Form):
    """What to do with a phone tree: somebody drops out, or it is thrown away."""

    do = forms.ChoiceField(choices=[("mend", "mend"), ("drop", "drop")])
    person = forms.UUIDField(required=False)

    def gone(self) -> UUID | None:
        """Who drops out."""
        found: UUID | None = self.cleaned_data.get("person")
        return found
