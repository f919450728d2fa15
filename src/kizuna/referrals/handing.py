"""How a referral reaches the other side: the short link of a text message, and who introduces the person."""

from collections.abc import Callable

from kizuna.access.wording import N_

CODE_PURPOSE = "referrals.code"
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two that nobody takes for one another."""
CODE_LENGTH = 12
"""Twelve of thirty-two letters: 60 bits. A link of e-mail is sealed, and much longer."""
HANDOVERS = (
    ("call", N_("I introduce them by a call")),
    ("along", N_("I come along the first time")),
)
HANDOVER_CODES = tuple(code for code, _ in HANDOVERS)
TOLD = {
    "call": N_("Their link worker introduces them by a call."),
    "along": N_("Their link worker comes along the first time."),
}
"""What the provider reads about it."""


def new_code(pick: Callable[[str], str]) -> str:
    """A code of a text message; `pick` chooses one letter by a source of chance that nobody can guess."""
    return "".join(pick(CODE_LETTERS) for _ in range(CODE_LENGTH))


def read_code(token: str) -> str:
    """What stands in a link of a text message as its code; empty when it cannot be one."""
    text = token.upper()
    return text if len(text) == CODE_LENGTH and set(text) <= set(CODE_LETTERS) else ""
