"""Forms about areas: adding and changing one, bringing in a file, calling an emergency."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.access.viewer import Refused
from kizuna.frame.forms import Form
from kizuna.frame.uploads import checked
from kizuna.places.area import LEVEL_WORDS, LEVELS, AreaValue
from kizuna.places.posture import LONGEST_WHY

LARGEST_UPLOAD = 10_000_000
TOP = "top"
LASTS = (
    ("6", _("6 hours")),
    ("12", _("12 hours")),
    ("24", _("1 day")),
    ("72", _("3 days")),
    ("168", _("7 days")),
    ("336", _("14 days")),
)


def _levels() -> list[tuple[str, str]]:
    return [(level, gettext(LEVEL_WORDS[level])) for level in LEVELS]


def _places(areas: Collection[AreaValue]) -> list[tuple[str, str]]:
    return [(one.id, f"{one.name} ({gettext(LEVEL_WORDS[one.level])})") for one in areas]


class ChangeForm(Form):
    """The name of an area and where it hangs."""

    name = forms.CharField(label=_("Name"), max_length=200)
    above = forms.ChoiceField(label=_("Lies in"))

    def __init__(self, *args: Any, areas: Collection[AreaValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["above"].choices = [(TOP, _("Nothing: it stands at the top")), *_places(areas)]  # type: ignore[attr-defined]

    @property
    def above_id(self) -> str | None:
        """The area that was chosen; None for the top."""
        chosen = str(self.cleaned_data["above"])
        return None if chosen == TOP else chosen


class AddForm(ChangeForm):
    """A new area without an outline: its middle is enough for now."""

    level = forms.ChoiceField(label=_("What it is"))
    lat = forms.FloatField(label=_("Latitude of its middle"), min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude of its middle"), min_value=-180, max_value=180)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = _levels()  # type: ignore[attr-defined]


class ImportForm(Form):
    """A file of areas, and how to read it."""

    file = forms.FileField(
        label=_("GeoJSON file"), help_text=_("Up to 10 MB; for more use the command line.")
    )
    level = forms.ChoiceField(label=_("What its areas are"))
    under = forms.ChoiceField(label=_("They lie in"))
    name_property = forms.CharField(
        label=_("Property with the name"), help_text=_("Left empty: name."), max_length=60, required=False
    )
    id_property = forms.CharField(
        label=_("Property with a lasting id"), help_text=_("Left empty: id."), max_length=60, required=False
    )

    def __init__(self, *args: Any, areas: Collection[AreaValue], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = _levels()  # type: ignore[attr-defined]
        places = [(TOP, _("What holds them on the map")), *_places(areas)]
        self.fields["under"].choices = places  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """The upload, unless it is too large for a page."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(_("This file is larger than 10 MB. Use the command line for it."))
        try:
            checked(file.name, file.read(), allowed=frozenset({"json"}))
        except Refused:
            raise forms.ValidationError(
                _("This is no GeoJSON file. Choose one that ends in .geojson.")
            ) from None
        file.seek(0)
        return file

    @property
    def under_id(self) -> str | None:
        """The area that was chosen; None when the map decides."""
        chosen = str(self.cleaned_data["under"])
        return None if chosen == TOP else chosen


class EmergencyForm(Form):
    """Calling an emergency, or making it last longer."""

    why = forms.CharField(
        label=_("Why, in a few words"),
        help_text=_("Everybody in this area reads it on every page. Name no person."),
        max_length=LONGEST_WHY,
    )
    lasts = forms.ChoiceField(
        label=_("How long from now"),
        help_text=_("It ends by itself then, unless you end it before."),
        choices=LASTS,
        widget=forms.RadioSelect,
    )

    @property
    def length(self) -> timedelta:
        """How long the emergency is to last from now."""
        return timedelta(hours=int(self.cleaned_data["lasts"]))


class EverydayForm(Form):
    """Ending an emergency."""

    why = forms.CharField(
        label=_("Why it is over"),
        help_text=_("It stands in the history of this area."),
        max_length=LONGEST_WHY,
    )
