"""Where answers by e-mail are fetched from."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

PORTS = {"imap": 143, "imap+tls": 143, "imaps": 993}


@dataclass(frozen=True)
class Mailbox:
    """A folder of a mail server."""

    host: str
    port: int
    user: str = field(repr=False)
    password: str = field(repr=False)
    folder: str = "INBOX"
    ssl: bool = True
    tls: bool = False


def mailbox(text: str) -> Mailbox | None:
    """`imaps://user:password@host/INBOX` as a value; None for nothing; raises ValueError."""
    if not text:
        return None
    parts = urlsplit(text)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if parts.scheme not in PORTS or not parts.hostname or not parts.username or not folder.isprintable():
        raise ValueError(text)
    if set('"\\') & set(folder):
        raise ValueError(text)
    return Mailbox(
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        unquote(parts.username),
        unquote(parts.password or ""),
        folder,
        parts.scheme == "imaps",
        parts.scheme == "imap+tls",
    )
