"""An e-mail as it came: who wrote, what they wrote themselves, whether a machine did, what bounced."""

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parseaddr
from html.parser import HTMLParser

MACHINES = re.compile(
    r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+-].*)?@", re.IGNORECASE
)
AWAY = re.compile(
    r"\s*(auto(matic|matische)?[ -]?(reply|response)|out of( the)? office|"
    r"respuesta autom|fuera de( la)? oficina|رد تلقائي)",
    re.IGNORECASE,
)
MARKS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "List-Id")
QUOTED = re.compile(
    r"^(On .{5,200} wrote:|El .{5,200} escribi[oó]:|-+ ?Original Message ?-+|في .{5,200} كتب.*)$"
)


@dataclass(frozen=True)
class Letter:
    """`automatic`: a machine wrote it. `bounced`: our reference of a message that came back for good."""

    address: str
    subject: str
    text: str
    reference: str
    automatic: bool = False
    bounced: str = ""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"style", "script", "head"}
        if tag in {"p", "br", "div", "tr", "li"}:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"style", "script", "head"}

    def handle_data(self, data: str) -> None:
        if self._hidden <= 0:
            self.found.append(data)


def _text(mail: EmailMessage) -> str:
    """What they wrote; without a plain part, the words of the page. What they quoted is left out."""
    part = mail.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, UnicodeError, KeyError):
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if part.get_content_subtype() == "html":
        words = _Words()
        words.feed(text)
        text = "".join(words.found)
    own: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if QUOTED.match(line.strip()):
            break
        own.append(line)
    return "\n".join(line for line in own if not line.startswith(">")).strip()


def _header(mail: Message, name: str) -> str:
    return " ".join(str(mail.get(name, "")).split())


def _automatic(mail: EmailMessage, address: str, subject: str) -> bool:
    """Whether a machine wrote it, by RFC 3834 and by what machines do that know no RFC."""
    submitted = _header(mail, "Auto-Submitted").casefold()
    return (
        submitted not in {"", "no"}
        or _header(mail, "Precedence").casefold() in {"bulk", "junk", "list", "auto_reply"}
        or any(mail.get(name) for name in MARKS)
        or _header(mail, "Return-Path") == "<>"
        or mail.get_content_type() == "multipart/report"
        or bool(MACHINES.match(address))
        or bool(AWAY.match(subject))
    )


def _bounced(mail: EmailMessage) -> str:
    """Our reference of a message that will not arrive, from a report of a mail server (RFC 3464)."""
    if mail.get_content_type() != "multipart/report":
        return ""
    failed, reference = False, ""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            blocks = part.get_payload()
            for block in [b for b in blocks if isinstance(b, Message)] if isinstance(blocks, list) else []:
                action, status = _header(block, "Action").casefold(), _header(block, "Status")
                failed |= action == "failed" and status.startswith("5")
        elif kind in {"message/rfc822", "text/rfc822-headers"}:
            held = part.get_payload()
            inner = held[0] if isinstance(held, list) and held else message_from_bytes(str(held).encode())
            if isinstance(inner, Message):
                reference = _header(inner, "Message-ID").strip("<> ")
    return reference if failed else ""


def opened(raw: bytes) -> Letter:
    """The letter in these bytes. Whatever anybody sends: what cannot be read is kept as it is."""
    digest = hashlib.sha256(raw).hexdigest()
    try:
        mail = message_from_bytes(raw, policy=default)
        address = parseaddr(_header(mail, "From"))[1]
        subject = _header(mail, "Subject")
        reference = _header(mail, "Message-ID").strip("<> ") or digest
        automatic = _automatic(mail, address, subject)
        return Letter(address, subject, _text(mail), reference[:200], automatic, _bounced(mail))
    except Exception:  # the library raises many kinds on mail that no human wrote
        return Letter("", "", raw.decode("utf-8", "replace")[:20_000], digest, True)
