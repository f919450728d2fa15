"""What can become of a message: one table. States only move forward."""

STATES: dict[str, frozenset[str]] = {
    "queued": frozenset({"sending", "expired", "stopped", "failed"}),
    # Back to `queued` only when the gateway knows that nothing left the house.
    "sending": frozenset({"queued", "sent", "delivered", "failed", "unknown"}),
    # The call broke: a receipt, the provider or a human may tell; only life safety is sent again by itself.
    "unknown": frozenset({"sending", "sent", "delivered", "failed", "expired", "stopped"}),
    "sent": frozenset({"delivered", "failed"}),
    "delivered": frozenset(),
    "failed": frozenset(),
    "expired": frozenset(),
    "stopped": frozenset(),
}
OPEN = frozenset({"queued", "sending", "unknown"})
"""States in which something may still happen here."""
FINAL = frozenset(state for state, steps in STATES.items() if not steps)


def may_become(state: str, next_state: str) -> bool:
    """Whether a message in `state` may go on to `next_state`."""
    return next_state in STATES[state]


def before(next_state: str) -> frozenset[str]:
    """The states from which `next_state` may be reached: for one conditional update."""
    return frozenset(state for state, steps in STATES.items() if next_state in steps)
