"""The page with the crisis numbers, and what it has in common with the page after a danger answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from kizuna.places.queries import crisis_numbers
from kizuna.screening.calls import calls


def _moment(title: str, text: str) -> dict[str, Any]:
    return {"title": title, "text": text, "next": False}


def numbers(request: HttpRequest) -> dict[str, Any]:
    """The crisis numbers in the reader's language, and what happens when one rings."""
    found = crisis_numbers(request.viewer, language=get_language() or "en")
    ringing = [
        _moment(gettext("Someone picks up"), gettext("You need not say your name.")),
        _moment(gettext("They listen first"), gettext("You can hang up at any time.")),
        _moment(
            gettext("You talk about what comes next"), gettext("You can ask what they do with what you say.")
        ),
    ]
    return {"calls": calls(found), "ringing": ringing, "quick_exit": True}


@require_safe
def crisis(request: HttpRequest) -> HttpResponse:
    """Help now: open to everybody, and kept on the device for when there is no connection."""
    return render(request, "screening/crisis.html", numbers(request))
