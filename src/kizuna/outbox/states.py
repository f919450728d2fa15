"""What can become of a message: one table. States only move forward."""

from kizuna.access.wording import N_

STATES: dict[str, frozenset[str]] = {
    # A receipt may overtake us: the provider has it although the call broke and we were told otherwise.
    # To `unknown` when a backup was brought back: it may have left after the backup was made.
    "queued": frozenset(
        {"sending", "sent", "delivered", "failed", "expired", "stopped", "spared", "unknown"}
    ),
    # Back to `queued` only when the gateway knows that nothing left the house.
    "sending": frozenset({"queued", "sent", "delivered", "failed", "unknown"}),
    # The call broke: a receipt, the provider or a human may tell; only life safety is sent again by itself.
    "unknown": frozenset({"sending", "sent", "delivered", "failed", "expired", "stopped"}),
    "sent": frozenset({"delivered", "failed"}),
    # Nothing is tried any more. That it arrived after all is still news, whichever receipt comes first.
    "failed": frozenset({"delivered"}),
    "expired": frozenset({"delivered"}),
    "stopped": frozenset({"delivered"}),
    "spared": frozenset({"delivered"}),
    "delivered": frozenset(),
}
OPEN = frozenset({"queued", "sending", "unknown"})
"""States in which something may still happen here."""
FINAL = frozenset({"failed", "expired", "stopped", "spared", "delivered"})
"""States in which nothing is tried any more."""


RUNS: dict[str, frozenset[str]] = {
    "planning": frozenset({"held", "running", "cancelling"}),
    "held": frozenset({"running", "cancelling"}),
    "running": frozenset({"paused", "cancelling", "done"}),
    "paused": frozenset({"running", "cancelling"}),
    # Nothing of it leaves any more; its rows are being stopped, many at a time.
    "cancelling": frozenset({"cancelled"}),
    "cancelled": frozenset(),
    "done": frozenset(),
}
"""What can become of a run: very many messages of one cause."""
HELD_BACK = frozenset({"planning", "held", "paused", "cancelling"})
"""States of a run in which none of its messages leaves."""

RUN_LABELS: dict[str, str] = {
    "planning": N_("Being written"),
    "held": N_("Ready, not started"),
    "running": N_("On its way"),
    "paused": N_("Paused"),
    "cancelling": N_("Being cancelled"),
    "cancelled": N_("Cancelled"),
    "done": N_("Done"),
}
"""What each state of a run is called on pages."""

LABELS: dict[str, str] = {
    "queued": N_("Waiting"),
    "sending": N_("On its way out"),
    "unknown": N_("Nobody knows whether it left"),
    "sent": N_("Left the house"),
    "delivered": N_("Arrived"),
    "failed": N_("Will not arrive"),
    "expired": N_("Too late to send"),
    "stopped": N_("Not wanted any more"),
    "spared": N_("Not needed: another one arrived"),
}
"""What each state is called on pages."""


def may_become(state: str, next_state: str) -> bool:
    """Whether a message in `state` may go on to `next_state`."""
    return next_state in STATES[state]


def before(next_state: str) -> frozenset[str]:
    """The states from which `next_state` may be reached: for one conditional update."""
    return frozenset(state for state, steps in STATES.items() if next_state in steps)


def diagram() -> str:
    """The table as a picture in Mermaid's words, for docs/methods/messages.md."""
    lines = [f"    {state} --> {step}" for state, steps in STATES.items() for step in sorted(steps)]
    return "\n".join(["stateDiagram-v2", "    [*] --> queued", *lines])
