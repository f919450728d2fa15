"""The words of a scale, typed once a language, or brought in a FHIR file."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.access.viewer import Refused
from kizuna.frame.forms import Form
from kizuna.frame.uploads import checked
from kizuna.instruments.definition import Instrument
from kizuna.instruments.fhir import NotR4, Questionnaire, read_questionnaire
from kizuna.instruments.wording import LONGEST, PERMISSION, Slot, slots

LARGEST = 2 * 1024 * 1024


def _label(slot: Slot, several: bool) -> str:
    if slot.kind == "lead":
        return gettext("What stands above the questions")
    if slot.kind == "item":
        return gettext("Question %(number)s") % {"number": slot.number}
    if several:
        said = {"answer": slot.answer, "first": slot.first, "last": slot.last}
        if slot.first == slot.last:
            return gettext("The answer %(answer)s to question %(first)s") % said
        return gettext("The answer %(answer)s to questions %(first)s to %(last)s") % said
    return gettext("The answer %(answer)s") % {"answer": slot.answer}


def _hint(slot: Slot) -> str:
    if slot.danger:
        return gettext(
            "Every answer but the lowest shows the crisis numbers at once and tells whoever is on duty."
        )
    if slot.turned:
        return gettext("This one says the opposite of the others: the answers are turned round.")
    if slot.kind == "lead":
        return gettext("For example which days people should think of. It may stay empty.")
    return ""


class WordsForm(Form):
    """Every text that a scale needs. It may be saved half done; it is asked when it is whole."""

    def __init__(self, data: Any = None, *, scale: Instrument, words: Mapping[str, str]) -> None:
        self.slots = {f"words-{n}": slot for n, slot in enumerate(slots(scale))}
        given = {name: words.get(slot.key, "") for name, slot in self.slots.items()}
        super().__init__(data, initial={**given, "permission": words.get(PERMISSION, "")})
        if scale.words == "licence":
            self.fields["permission"] = forms.CharField(
                label=_("Who allowed you to use these words, and when?"),
                help_text=_("For example a letter with its date, or the number of your licence."),
                max_length=LONGEST,
                error_messages={
                    "required": _("Write who allowed it and when. Without it these words are not kept.")
                },
            )
        several = len({slot.item for slot in self.slots.values() if slot.kind == "answer"}) > 1
        for name, slot in self.slots.items():
            self.fields[name] = forms.CharField(
                label=_label(slot, several),
                help_text=_hint(slot),
                max_length=LONGEST,
                required=False,
                widget=forms.TextInput(attrs={"dir": "auto"})
                if slot.kind == "answer"
                else forms.Textarea(attrs={"dir": "auto", "rows": 3 if slot.kind == "lead" else 2}),
            )

    def words(self) -> dict[str, str]:
        """What was typed, by slot."""
        typed = {slot.key: self.cleaned_data[name] for name, slot in self.slots.items()}
        permission = self.cleaned_data.get("permission", "")
        return typed | ({PERMISSION: permission} if permission else {})


def _json(sent: Any) -> Any:
    """What a file that was sent holds, if it is a Questionnaire; else a sentence."""
    if sent.size > LARGEST:
        raise forms.ValidationError(gettext("This file is too large for a questionnaire."))
    data = sent.read()
    try:
        checked(sent.name, data, allowed=frozenset({"json"}))
        found = json.loads(data)
        read_questionnaire(found)
    except Refused as refused:
        raise forms.ValidationError(gettext(str(refused))) from None
    except (ValueError, RecursionError) as wrong:
        why = str(wrong) if isinstance(wrong, NotR4) else gettext("It is no JSON.")
        raise forms.ValidationError(
            gettext("This file cannot be used. %(why)s") % {"why": why}, code="file"
        ) from None
    return found


class FileForm(Form):
    """A FHIR R4 Questionnaire with the words of a scale."""

    file = forms.FileField(
        label=_("A FHIR file"),
        help_text=_("A Questionnaire of FHIR R4, as JSON. You see what it brings before it is saved."),
        error_messages={"required": _("Choose a file first.")},
    )

    def clean_file(self) -> Questionnaire:
        """The questionnaire in the file; a sentence when there is none."""
        return read_questionnaire(_json(self.cleaned_data["file"]))


class LoadForm(Form):
    """A FHIR R4 Questionnaire that becomes one of this site's."""

    file = forms.FileField(
        label=_("A FHIR file"),
        help_text=_("A Questionnaire of FHIR R4, as JSON. It is not asked before you switch it on."),
        error_messages={"required": _("Choose a file first.")},
    )
    language = forms.ChoiceField(
        label=_("In which language are its words?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language of its words.")},
    )
    licence = forms.CharField(
        label=_("Who allows you to use it?"),
        help_text=_("Only where the file does not say it. For example a letter with its date."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    code = forms.CharField(
        label=_("Its short name"),
        help_text=_("It stands in addresses. Left empty, we take it from the file."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )

    def clean_file(self) -> Any:
        """The resource in the file; a sentence when there is none."""
        return _json(self.cleaned_data["file"])
