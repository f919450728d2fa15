"""What is to be learnt at a workshop, and how sure somebody feels."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.activities.forms.volunteering import skill_choices, ticks
from kizuna.activities.skills import SKILLS
from kizuna.activities.workshop import SURE, Said
from kizuna.frame.forms import Form


class WorkshopForm(Form):
    """What is to be learnt at a date."""

    skills = ticks(_("What do people learn?"), skill_choices, _("Nothing ticked: it is an ordinary meeting."))
    materials = forms.CharField(
        label=_("What is there to bring or to read?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )


class RateForm(Form):
    """How sure somebody feels of each skill; nothing has to be answered."""

    def __init__(
        self, *args: Any, skills: Sequence[str], before: Said, may_keep: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.skills = skills
        for code in skills:
            self.fields[f"sure-{code}"] = forms.TypedChoiceField(
                label=gettext(SKILLS[code].label),
                choices=[(value, gettext(words)) for value, words in SURE.items()],
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
                initial=before.get(code),
            )
        if may_keep:
            self.fields["keep"] = forms.BooleanField(
                label=gettext("Write down that I learnt this, so that I can be asked when it is needed"),
                required=False,
            )

    def said(self) -> dict[str, int]:
        """What was answered."""
        answers = {code: self.cleaned_data.get(f"sure-{code}") for code in self.skills}
        return {code: value for code, value in answers.items() if value}
