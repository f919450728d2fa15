"""What people say about a list that they bring; and who works here, as what and where."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kizuna.access.viewer import Refused
from kizuna.frame.columns import Column
from kizuna.frame.forms import DayField, Form
from kizuna.frame.sheet import LARGEST_FILE
from kizuna.people import reach
from kizuna.people.forms import InviteForm as InviteForm
from kizuna.people.forms import PlaceForm as PlaceForm
from kizuna.web.events import EVENTS
from kizuna.web.lists import Kind
from kizuna.web.notices import AUDIENCES, LONGEST_TEXT, SUBJECT_LENGTH
from kizuna.web.programs import LONGEST, SCOPES
from kizuna.web.told import EVENTS as EVENT_WORDS
from kizuna.web.told import SCOPES as SCOPE_WORDS

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
Choices = Sequence[tuple[str, str]]

HOW = (("paper", _("On paper")), ("spoken", _("By word of mouth")), ("online", _("Online")))
ANSWERS = (
    ("everybody", _("Yes, everybody on this list agreed")),
    ("column", _("A column of the list says who agreed")),
    ("emergency", _("They agreed for emergencies only")),
    ("nobody", _("No, nobody was asked yet")),
)


class AskForm(Form):
    """An e-mail address or a telephone number, as people write it."""

    way = forms.CharField(
        label=_("Your e-mail address or telephone number"),
        help_text=_("The one that you left with us."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your e-mail address or your telephone number.")},
    )

    def clean_way(self) -> tuple[str, str]:
        """The channel and the address in the one form in which it is kept."""
        text = self.cleaned_data["way"]
        try:
            if "@" in text:
                return "email", reach.email(text)
            return "sms", reach.phone(text, settings.COUNTRY)
        except Refused as wrong:
            raise forms.ValidationError(_now(str(wrong))) from None


class ProgramForm(Form):
    """A program to let in: what it is called, what it may, where, how long."""

    program_id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("What is it called, and whose is it?"),
        help_text=_("For example: Record system of the clinic at the harbour"),
        max_length=200,
    )
    role = forms.ChoiceField(
        label=_("As whom does it work?"),
        help_text=_("It sees and does what somebody in this role sees and does, never more."),
        widget=forms.RadioSelect,
    )
    areas = forms.MultipleChoiceField(
        label=_("Where does it work?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    organisation = forms.UUIDField(
        label=_("For which organisation?"),
        help_text=_("For a provider: the number of its organisation, or of a partner."),
        required=False,
        error_messages={"invalid": _("This is no such number.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What does it need?"),
        help_text=_("Choose as few as you can: “read” lets it read, “write” lets it change something."),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=_("For how many days?"),
        help_text=_("After that it has to be let in anew. At most 366."),
        min_value=1,
        max_value=LONGEST,
        initial=90,
    )

    def __init__(self, *args: Any, roles: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("role", roles),
            ("areas", places),
            ("scopes", [(s, _now(SCOPE_WORDS[s])) for s in SCOPES]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class HookForm(Form):
    """Where a program is told what happens, and of what."""

    hook_id = forms.UUIDField(widget=forms.HiddenInput)
    program = forms.ChoiceField(label=_("Which program?"))
    url = forms.CharField(
        label=_("Its address"),
        help_text=_("It starts with https. Only places on the open internet are called."),
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "dir": "ltr"}),
    )
    events = forms.MultipleChoiceField(
        label=_("What does it want to hear of?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(event, _(EVENT_WORDS[event])) for event in EVENTS],
    )

    def __init__(self, *args: Any, programs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].choices = programs  # type: ignore[attr-defined]


class BringForm(Form):
    """Which kind of list, and the file."""

    kind = forms.ChoiceField(
        label=_("What is on your list?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what is on your list"), "invalid_choice": _("Pick one of these")},
    )
    file = forms.FileField(
        label=_("Your list"),
        help_text=_(
            "A spreadsheet: Excel, OpenDocument or CSV, at most 20 MB. The first row names the columns."
        ),
        error_messages={
            "required": _("Choose the file that holds your list"),
            "empty": _("This file is empty. Choose the file that holds your list"),
            "invalid": _("Choose the file that holds your list"),
            "missing": _("Choose the file that holds your list"),
        },
    )

    def __init__(self, *args: Any, kinds: Iterable[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, _now(kind.label)) for kind in kinds]  # type: ignore[attr-defined]

    def clean_file(self) -> bytes:
        """The bytes of the file."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("This file is larger than 20 MB. Split your list into several files")
            )
        return bytes(sent.read())


