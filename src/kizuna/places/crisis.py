"""Crisis numbers as values: what to show, in which language, and whether they can still be trusted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kizuna.frame.wording import N_

Kind = Literal["call", "text", "emergency", "chat"]
KINDS: tuple[Kind, ...] = ("emergency", "call", "text", "chat")


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


def wrong(draft: CrisisDraft) -> str | None:
    """What keeps this number from being published, as a sentence; None when it may be."""
    if draft.kind not in KINDS:
        return N_("A crisis number is an emergency number, or one to call, to text or to chat with.")
    if not draft.number and not draft.url:
        return N_("A crisis number needs a number or an address on the web.")
    if not any(draft.label.values()):
        return N_("Say who answers this crisis number.")
    if draft.review_by <= draft.reviewed_on:
        return N_("The next review of a crisis number must come after the last one.")
    return None


def overdue(drafts: Sequence[CrisisDraft], today: date) -> str | None:
    """Why this site's crisis numbers cannot be trusted today; None when they can."""
    if not drafts:
        return "No crisis numbers are set. Set them at /site/crisis-numbers/ before anyone uses this site."
    late = [draft for draft in drafts if draft.review_by < today]
    if late:
        first = min(draft.review_by for draft in late)
        return (
            f"{len(late)} of the crisis numbers should have been reviewed by {first:%Y-%m-%d}. "
            "Call each one, then save them again at /site/crisis-numbers/."
        )
    return None
