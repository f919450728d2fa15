"""A newsletter: for which area, and its words in each language."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kizuna.activities.news import LONGEST, TITLE, NewsValue
from kizuna.frame.forms import Form


class NewsAreaForm(Form):
    """For which area a newsletter is gathered."""

    area = forms.ChoiceField(label=_("For which area?"))

    def __init__(self, *args: Any, areas: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


class NewsForm(Form):
    """The title, and a text in each language of the site."""

    title = forms.CharField(label=_("The title"), max_length=TITLE)

    def __init__(self, *args: Any, news: NewsValue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["title"] = news.title
        for code, name in settings.LANGUAGES:
            self.initial[f"text_{code}"] = news.texts.get(code, "")
            self.fields[f"text_{code}"] = forms.CharField(
                label=gettext("The text: %(language)s") % {"language": name},
                widget=forms.Textarea(attrs={"rows": 12, "lang": code, "dir": "auto"}),
                max_length=LONGEST,
                required=False,
            )

    def texts(self) -> dict[str, str]:
        """The words by language."""
        return {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.LANGUAGES}
