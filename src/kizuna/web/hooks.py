"""Webhooks as values: where news for a program goes, and how it went."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from kizuna.outbox.message import Attempt

TASK = "web.tell_programs"
MOST = 20
"""Webhooks of one program."""
AT_A_TIME = 200
SHOWN = 5
"""Last attempts that are shown."""


def cause(id: object) -> str:
    """What its messages hang on."""
    return f"webhook:{id}"


@dataclass(frozen=True)
class Hook:
    """A webhook: `stopped_at` when it was switched off because nobody answered for long."""

    id: str
    program: str
    program_name: str
    url: str
    events: tuple[str, ...]
    created_at: datetime
    stopped_at: datetime | None = None
    last: tuple[Attempt, ...] = field(default=())

    @property
    def host(self) -> str:
        """Whose machine it is; the rest of the address may hold a key."""
        return urlsplit(self.url).hostname or ""


def gave_up(since: datetime | None, attempts: tuple[Attempt, ...]) -> bool:
    """Whether a message failed for good and none has arrived since: the receiver is not there any more.

    What was before `since` (it was switched on again) does not count.

    A message is tried for about eleven hours, so that one bad night never switches anything off.
    """
    failed = max(
        (
            one.created_at
            for one in attempts
            if one.status == "failed" and (since is None or one.created_at >= since)
        ),
        default=None,
    )
    came = max((one.created_at for one in attempts if one.status == "delivered"), default=None)
    return failed is not None and (came is None or came < failed)
