"""Asking people how they are before help begins and twelve weeks on: what is due, done and missing.

Nothing has to be ticked off: whoever answers the questionnaire within a window has answered.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from kizuna.access.wording import N_

Stage = Literal["first", "again"]
Standing = Literal["not yet", "due", "done", "left", "missing"]
STAGES: tuple[Stage, ...] = ("first", "again")
USUAL = "ons-4,ons-loneliness"
AROUND = timedelta(days=28)
"""A first time counts that is so near the beginning; and the second time may come so much earlier."""
LATE = timedelta(days=56)
"""So long after its day a second time still counts."""
STAGE_LABELS: Mapping[str, str] = {"first": N_("At the beginning"), "again": N_("Twelve weeks on")}
STANDING_LABELS: Mapping[str, str] = {
    "not yet": N_("Not yet"),
    "due": N_("Time to ask"),
    "done": N_("Answered"),
    "left": N_("They would rather not"),
    "missing": N_("Missing"),
}
TAGS: Mapping[str, str] = {
    "not yet": "plain",
    "due": "wait",
    "done": "done",
    "left": "plain",
    "missing": "care",
}


class WrongScales(ValueError):
    """The questionnaires of a site's settings make no sense; the message says why."""


def scales(text: str) -> tuple[str, ...]:
    """Codes of questionnaires as a site writes them, such as `ons-4,who-5`; empty asks none."""
    found = tuple(dict.fromkeys(filter(None, (each.strip() for each in text.split(",")))))
    for code in found:
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", code):
            raise WrongScales(f"{code!r} is no short name of a questionnaire; write one like ons-4.")
    return found


@dataclass(frozen=True)
class Window:
    """From when on a time counts, the day it is meant for, and until when."""

    opens: datetime
    meant: datetime
    closes: datetime

    def nearest(self, times: Iterable[datetime]) -> datetime | None:
        """The time within the window that is nearest to its day; of two as near the earlier one."""
        inside = [at for at in times if self.opens <= at < self.closes]
        return min(inside, key=lambda at: (abs(at - self.meant), at), default=None)


def window(stage: str, begun_at: datetime, again_at: datetime) -> Window:
    """When the first or the second time counts; no time counts as both."""
    between = begun_at + (again_at - begun_at) / 2
    if stage == "first":
        return Window(begun_at - AROUND, begun_at, min(begun_at + AROUND, between))
    return Window(max(again_at - AROUND, between), again_at, again_at + LATE)


@dataclass(frozen=True)
class Asked:
    """One questionnaire at one of the two times."""

    scale: str
    name: str
    """What it is called, marked for translation."""
    stage: str
    standing: Standing
    answered_at: datetime | None
    due_at: datetime

    @property
    def stage_label(self) -> str:
        """Which of the two times."""
        return STAGE_LABELS[self.stage]

    @property
    def label(self) -> str:
        """Where it stands, in plain words."""
        return STANDING_LABELS[self.standing]

    @property
    def tag(self) -> str:
        """Kind of `frame/tag.html`."""
        return TAGS[self.standing]


@dataclass(frozen=True)
class MeasuringValue:
    """The two times of somebody, from when help began."""

    id: str
    person: str
    begun_at: datetime
    again_at: datetime
    scales: tuple[str, ...]
    left: frozenset[str] = frozenset()
    """The times that they would rather not answer."""

    def stands(self, stage: str, answered: Iterable[datetime], now: datetime) -> Standing:
        """Where one of the times stands for a questionnaire that was answered at these times."""
        when = window(stage, self.begun_at, self.again_at)
        if when.nearest(answered) is not None:
            return "done"
        if stage in self.left:
            return "left"
        if now < when.meant:
            return "not yet"
        return "due" if now < when.closes else "missing"

    def asked(
        self, answered: Mapping[str, Iterable[datetime]], names: Mapping[str, str], now: datetime
    ) -> tuple[Asked, ...]:
        """Every questionnaire at both times; those no longer known here are left out."""
        found = []
        for stage in STAGES:
            when = window(stage, self.begun_at, self.again_at)
            for code in self.scales:
                if code in names:
                    times = tuple(answered.get(code, ()))
                    standing = self.stands(stage, times, now)
                    at = when.nearest(times)
                    found.append(Asked(code, names[code], stage, standing, at, when.meant))
        return tuple(found)

    def due(self, answered: Mapping[str, Iterable[datetime]], now: datetime) -> Stage | None:
        """Which time somebody should be asked now, if any."""
        for stage in STAGES:
            if any(self.stands(stage, answered.get(code, ()), now) == "due" for code in self.scales):
                return stage
        return None


def begins(last_again_at: datetime | None, at: datetime) -> bool:
    """Whether help that begins now is a new beginning: not while an earlier one is still followed up."""
    return last_again_at is None or at >= last_again_at + LATE