class ColumnsForm(Form):
    """Which column is which, where rows without an area belong, and where consent came from."""

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        headings: Sequence[str],
        areas: Sequence[tuple[str, str]],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.today = kind, today
        places = [("", _("not on this list")), *((str(i), name or "?") for i, name in enumerate(headings))]
        for column in kind.columns:
            self.fields[f"column-{column.code}"] = _column(column, places)
        self.fields["area"] = forms.ChoiceField(
            label=_("For rows that name no neighbourhood"),
            choices=[("", _("there are none")), *areas],
            required=False,
            error_messages={"invalid_choice": _("Pick one of these")},
        )
        if kind.has_people:
            self._ask_for_consent()

    def _ask_for_consent(self) -> None:
        self.fields["answer"] = forms.ChoiceField(
            label=_("Did these people agree to be kept here?"),
            help_text=_("Whoever did not agree is kept, but no link worker sees them until they do."),
            choices=ANSWERS,
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Say whether they agreed"),
                "invalid_choice": _("Pick one of these"),
            },
        )
        self.fields["how"] = forms.ChoiceField(
            label=_("How did they agree?"),
            choices=HOW,
            required=False,
            error_messages={"invalid_choice": _("Pick one of these")},
        )
        self.fields["given_on"] = DayField(
            label=_("When did they agree?"), help_text=_("The last day is enough."), required=False
        )

    @property
    def column_fields(self) -> list[Any]:
        """The fields that say which column is which."""
        return [self[name] for name in self.fields if name.startswith("column-")]

    def clean(self) -> dict[str, Any]:
        """One column of the list can be one thing only."""
        found = super().clean() or {}
        used: dict[str, str] = {}
        for column in self.kind.columns:
            place = found.get(f"column-{column.code}")
            if place and place in used:
                self.add_error(f"column-{column.code}", _("This column is taken already. Pick another one"))
            used[place or ""] = column.code
        if found.get("answer") == "column" and not found.get("column-agreed"):
            self.add_error("answer", _("Say above which column tells who agreed"))
        if found.get("given_on") and found["given_on"] > self.today:
            self.add_error("given_on", _("This day is still to come. Look at it again"))
        return found

    def mapped(self) -> dict[str, int]:
        """Code of a column → its place."""
        return {c.code: int(p) for c in self.kind.columns if (p := self.cleaned_data[f"column-{c.code}"])}

    def agreement(self) -> dict[str, str]:
        """Where consent came from."""
        if not self.kind.has_people:
            return {"answer": "nobody"}
        said = {"answer": self.cleaned_data["answer"], "how": self.cleaned_data["how"] or "paper"}
        if day := self.cleaned_data["given_on"]:
            said["given_at"] = make_aware(datetime.combine(day, time(12))).isoformat()
        return said


def _column(column: Column, places: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_now(column.label),
        help_text=_now(column.hint) if column.hint else "",
        choices=places,
        required=column.required,
        error_messages={
            "required": _("Say which column holds this"),
            "invalid_choice": _("Pick one of these"),
        },
    )


