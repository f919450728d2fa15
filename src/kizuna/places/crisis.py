"""Crisis numbers as values: what to show, in which language, and whether they can still be trusted."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal
from urllib.parse import urlsplit

from kizuna.access.wording import N_

Kind = Literal["call", "text", "emergency", "chat"]
KINDS: tuple[Kind, ...] = ("emergency", "call", "text", "chat")
DIALLED = re.compile(r"[+*]?[0-9 \u00a0()./-]+")
LONGEST = timedelta(days=366)
"""A number that nobody called for longer than a year cannot be trusted."""


@dataclass(frozen=True)
class CrisisNumber:
    """A number as one reader sees it, in their language."""

    kind: str
    number: str
    label: str
    note: str
    url: str
    reviewed_on: date
    review_by: date


@dataclass(frozen=True)
class CrisisDraft:
    """A number in every language that the site has: `label` and `note` are `{language: text}`."""

    kind: str
    number: str
    label: Mapping[str, str]
    reviewed_on: date
    review_by: date
    note: Mapping[str, str] = field(default_factory=dict)
    url: str = ""

    def spoken(self, languages: Sequence[str]) -> CrisisNumber:
        """The number in the first of these languages that it has."""
        return CrisisNumber(
            self.kind,
            self.number,
            in_language(self.label, languages),
            in_language(self.note, languages),
            self.url,
            self.reviewed_on,
            self.review_by,
        )


def in_language(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """The text in the first of these languages that has one, else in any; empty when there is none."""
    return next((texts[code] for code in languages if texts.get(code)), "") or next(
        (text for text in texts.values() if text), ""
    )


def wrong_number(number: str) -> str | None:
    """Why this cannot be dialled, as a sentence; None when it can: short codes like 988 are numbers too."""
    if DIALLED.fullmatch(number.strip()) and sum(char.isdigit() for char in number) >= 2:
        return None
    return N_("This number cannot be dialled. Write it in digits, like 988 or 555 0111.")


def wrong_address(url: str) -> str | None:
    """Why this is no address of a page, as a sentence; None when it is."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme in {"http", "https"} and parts.netloc:
        return None
    return N_("An address on the web starts with https:// or http://.")


def wrong_last_review(reviewed_on: date, today: date) -> str | None:
    """Why this cannot be when the numbers were called last; None when it can."""
    return N_("You cannot have called the numbers after today.") if reviewed_on > today else None


def wrong_next_review(reviewed_on: date, review_by: date) -> str | None:
    """Why this cannot be when the numbers are called next; None when it can."""
    if review_by <= reviewed_on:
        return N_("The next time must come after the last one.")
    if review_by - reviewed_on > LONGEST:
        return N_("Call the numbers again within one year.")
    return None


def wrong(draft: CrisisDraft, today: date) -> str | None:
    """What keeps this number from being published, as a sentence; None when it may be."""
    if draft.kind not in KINDS:
        return N_("A crisis number is an emergency number, or one to call, to text or to chat with.")
    if not draft.number and not draft.url:
        return N_("A crisis number needs a number or an address on the web.")
    if not any(draft.label.values()):
        return N_("Say who answers this crisis number.")
    return (
        (wrong_number(draft.number) if draft.number and draft.kind != "chat" else None)
        or (wrong_address(draft.url) if draft.url else None)
        or wrong_last_review(draft.reviewed_on, today)
        or wrong_next_review(draft.reviewed_on, draft.review_by)
    )


def overdue(drafts: Sequence[CrisisDraft], today: date) -> str | None:
    """Why this site's crisis numbers cannot be trusted today; None when they can."""
    if not drafts:
        return "No crisis numbers are set. Set them at /site/crisis-numbers/ before anyone uses this site."
    if any(wrong_last_review(draft.reviewed_on, today) for draft in drafts):
        return (
            "The crisis numbers say that they were reviewed after today. "
            "Call each one, then save them again at /site/crisis-numbers/."
        )
    late = [draft for draft in drafts if draft.review_by < today]
    if late:
        first = min(draft.review_by for draft in late)
        return (
            f"{len(late)} of the crisis numbers should have been reviewed by {first:%Y-%m-%d}. "
            "Call each one, then save them again at /site/crisis-numbers/."
        )
    return None
