"""Letters from a mailbox, by IMAP: looked at without marking, marked when they are kept."""

import imaplib
import re
from types import TracebackType

from kizuna.outbox.gateways.guard import outside
from kizuna.outbox.mailbox import Mailbox

PATIENCE = 20.0
"""Seconds until a mail server that does not answer counts as away."""
MOST = 262_144
"""Bytes of a letter that are fetched: pictures stay where they are."""
AWAY = (imaplib.IMAP4.error, OSError)


class Letters:
    """The letters of a mailbox that nobody has kept yet."""

    def __init__(self, box: Mailbox) -> None:
        self._box = box

    def __enter__(self) -> "Letters":
        outside()
        kind = imaplib.IMAP4_SSL if self._box.ssl else imaplib.IMAP4
        self._line = kind(self._box.host, self._box.port, timeout=PATIENCE)
        try:
            if self._box.tls:
                self._line.starttls()
            self._line.login(self._box.user, self._box.password)
            status, _ = self._line.select(f'"{self._box.folder}"')
            if status != "OK":
                raise imaplib.IMAP4.error("the mailbox has no such folder")
        except AWAY:
            self._line.shutdown()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._line.logout()
        except AWAY:
            self._line.shutdown()

    def unread(self, limit: int) -> list[str]:
        """The numbers of at most so many letters that nobody has kept yet, oldest first."""
        outside()
        _, found = self._line.uid("SEARCH", "UNSEEN")
        return [uid.decode() for uid in (found[0] or b"").split()[:limit]]

    def fetch(self, uid: str) -> bytes:
        """A letter as it came; empty when it is gone."""
        outside()
        _, found = self._line.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST}>)")
        return next((part[1] for part in found if isinstance(part, tuple)), b"")

    def kept(self, uid: str) -> None:
        """This one is kept here: it need not come again."""
        outside()
        if re.fullmatch(r"\d+", uid):
            self._line.uid("STORE", uid, "+FLAGS", "(\\Seen)")
