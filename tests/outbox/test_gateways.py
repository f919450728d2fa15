"""The ways out: a real mail server on loopback, a printed message, and never inside a transaction."""

import email
import email.policy
import socket
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import transaction

from kizuna.outbox.gateways import Exit, InsideTransaction, Mailed, Nowhere, Posted, Printed
from kizuna.outbox.gateways.exit import gateway_of
from kizuna.outbox.message import Outcome, Parcel
from kizuna.outbox.ways import Way, nowhere

SMTP = "django.core.mail.backends.smtp.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"


def parcel(**changes: Any) -> Parcel:
    row = {
        "id": uuid.uuid4(),
        "channel": "email",
        "address": "ada@example.org",
        "subject": "Té a las cinco",
        "text": "See https://kizuna.example.org/r/" + "x" * 300 + "\nمرحبا",
        "reference": "abc@kizuna.example.org",
        "attempts": 1,
        "life_safety": False,
        **changes,
    }
    return Parcel(**row)


class Post:
    """A mail server's mind: `says` is its next answer to a recipient or to the letter."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.to_recipient = self.to_letter = "250 OK"
        self.hang_up = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.hang_up:
            server.transport.close()
        self.letters.append(envelope.content)
        return self.to_letter


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    found = Post()
    with socket.socket() as free:  # the system picks a port, so that two test runs do not meet
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 5
    yield found
    controller.stop()


@pytest.fixture
def mailed() -> Iterator[Mailed]:
    found = Mailed(Way("email", "email", "console"))
    yield found
    found.close()


def test_a_letter_arrives_with_our_reference_and_whole_text(post: Post, mailed: Mailed) -> None:
    assert mailed.send(parcel()) == Outcome("sent")
    letter = email.message_from_bytes(post.letters[0], policy=email.policy.default)
    assert letter["Message-ID"] == "<abc@kizuna.example.org>"
    assert (letter["To"], letter["Subject"]) == ("ada@example.org", "Té a las cinco")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().splitlines() == parcel().text.splitlines()


def test_one_connection_serves_many_and_outlives_a_hang_up(post: Post, mailed: Mailed) -> None:
    mailed.send(parcel())
    first: Any = mailed._mine.connection
    mailed.send(parcel())
    assert mailed._mine.connection is first
    first.connection.sock.close()
    first.connection.sock = None
    assert mailed.send(parcel()).kind == "sent"
    assert len(post.letters) == 3


@pytest.mark.parametrize(
    ("answer", "kind"), [("550 No such person", "permanent"), ("451 Come back later", "temporary")]
)
def test_a_no_to_the_recipient_is_for_now_or_for_good(
    post: Post, mailed: Mailed, answer: str, kind: str
) -> None:
    post.to_recipient = answer
    outcome = mailed.send(parcel())
    assert (outcome.kind, outcome.error) == (kind, f"SMTPRecipientsRefused {answer[:3]}")


@pytest.mark.parametrize(("answer", "kind"), [("554 Spam", "permanent"), ("452 Disk full", "temporary")])
def test_a_no_to_the_letter_is_for_now_or_for_good(
    post: Post, mailed: Mailed, answer: str, kind: str
) -> None:
    post.to_letter = answer
    outcome = mailed.send(parcel())
    assert (outcome.kind, outcome.error) == (kind, f"SMTPDataError {answer[:3]}")


def test_a_line_that_breaks_after_the_letter_leaves_it_uncertain(post: Post, mailed: Mailed) -> None:
    post.hang_up = True
    outcome = mailed.send(parcel())
    assert outcome.kind == "uncertain"
    assert "ada" not in outcome.error
    post.hang_up = False
    assert mailed.send(parcel()).kind == "sent"
    assert mailed.ask(parcel()).kind == "uncertain"


def test_a_server_that_is_away_is_asked_once_a_run(settings: Any, mailed: Mailed) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
    assert mailed.send(parcel()) == Outcome("temporary", "ConnectionRefusedError", away=True)
    settings.EMAIL_BACKEND = "no.such.Backend"
    assert mailed.send(parcel()).kind == "temporary"


def test_a_header_that_slipped_through_never_leaves(mailed: Mailed) -> None:
    outcome = mailed.send(parcel(subject="Tea\nBcc: all@example.org"))
    assert (outcome.kind, outcome.error) == ("permanent", "BadHeaderError")
    assert not mail.outbox


def test_a_printed_message_is_readable_and_its_link_whole(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert Printed().send(parcel()) == Outcome("sent")
    seen = capsys.readouterr().out
    assert "ada@example.org" in seen
    assert "Té a las cinco" in seen
    assert "https://kizuna.example.org/r/" + "x" * 300 in seen
    assert Printed().ask(parcel()).kind == "uncertain"


def test_a_channel_that_is_not_set_up_says_so() -> None:
    assert Nowhere().send(parcel()).error == "NoGateway"
    assert Nowhere().ask(parcel()).kind == "uncertain"


def test_the_site_chooses_its_ways_out(settings: Any) -> None:
    ways = [Way("e", "email", "console"), Way("c", "console", "console"), Way("s", "sms", "console")]
    http, none = Way("h", "sms", "http", url="http://127.0.0.1:1/"), nowhere("email")
    settings.EMAIL_BACKEND = SMTP
    assert [type(gateway_of(way)) for way in ways] == [Mailed, Printed, Nowhere]
    settings.EMAIL_BACKEND = CONSOLE
    assert {type(gateway_of(way)) for way in ways} == {Printed}
    assert (type(gateway_of(http)), type(gateway_of(none))) == (Posted, Nowhere)


@pytest.mark.django_db
def test_no_gateway_works_inside_a_transaction(mailed: Mailed) -> None:
    assert mailed.send(parcel()).kind == "sent"  # the test case's own block does not count
    with transaction.atomic():
        for gateway in (mailed, Printed()):
            with pytest.raises(InsideTransaction):
                gateway.send(parcel())
        with pytest.raises(InsideTransaction), Exit():
            pass
    assert len(mail.outbox) == 1
