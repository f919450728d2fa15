"""The way a referral may go: states and steps of the Task in HL7 SDOH Clinical Care 3.0.0, as one table.

docs/methods/referral-pathway.md shows the same table, drawn by `diagram.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_

Side = Literal["requester", "target"]
REQUESTER: Side = "requester"
TARGET: Side = "target"

START = ""
"""Before the first step: the referral is not there yet."""


@dataclass(frozen=True)
class State:
    """One state, with the words that each reader sees. `by` may take a referral into it."""

    code: str
    by: frozenset[Side]
    worker: str
    provider: str
    person: str
    tag: str
    """Kind of `frame/tag.html`."""
    closed: bool = False
    needs_reason: bool = False


_ASKS = frozenset({REQUESTER})
_ANSWERS = frozenset({TARGET})

STATES = (
    State(
        "draft",
        _ASKS,
        N_("Not sent yet"),
        N_("Not sent yet"),
        N_("Not asked yet"),
        "plain",
    ),
    State(
        "requested",
        _ASKS,
        N_("Waiting for their answer"),
        N_("Waiting for your answer"),
        N_("We wait for their answer"),
        "wait",
    ),
    State(
        "accepted",
        _ANSWERS,
        N_("They said yes"),
        N_("You said yes"),
        N_("They said yes"),
        "done",
    ),
    State(
        "rejected",
        _ANSWERS,
        N_("They said no"),
        N_("You said no"),
        N_("They could not say yes"),
        "care",
        closed=True,
        needs_reason=True,
    ),
    State(
        "cancelled",
        _ASKS | _ANSWERS,
        N_("Cancelled"),
        N_("Cancelled"),
        N_("Cancelled"),
        "plain",
        closed=True,
        needs_reason=True,
    ),
    State(
        "in-progress",
        _ANSWERS,
        N_("It has started"),
        N_("It has started"),
        N_("It has started"),
        "info",
    ),
    State(
        "on-hold",
        _ANSWERS,
        N_("On their waiting list"),
        N_("On your waiting list"),
        N_("On their waiting list"),
        "wait",
    ),
    State(
        "completed",
        _ANSWERS,
        N_("Done"),
        N_("Done"),
        N_("Done"),
        "done",
        closed=True,
    ),
    State(
        "failed",
        _ANSWERS,
        N_("It did not work out"),
        N_("It did not work out"),
        N_("It did not work out"),
        "care",
        closed=True,
        needs_reason=True,
    ),
    State(
        "entered-in-error",
        _ASKS,
        N_("Opened by mistake"),
        N_("Opened by mistake"),
        N_("Opened by mistake"),
        "plain",
        closed=True,
    ),
)
BY_CODE = {state.code: state for state in STATES}
CODES = tuple(BY_CODE)
CLOSED = tuple(state.code for state in STATES if state.closed)
OPEN = tuple(state.code for state in STATES if not state.closed)
NEEDS_REASON = tuple(state.code for state in STATES if state.needs_reason)

_EDGES = {
    START: ("draft", "requested"),
    "draft": ("requested",),
    "requested": ("accepted", "rejected", "cancelled"),
    "accepted": ("in-progress", "on-hold", "cancelled", "completed", "failed"),
    "in-progress": ("completed", "failed"),
    "on-hold": ("in-progress", "cancelled", "completed", "failed"),
    "cancelled": ("in-progress",),
}


@dataclass(frozen=True)
class Step:
    """One allowed step and who may take it."""

    before: str
    after: str
    by: frozenset[Side]


STEPS: tuple[Step, ...] = (
    *(Step(before, after, BY_CODE[after].by) for before, afters in _EDGES.items() for after in afters),
    *(
        Step(state, "entered-in-error", BY_CODE["entered-in-error"].by)
        for state in CODES
        if state != "entered-in-error"
    ),
)


@dataclass(frozen=True)
class Reason:
    """Why a referral ended without the help it was for."""

    code: str
    label: str
    states: frozenset[str]
    """The states for whose forms this reason is offered."""


def _reason(code: str, label: str, states: str) -> Reason:
    return Reason(code, label, frozenset(states.split()))


REASONS = (
    _reason("no-places", N_("No places"), "rejected failed on-hold"),
    _reason("not-eligible", N_("It is not meant for them"), "rejected failed"),
    _reason("out-of-area", N_("They live too far away"), "rejected failed"),
    _reason("could-not-reach", N_("They could not be reached"), "rejected cancelled failed"),
    _reason("did-not-come", N_("They did not come"), "failed"),
    _reason("did-not-want", N_("They did not want it"), "rejected cancelled failed"),
    _reason("referred-elsewhere", N_("Sent on to somebody else"), "rejected cancelled failed"),
    _reason("got-help-elsewhere", N_("They found help elsewhere"), "rejected cancelled failed"),
    _reason("died-or-moved", N_("They died or moved away"), "rejected cancelled failed"),
    _reason("consent-withdrawn", N_("They took back their consent"), "cancelled failed"),
    _reason("other", N_("Something else"), "rejected cancelled failed"),
)
REASON_BY_CODE = {reason.code: reason for reason in REASONS}

BOTH: frozenset[Side] = frozenset({REQUESTER, TARGET})
_SIDES: dict[str, frozenset[Side]] = {"requester": _ASKS, "target": _ANSWERS, "either": BOTH}


class WrongSteps(ValueError):
    """The steps that a site adds make no sense; the message says why."""


def added_steps(text: str) -> tuple[Step, ...]:
    """Steps that a site adds, such as `in-progress>on-hold:target,in-progress>cancelled:either`."""
    found: dict[tuple[str, str], Step] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        way, _, side = (each.strip() for each in part.partition(":"))
        before, _, after = (each.strip() for each in way.partition(">"))
        if not {before, after} <= set(CODES) or side not in _SIDES:
            raise WrongSteps(f"{part!r} is no step; write one like in-progress>on-hold:target.")
        if before == after or "entered-in-error" in {before, after} or after == "draft":
            raise WrongSteps(f"{part!r} cannot be added: nothing leads there, or away from there.")
        if any((step.before, step.after) == (before, after) for step in STEPS):
            raise WrongSteps(f"{part!r} is in the table already.")
        found[before, after] = Step(before, after, _SIDES[side])
    return tuple(found.values())


def next_steps(before: str, sides: frozenset[Side], steps: Sequence[Step] = STEPS) -> tuple[str, ...]:
    """The states that one of these sides may take a referral to from here, in the order of the table."""
    return tuple(step.after for step in steps if step.before == before and step.by & sides)


def check_step(
    before: str, after: str, *, sides: frozenset[Side], reason: str = "", steps: Sequence[Step] = STEPS
) -> None:
    """Raise Refused with a sentence when this step is not in the table, or lacks its reason."""
    if after not in BY_CODE:
        raise Refused(N_("There is no such step. Choose one from the page."))
    found = next((step for step in steps if (step.before, step.after) == (before, after)), None)
    if found is None:
        raise Refused(
            N_("This referral cannot take that step from where it stands now. Open the page again.")
        )
    if not found.by & sides:
        raise Refused(N_("This step is for the other side to take."))
    if reason and reason not in REASON_BY_CODE:
        raise Refused(N_("Choose a reason from the list."))
    if BY_CODE[after].needs_reason and not reason:
        raise Refused(N_("Say why, so that everybody learns from it. Choose a reason from the list."))


def way_to(after: str, before: str = "requested", steps: Sequence[Step] = STEPS) -> tuple[str, ...]:
    """The states on the shortest way to this one, itself last; empty when no way leads there."""
    ways: list[tuple[str, ...]] = [(before,)]
    for way in ways:
        if way[-1] == after:
            return way[1:]
        ways += [(*way, step.after) for step in steps if step.before == way[-1] and step.after not in way]
    return ()


def may_step(before: str, after: str, *, sides: frozenset[Side], steps: Sequence[Step] = STEPS) -> bool:
    """Whether one of these sides may take this step, given a reason where one is needed."""
    return after in next_steps(before, sides, steps)


def reasons_for(after: str) -> tuple[Reason, ...]:
    """The reasons to offer for a step into this state."""
    return tuple(reason for reason in REASONS if after in reason.states)
