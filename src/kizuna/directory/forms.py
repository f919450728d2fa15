"""What an administrator sends when importing a package."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.access.viewer import Refused
from kizuna.directory.booklet import Chosen
from kizuna.directory.capacity import LABELS, STATES
from kizuna.directory.changing import OFFERED, OFFERED_LABELS, FieldValue, Wrong, read
from kizuna.directory.faults import WHAT
from kizuna.directory.feeds import EVERY, source_name
from kizuna.directory.needs import GROUPS, NEEDS
from kizuna.directory.own_hours import BY_APPOINTMENT, CLOSED, spans_of
from kizuna.directory.translated import (
    HOW_LABELS,
    HOWS,
    LARGEST_FILE,
    LONGEST,
    LONGEST_NAME,
    FieldToTranslate,
    NoTranslations,
    Row,
    rows_in,
)
from kizuna.frame.forms import Form
from kizuna.frame.uploads import BROKEN, MB, OTHER_KIND, Kind, checked

KINDS: dict[str, Kind] = {".zip": "zip", ".csv": "csv", ".json": "json", ".ndjson": "json", ".jsonl": "json"}
KINDS[".xml"] = "csv"
LARGEST_PACKAGE = 30 * MB


def _source(text: str) -> str:
    try:
        return source_name(text)
    except Refused as wrong:
        raise forms.ValidationError(_now(str(wrong))) from None


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
        return _source(self.cleaned_data["source"])


class FeedForm(Form):
    """A directory of somebody else that is fetched again and again."""

    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=100,
        help_text=_("A short name, the same each time, like 211-miami. New listings are compared by it."),
        error_messages={"required": _("Write where it comes from.")},
    )
    url = forms.CharField(
        label=_("Its web address"),
        max_length=500,
        help_text=_("A package (zip, JSON or NDJSON), or the services of an HSDS API."),
        error_messages={"required": _("Write the web address.")},
    )
    every = forms.ChoiceField(label=_("How often it is fetched"), choices=list(EVERY.items()), initial="24h")
    cron = forms.CharField(
        label=_("The cron expression"),
        max_length=100,
        help_text=_("Only if you chose so above. 15 3 * * * means: every day at 3:15."),
        required=False,
    )
    publisher = forms.CharField(label=_("Who publishes it"), max_length=200, required=False)
    licence = forms.CharField(
        label=_("Under which licence"),
        max_length=200,
        help_text=_("What its publisher lets others do with it, such as CC BY 4.0."),
        required=False,
    )

    def clean_source(self) -> str:
        """As of a package."""
        return _source(self.cleaned_data["source"])

    @property
    def rhythm(self) -> str:
        """Hours, or the expression."""
        every: str = self.cleaned_data["every"]
        return self.cleaned_data["cron"] if every == "cron" else every


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


DAY_STATES = (
    ("unknown", _("I do not know")),
    ("open", _("Open")),
    (CLOSED, _("Closed")),
    (BY_APPOINTMENT, _("By appointment")),
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
            if one.field.kind == "hours" and self._untouched(key, one, clean.get(key)):
                clean[key] = one.value
                continue
            try:
                clean[key] = read(one.field, clean.get(key) or "", country=self.country)
            except Wrong as wrong:
                self.add_error(key, gettext(str(wrong)))
        return clean

    def _untouched(self, key: str, one: FieldValue, said: Any) -> bool:
        """Whether the boxes of a day came as they were shown, or not at all: they hold less than texts."""
        field = DayField()
        return f"{key}_0" not in self.data or said == field.compress(DayWidget().decompress(one.value))

    @property
    def days(self) -> list[forms.BoundField]:
        """The boxes for the hours of each day."""
        return [self[key] for key, one in self.there.items() if one.field.kind == "hours"]

    @property
    def others(self) -> list[forms.BoundField]:
        """All other boxes."""
        return [self[name] for name in self.fields if name not in {day.name for day in self.days}]

    @property
    def values(self) -> dict[str, str]:
        """What was written, by key, without what belongs to whoever wrote it."""
        return {key: self.cleaned_data[key] for key in self.there if key in self.cleaned_data}


class DayWidget(forms.MultiWidget):
    """One day: whether it is open, and from when to when, twice for those who close at noon."""

    template_name = "directory/day.html"

    def __init__(self) -> None:
        super().__init__([forms.Select(choices=DAY_STATES), *(forms.TimeInput() for _time in range(4))])

    def decompress(self, value: Any) -> list[Any]:
        """What the boxes show for the text of a day."""
        text = str(value or "")
        times = [f"{at:%H:%M}" for span in spans_of(text)[:2] for at in span]
        return ["open" if times else text or "unknown", *times]

    def id_for_label(self, id_: str) -> str:
        """The first box."""
        return f"{id_}_0"


class DayField(forms.MultiValueField):
    """The hours of one day, as the short text that stands for them."""

    widget = DayWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(fields=[forms.CharField(required=False) for _part in range(5)], **kwargs)

    def compress(self, data_list: Any) -> str:
        """`09:00-12:00, 13:00-17:00`, `closed`, `by appointment`, or nothing."""
        state, *times = [str(part or "").strip() for part in (*data_list, "", "", "", "", "")][:5]
        if state != "open":
            return state if state in {CLOSED, BY_APPOINTMENT} else ""
        pairs = ((times[0], times[1]), (times[2], times[3]))
        return ", ".join(f"{opens}-{closes}" for opens, closes in pairs if opens or closes) or "-"


def _field(one: FieldValue) -> forms.Field:
    said: dict[str, Any] = {"label": gettext(one.field.label), "initial": one.value, "required": False}
    if one.field.kind == "hours":
        day = DayField(**said)
        day.widget.attrs["day"] = said["label"]
        return day
    if one.field.kind == "state":
        return forms.ChoiceField(choices=[(code, OFFERED_LABELS[code]) for code in OFFERED], **said)
    widget = forms.Textarea(attrs={"rows": 4}) if one.field.kind == "text" else forms.TextInput()
    return forms.CharField(widget=widget, strip=False, **said)


class BookletForm(Form):
    """What somebody wants printed."""

    need = forms.ChoiceField(label=_("What for?"), required=False)
    area = forms.ChoiceField(label=_("Where?"), required=False)
    language = forms.ChoiceField(label=_("In which language?"))
    large = forms.BooleanField(label=_("Large print"), required=False)

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = [(need.code, gettext(need.label)) for need in GROUPS]
        self.fields["need"].choices = [("", gettext("Everything")), *needs]  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", gettext("Everywhere")), *areas]  # type: ignore[attr-defined]
        self.fields["language"].choices = list(settings.LANGUAGES)  # type: ignore[attr-defined]
        if len(areas) < 2:
            del self.fields["area"]

    @property
    def chosen(self) -> Chosen:
        """The same as a value."""
        said = self.cleaned_data
        return Chosen(said["need"], said.get("area", ""), said["language"], said["large"])


class TranslationForm(Form):
    """Each field of a listing that says something, in another language."""

    how = forms.ChoiceField(
        label=_("How was it made?"),
        choices=[(how, HOW_LABELS[how]) for how in HOWS],
        widget=forms.RadioSelect,
        initial="human",
    )

    def __init__(self, *args: Any, there: Sequence[FieldToTranslate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = there
        for one in there:
            name = one.field == "name"
            self.fields[one.field] = forms.CharField(
                label=gettext(one.label),
                initial=one.translated.value if one.translated else "",
                required=False,
                max_length=LONGEST_NAME if name else LONGEST,
                widget=forms.TextInput() if name else forms.Textarea(attrs={"rows": 4}),
            )

    @property
    def pairs(self) -> list[tuple[FieldToTranslate, forms.BoundField]]:
        """Each field beside its box."""
        return [(one, self[one.field]) for one in self.there]

    @property
    def values(self) -> dict[str, str]:
        """What was written, by field."""
        return {one.field: self.cleaned_data[one.field] for one in self.there}


class TranslatedFileForm(Form):
    """A file that translators filled in."""

    file = forms.FileField(
        label=_("The file with translations"),
        help_text=_("CSV, with the columns as they came. Rows without a translation change nothing."),
        error_messages={"required": _("Choose the file.")},
    )

    def clean_file(self) -> tuple[Row, ...]:
        """Its rows."""
        try:
            return rows_in(self.cleaned_data["file"].read(LARGEST_FILE + 1))
        except NoTranslations as wrong:
            raise forms.ValidationError(gettext(str(wrong))) from None


class SynonymForm(Form):
    """A word of the people and the words of listings."""

    said = forms.CharField(
        label=_("What people say"),
        max_length=100,
        help_text=_("One to three words, for example: hungry"),
        error_messages={"required": _("Write what people say.")},
    )
    listed = forms.CharField(
        label=_("What listings say"),
        max_length=400,
        required=False,
        help_text=_("Words apart by blanks, for example: food pantry meals. Empty: it stands for nothing."),
    )