class AnswerReply(Form):
    """What to do with a message that came in."""

    do = forms.ChoiceField(choices=[("answer", ""), ("pass_on", ""), ("done", "")])
    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("It goes back the way it came. You do not see the number."),
        max_length=1000,
        error_messages={"required": _("Write your answer.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    to = forms.ChoiceField(
        label=_("To whom"), error_messages={"required": _("Choose one of the colleagues.")}
    )

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["to"]).choices = [("", _("Choose")), *colleagues]
        # What is needed depends on what is done.
        does = self.data.get("do")
        self.fields["text"].required = does in {None, "answer"}
        self.fields["to"].required = does in {None, "pass_on"}


class Silence(Form):
    """What somebody wants to get from us at an address."""

    wish = forms.ChoiceField(choices=[("stop", ""), ("life", ""), ("start", "")])


class DecideRun(Form):
    """What to do with messages to many."""

    what = forms.ChoiceField(choices=[(word, word) for word in ("start", "pause", "resume", "cancel")])


class DecideCall(Form):
    """Take a call, or say what became of the one that was taken."""

    message = forms.UUIDField(required=False)
    what = forms.ChoiceField(
        choices=[(word, word) for word in ("take", "delivered", "later", "wrong", "failed")]
    )

    def clean(self) -> dict[str, Any]:
        """Only taking needs no call."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("what") not in {None, "take"} and not said.get("message"):
            raise forms.ValidationError(_("Say which call"))
        return said


class DecideMessage(Form):
    """What became of an unknown message, or that an address works again."""

    message = forms.UUIDField(required=False)
    what = forms.ChoiceField(choices=[(word, word) for word in ("arrived", "again", "leave")], required=False)
    address = forms.IntegerField(min_value=1, required=False)
    held = forms.ChoiceField(choices=[(word, word) for word in ("again", "leave")], required=False)

    def clean(self) -> dict[str, Any]:
        """One of the three."""
        said: dict[str, Any] = super().clean() or {}
        if not (said.get("address") or said.get("held")) and not (said.get("message") and said.get("what")):
            raise forms.ValidationError(_("Say which message, and what to do with it"))
        return said


class DecideTask(Form):
    """What to do with a background task."""

    task = forms.UUIDField()
    what = forms.ChoiceField(choices=[(word, word) for word in ("again", "leave", "cancel")])


class NoticeForm(Form):
    """A message to many: who gets it, where, and its words in each language of the site."""

    notice_id = forms.UUIDField(widget=forms.HiddenInput)
    audience = forms.ChoiceField(
        label=_("Who gets it?"),
        widget=forms.RadioSelect,
        choices=[(code, _(label)) for code, label in AUDIENCES.items()],
        error_messages={"required": _("Say who gets it")},
    )
    area = forms.ChoiceField(label=_("Where do they live or work?"), required=False)
    subject = forms.CharField(
        label=_("Its title"),
        help_text=_("The subject of the e-mail. You find the message by it here, too."),
        max_length=SUBJECT_LENGTH,
        error_messages={"required": _("Give it a title")},
    )

    def __init__(self, *args: Any, places: Choices, languages: Choices, usual: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(id, name or _now("Everywhere")) for id, name in places]
        self.fields["area"].choices = named  # type: ignore[attr-defined]
        self.languages = [code for code, _name in languages]
        for code, name in languages:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_now("The text in %(language)s") % {"language": name},
                help_text=_now("Whoever reads another language gets this one.") if code == usual else "",
                required=code == usual,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(
                    attrs={"rows": 6, "lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}
                ),
                error_messages={"required": _("Write the text")},
            )

    def texts(self) -> dict[str, str]:
        """Code of a language → what was written in it."""
        return {code: said for code in self.languages if (said := self.cleaned_data[f"text_{code}"])}


class WriteForm(Form):
    """What somebody wants to say to us. `attempt`: the same form sent twice is one message."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What do you want to tell us?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": _("Write what you want to tell us")},
    )


class ChooseForm(Form):
    """One choice about what we may send; `subscription` is what a browser says of itself."""

    do = forms.ChoiceField(choices=[(one, one) for one in ("news", "no-news", "device", "no-device", "none")])
    subscription = forms.CharField(required=False, max_length=2000)
