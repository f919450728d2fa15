"""The only file of the cellar that talks to the outside."""

import contextlib
import smtplib
import sys
from types import TracebackType
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections

from kizuna.outbox.message import Outcome, Parcel


class InsideTransaction(RuntimeError):
    """A gateway was called inside a transaction: what it does could not be taken back with it."""


def outside() -> None:
    """Raise InsideTransaction in a transaction. The block that a test case opens around itself is not one."""
    for connection in connections.all(initialized_only=True):
        if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
            raise InsideTransaction("A gateway may not be called inside a transaction.")


class Gateway(Protocol):
    """One way out. `ask` tells what became of a message whose call broke; `uncertain` when nobody can say."""

    name: str

    def send(self, parcel: Parcel) -> Outcome: ...

    def ask(self, parcel: Parcel) -> Outcome: ...

    def close(self) -> None: ...


class Printed:
    """Prints messages, for a demo and for trying things out: readable, links in one piece."""

    name = "console"

    def send(self, parcel: Parcel) -> Outcome:
        outside()
        title = f"Message to {parcel.address}"
        lines = ["", f"┌─ {title}", f"│  {parcel.subject}", "│"]
        lines += [f"│  {line}" for line in parcel.text.splitlines()]
        sys.stdout.write("\n".join([*lines, "└─", ""]))
        sys.stdout.flush()
        return Outcome("sent", self.name)

    def ask(self, parcel: Parcel) -> Outcome:
        return Outcome("uncertain", self.name)

    def close(self) -> None:
        return None


def _refused(error: smtplib.SMTPException) -> Outcome:
    """A clear no of the mail server: 4xx is for now, anything else for good."""
    codes = [getattr(error, "smtp_code", 0)]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    kind = "temporary" if any(400 <= code < 500 for code in codes) else "permanent"
    return Outcome(kind, "email", f"{type(error).__name__} {codes[0] if codes else ''}".strip())  # type: ignore[arg-type]


def _letter(parcel: Parcel, connection: BaseEmailBackend) -> EmailMessage:
    """The Message-ID is ours and stays the same at each attempt, so that doubles can be told."""
    headers = {"Message-ID": f"<{parcel.reference}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(
        parcel.subject,
        parcel.text,
        settings.DEFAULT_FROM_EMAIL,
        [parcel.address],
        headers=headers,
        connection=connection,
    )


class Mailed:
    """E-mail through the site's mail server; one connection for a run of messages."""

    name = "email"

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None
        self._away = ""

    def _open(self) -> BaseEmailBackend:
        """A connection that lives: a server that hung up meanwhile would make the next message uncertain."""
        if self._connection is not None:
            session = getattr(self._connection, "connection", None)
            try:
                if session is None or session.noop()[0] == 250:
                    return self._connection
            except (smtplib.SMTPException, OSError):
                pass
            self.close()
        self._connection = get_connection(fail_silently=False)
        self._connection.open()
        return self._connection

    def send(self, parcel: Parcel) -> Outcome:
        outside()
        if self._away:
            return Outcome("temporary", self.name, self._away)
        try:
            connection = self._open()
        except (smtplib.SMTPException, OSError) as error:
            # Nobody answers: the rest of this run need not wait for the same time-out, one by one.
            self._connection, self._away = None, type(error).__name__
            return Outcome("temporary", self.name, self._away)
        try:
            _letter(parcel, connection).send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            return _refused(error)
        except (ValueError, smtplib.SMTPNotSupportedError) as error:
            return Outcome("permanent", self.name, type(error).__name__)
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Outcome("uncertain", self.name, type(error).__name__)
        return Outcome("sent", self.name)

    def ask(self, parcel: Parcel) -> Outcome:
        """A mail server keeps no record that it would show us."""
        return Outcome("uncertain", self.name)

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._connection.close()
        self._connection = None


class Nowhere:
    """A channel that this site has not set up."""

    name = "none"

    def send(self, parcel: Parcel) -> Outcome:
        return Outcome("permanent", self.name, "NoGateway")

    def ask(self, parcel: Parcel) -> Outcome:
        return Outcome("uncertain", self.name)

    def close(self) -> None:
        return None


class Exit:
    """All gateways of this site, opened when first needed, closed together."""

    def __init__(self) -> None:
        self._open: dict[str, Gateway] = {}

    def __enter__(self) -> "Exit":
        outside()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for gateway in self._open.values():
            gateway.close()

    def gateway(self, channel: str) -> Gateway:
        """The gateway of a channel."""
        if channel not in self._open:
            self._open[channel] = _gateway(channel)
        return self._open[channel]


def _gateway(channel: str) -> Gateway:
    printed = settings.EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend"
    if channel == "console" or (channel in {"email", "sms"} and printed):
        return Printed()
    return Mailed() if channel == "email" else Nowhere()
