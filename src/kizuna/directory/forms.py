"""What an administrator sends when importing a package."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.access.viewer import Refused
from kizuna.directory.capacity import LABELS, STATES
from kizuna.directory.changing import OFFERED, OFFERED_LABELS, FieldValue, Wrong, read
from kizuna.directory.faults import WHAT
from kizuna.directory.needs import GROUPS, NEEDS
from kizuna.frame.forms import Form
from kizuna.frame.uploads import BROKEN, MB, OTHER_KIND, Kind, checked

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


KINDS: dict[str, Kind] = {".zip": "zip", ".csv": "csv", ".json": "json", ".ndjson": "json", ".jsonl": "json"}
KINDS[".xml"] = "csv"
LARGEST_PACKAGE = 30 * MB


def _ending(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"


def _look_at(ending: str, kind: Kind, data: bytes) -> None:
    """Whether a file is what its name says; raises Refused with a sentence."""
    try:
        checked(f"package.{kind}", data, allowed=frozenset({kind}))
    except Refused as wrong:
        words = str(wrong)
        if kind == "zip" and words in (OTHER_KIND, BROKEN):
            words = gettext("This is not a zip file. Pack the CSV files of the package into one zip.")
        raise Refused(_now(words)) from None


class PackageForm(Form):
    """A package and the name of where it comes from."""

    package = forms.FileField(
        label=_("The package"),
        help_text=_(
            "One zip file with CSV tables, as HSDS describes them; nested JSON; or a taxonomy as XML."
        ),
        error_messages={"required": _("Choose the file.")},
    )
    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=100,
        help_text=_("A short name, the same each time, like 211-miami. New listings are compared by it."),
        error_messages={"required": _("Write where the package comes from.")},
    )

    def clean_package(self) -> Any:
        """The upload, unless it is of another kind, points outside of itself or is too large."""
        file = self.cleaned_data["package"]
        if file.size > LARGEST_PACKAGE:
            words = _("This file is larger than %(most)d MB. Whoever runs this site can bring it in.")
            raise forms.ValidationError(words % {"most": LARGEST_PACKAGE // MB})
        ending = _ending(file.name)
        kind = KINDS.get(ending)
        if kind is None:
            raise forms.ValidationError(_("Choose a file that ends in .zip, .json, .ndjson, .csv or .xml."))
        try:
            _look_at(ending, kind, file.read())
        except Refused as wrong:
            raise forms.ValidationError(str(wrong)) from None
        file.seek(0)
        return file

    def clean_source(self) -> str:
        """Small letters, figures and hyphens: it names the source for ever."""
        name: str = self.cleaned_data["source"].strip().lower()
        if not _NAME.fullmatch(name):
            raise forms.ValidationError(_("Use small letters, figures and hyphens only, like 211-miami."))
        return name


class TermForm(Form):
    """Which needs a term stands for."""

    needs = forms.MultipleChoiceField(
        label=_("Which needs does it stand for?"),
        help_text=_("None: it stands for no need. Services with this term follow in a moment."),
        choices=[(need.code, need.label) for need in (*GROUPS, *NEEDS)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class RoomForm(Form):
    """Whether there is room: which button, and numbers for whoever likes to give them."""

    state = forms.ChoiceField(
        choices=[(state, LABELS[state]) for state in STATES],
        error_messages={"required": _("Choose one of the four answers.")},
    )
    unit = forms.CharField(max_length=100, required=False)
    available = forms.IntegerField(
        label=_("How many places are free?"), min_value=0, max_value=100_000, required=False
    )
    maximum = forms.IntegerField(
        label=_("How many places are there?"), min_value=0, max_value=100_000, required=False
    )
    waiting_days = forms.IntegerField(
        label=_("How many days do people wait?"), min_value=0, max_value=3650, required=False
    )


_REACH = {
    "label": _("Your e-mail, if you would like to hear what came of it"),
    "help_text": _("Only for that. We forget it once we have written to you."),
    "required": False,
    "max_length": 254,
}


class FaultForm(Form):
    """What is wrong with a listing. Nothing personal is asked."""

    what = forms.ChoiceField(
        label=_("What is wrong?"),
        widget=forms.RadioSelect,
        choices=list(WHAT.items()),
        error_messages={"required": _("Choose what is wrong.")},
    )
    words = forms.CharField(
        label=_("Tell us more"),
        help_text=_("For example the right number. Please write nothing about yourself or others."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    reach = forms.EmailField(**_REACH)  # type: ignore[arg-type]


class ChangeForm(Form):
    """Every field of a listing as it is now, to be written over."""

    def __init__(self, *args: Any, there: Sequence[FieldValue], country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there, self.country = {one.key: one for one in there}, country
        for one in there:
            self.fields[one.key] = _field(one)
        self.fields["why"] = forms.CharField(
            label=_("How do you know?"),
            help_text=_("For example: I work there, or: I rang them today."),
            max_length=500,
            required=False,
        )
        self.fields["reach"] = forms.EmailField(**_REACH)  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        """Each field as it would stand in the listing, or a sentence beside it."""
        clean = super().clean() or {}
        for key, one in self.there.items():
            try:
                clean[key] = read(one.field, clean.get(key) or "", country=self.country)
            except Wrong as wrong:
                self.add_error(key, gettext(str(wrong)))
        return clean

    @property
    def values(self) -> dict[str, str]:
        """What was written, by key, without what belongs to whoever wrote it."""
        return {key: self.cleaned_data[key] for key in self.there if key in self.cleaned_data}


def _field(one: FieldValue) -> forms.Field:
    said: dict[str, Any] = {"label": gettext(one.field.label), "initial": one.value, "required": False}
    if one.field.kind == "state":
        return forms.ChoiceField(choices=[(code, OFFERED_LABELS[code]) for code in OFFERED], **said)
    widget = forms.Textarea(attrs={"rows": 4}) if one.field.kind == "text" else forms.TextInput()
    return forms.CharField(widget=widget, strip=False, **said)
