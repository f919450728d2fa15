"""How a report goes its way: its states and the steps between them, as one table, and when each is due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kizuna.access.wording import N_
from kizuna.referrals.due import Calendar

Who = Literal["reader", "reporter", "reported", "house"]
STATES: dict[str, str] = {
    "new": N_("Nobody has read it yet"),
    "taken": N_("Somebody looks into it"),
    "asked": N_("There is a question for you"),
    "decided": N_("It is decided"),
    "appealed": N_("Somebody else looks at it again"),
    "closed": N_("It is closed"),
    "withdrawn": N_("You took it back"),
}
"""As whoever reported it reads them."""
READ_AS: dict[str, str] = {
    "new": N_("Nobody has read it"),
    "taken": N_("Being looked into"),
    "asked": N_("Waits for an answer"),
    "decided": N_("Decided"),
    "appealed": N_("To be looked at again"),
    "closed": N_("Closed"),
    "withdrawn": N_("Taken back"),
}
"""As those who decide about it read them."""


@dataclass(frozen=True)
class Step:
    """One step: who takes it, from where to where. `other_eyes`: not by whoever decided before."""

    code: str
    before: frozenset[str]
    after: str
    who: Who
    other_eyes: bool = False


STEPS: tuple[Step, ...] = (
    Step("take", frozenset({"new"}), "taken", "reader"),
    Step("give_back", frozenset({"taken", "asked"}), "new", "reader"),
    Step("ask", frozenset({"taken"}), "asked", "reader"),
    Step("answer", frozenset({"asked"}), "taken", "reporter"),
    Step("decide", frozenset({"taken", "asked"}), "decided", "reader"),
    Step("appeal", frozenset({"decided", "appealed"}), "appealed", "reporter"),
    # Whoever it is about may ask for another look, too; each of the two once.
    Step("object", frozenset({"decided", "appealed"}), "appealed", "reported"),
    Step("decide_again", frozenset({"appealed"}), "closed", "reader", other_eyes=True),
    Step("close", frozenset({"decided"}), "closed", "house"),
    Step("withdraw", frozenset({"new", "taken", "asked"}), "withdrawn", "reporter"),
)
BY_CODE = {step.code: step for step in STEPS}
OVER = frozenset({"closed", "withdrawn"})
WAITS_FOR_US = frozenset({"new", "taken", "appealed"})
"""Where whoever reads reports owes something. A question waits for the one who reported."""
OUTCOMES: dict[str, str] = {
    "spoken": N_("We spoke with those it is about."),
    "put_right": N_("What was wrong on the page was put right."),
    "warned": N_("Somebody was told that this must not happen again."),
    "stay_away": N_("Somebody may not come for a time."),
    "handed_on": N_("It was handed on to those whose task it is."),
    "nothing": N_("We looked into it and found nothing against the code."),
}
"""What was decided, in the words that whoever reported it reads."""


class WrongDays(ValueError):
    """The days of a site's settings make no sense; the message says why."""


@dataclass(frozen=True)
class Days:
    """Working days until a report is read, decided, may be appealed against, and is decided again."""

    read: int = 2
    decide: int = 10
    appeal: int = 10
    again: int = 10


def next_step(code: str, state: str) -> str | None:
    """The state after this step; None when it cannot be taken from here."""
    step = BY_CODE.get(code)
    return step.after if step and state in step.before else None


def may_take(code: str, *, state: str, who: Who, account: str, decided_by: str) -> bool:
    """Whether somebody may take this step: it is theirs, goes from here, and they did not decide before."""
    step = BY_CODE.get(code)
    if step is None or step.who != who or state not in step.before:
        return False
    return not (step.other_eyes and (not account or account == decided_by))


def due(state: str, *, since: datetime, urgent: bool, days: Days, calendar: Calendar) -> datetime | None:
    """Until when the next step is due, as it stands since then; None when nothing more is.

    Somebody in danger is read about on the day itself, or on the next working day.
    """
    if state == "new":
        return calendar.after_working_days(since, 0 if urgent else days.read)
    if state in ("taken", "asked"):
        return calendar.after_working_days(since, days.decide)
    if state == "decided":
        return calendar.after_working_days(since, days.appeal)
    return calendar.after_working_days(since, days.again) if state == "appealed" else None


def read_days(text: str) -> Days:
    """Days as a site writes them, such as `read=1,decide=5`; the others keep their usual number."""
    usual, found = set(Days.__dataclass_fields__), dict[str, int]()
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, _, number = (each.strip() for each in part.partition("="))
        if name not in usual:
            raise WrongDays(f"{name!r} is no step. It may be {', '.join(Days.__dataclass_fields__)}.")
        if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= 90:
            raise WrongDays(f"{name} needs a number of working days from 1 to 90, like {name}=5.")
        found[name] = int(number)
    return Days(**found)


def mermaid() -> str:
    """The states and steps as a Mermaid state diagram: drawn from the table, so that no page can lie."""
    lines = ["stateDiagram-v2", "    [*] --> new: reporter"]
    for step in STEPS:
        lines += [f"    {before} --> {step.after}: {step.who}, {step.code}" for before in sorted(step.before)]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in sorted(OVER))])
