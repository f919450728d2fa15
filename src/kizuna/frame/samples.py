"""What the gallery shows in its components: invented, and the same every time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from kizuna.access.wording import N_
from kizuna.frame.icons import ICONS
from kizuna.frame.paging import page_of


@dataclass(frozen=True)
class Moment:
    """One knot of a timeline."""

    title: str
    text: str
    next: bool = False


@dataclass(frozen=True)
class Reason:
    """One reason; `known` is False for a doubt."""

    text: str
    known: bool = True


SAMPLES: dict[str, Any] = {
    "icons": tuple(ICONS),
    "notices": (
        ("know", N_("Good to know"), N_("The hall is closed on Friday.")),
        ("care", N_("This needs care"), N_("Nobody has checked the number this year.")),
        ("done", N_("Sent"), N_("They answer within two days.")),
        ("wait", N_("Waiting"), N_("The library has not answered yet.")),
        ("danger", N_("In danger right now?"), N_("Ring the emergency number.")),
    ),
    "tags": (
        ("care", N_("Call today")),
        ("wait", N_("Waiting")),
        ("done", N_("Done")),
        ("info", N_("New")),
        ("plain", N_("Unknown")),
    ),
    "moments": (
        Moment(N_("Asked for a call"), N_("Monday, by phone")),
        Moment(N_("You talked for 25 minutes"), N_("Wednesday")),
        Moment(N_("Place agreed"), ""),
        Moment(N_("First visit"), N_("Next Tuesday at 10:00"), next=True),
    ),
    "reasons": (
        Reason(N_("A short walk from you, no steps")),
        Reason(N_("Free, no need to book")),
        Reason(N_("We do not know if there is parking"), known=False),
    ),
    "person": "Bento Sardinha",
    "other": "Noor",
    "event": "Soup and songs",
    "place": "Harbour Hall Kitchen",
    "pages": tuple(page_of(180, number) for number in (1, 2, 9)),
}


def in_words(items: Iterable[Any], say: Callable[[str], str]) -> list[Any]:
    """The same items with every text said by `say` (gettext)."""

    def said(item: Any) -> dict[str, str]:
        texts = {field.name: getattr(item, field.name) for field in fields(item)}
        return {name: say(text) for name, text in texts.items() if isinstance(text, str) and text}

    return [replace(item, **said(item)) for item in items]
