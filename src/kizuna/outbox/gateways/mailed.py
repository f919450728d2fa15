"""E-mail through a mail server."""

import contextlib
import smtplib
import threading
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from kizuna.outbox.gateways.guard import outside
from kizuna.outbox.message import Outcome, Parcel
from kizuna.outbox.ways import Way


def _refused(error: smtplib.SMTPException) -> Outcome:
    """A clear no of the mail server: 4xx is for now, anything else for good. 421: it is closing."""
    codes = [getattr(error, "smtp_code", 0)]
    to_recipient = isinstance(error, smtplib.SMTPRecipientsRefused)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    name = f"{type(error).__name__} {codes[0] if codes else ''}".strip()
    if any(400 <= code < 500 for code in codes):
        return Outcome("temporary", name, away=421 in codes)
    return Outcome("permanent", name, bounce=to_recipient)


def _letter(parcel: Parcel, connection: BaseEmailBackend) -> EmailMessage:
    """The Message-ID is ours and stays the same at each attempt, so that doubles can be told."""
    headers = {"Message-ID": f"<{parcel.reference}>", "Auto-Submitted": "auto-generated"}
    text = parcel.text
    if parcel.leaving:  # RFC 8058: the mail program ends it by one POST, without asking anything
        headers["List-Unsubscribe"] = f"<{parcel.leaving}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        text += "\n\n-- \n" + _("To end these messages: %(link)s") % {"link": parcel.leaving}
    return EmailMessage(
        parcel.subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [parcel.address],
        headers=headers,
        connection=connection,
    )


class Mailed:
    """E-mail through one mail server; a connection of its own for each thread, for a run of messages."""

    name = "email"

    def __init__(self, way: Way) -> None:
        self._way = way
        self._mine = threading.local()
        self._all: list[BaseEmailBackend] = []
        self._away = ""

    def _connect(self) -> BaseEmailBackend:
        way = self._way
        server: dict[str, Any] = {
            "host": way.host,
            "port": way.port,
            "username": way.user,
            "password": way.password,
            "use_tls": way.tls,
            "use_ssl": way.ssl,
        }
        # Without a server of its own the way is the one that Django's settings name, as in the tests.
        found = get_connection(fail_silently=False, **(server if way.kind == "smtp" else {}))
        found.open()
        self._all.append(found)
        return found

    def _open(self) -> BaseEmailBackend:
        """A connection that lives: a server that hung up meanwhile would make the next message uncertain."""
        connection: BaseEmailBackend | None = getattr(self._mine, "connection", None)
        if connection is not None:
            session = getattr(connection, "connection", None)
            try:
                if session is None or session.noop()[0] == 250:
                    return connection
            except (smtplib.SMTPException, OSError):
                pass
            self._drop()
        self._mine.connection = self._connect()
        found: BaseEmailBackend = self._mine.connection
        return found

    def _drop(self) -> None:
        connection = getattr(self._mine, "connection", None)
        if connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.close()
        self._mine.connection = None

    def send(self, parcel: Parcel) -> Outcome:
        outside()
        if self._away:
            return Outcome("temporary", self._away, away=True)
        try:
            connection = self._open()
        except (smtplib.SMTPException, OSError) as error:
            # Nobody answers: the rest of this run need not wait for the same time-out, one by one.
            self._mine.connection, self._away = None, type(error).__name__
            return Outcome("temporary", self._away, away=True)
        try:
            _letter(parcel, connection).send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            return _refused(error)
        except (ValueError, smtplib.SMTPNotSupportedError) as error:
            return Outcome("permanent", type(error).__name__)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Outcome("uncertain", type(error).__name__, away=True)
        return Outcome("sent")

    def ask(self, parcel: Parcel) -> Outcome:
        """A mail server keeps no record that it would show us."""
        return Outcome("uncertain")

    def close(self) -> None:
        for connection in self._all:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                connection.close()
        self._all.clear()
