"""E-mail that comes in: fetched without loss, read for what a human wrote, machines told from people."""

import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.outbox import actions, tasks
from kizuna.outbox.letter import opened
from kizuna.outbox.mailbox import mailbox
from kizuna.outbox.models import FailedAddress, Message, Reply
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PLAIN = """From: Ada Lovelace <Ada@example.org>
To: hello@kizuna.example
Subject: =?utf-8?q?T=C3=A9?=
Message-ID: <{id}@mail.example.org>
Content-Type: text/plain; charset=utf-8
{more}
{text}
"""


def letter(text: str = "Yes, I come", more: str = "", id: str = "1") -> bytes:
    lines = PLAIN.format(text=text, more=more + "\n" if more else "", id=id)
    return lines.replace("\n", "\r\n").encode()


def test_what_somebody_wrote_is_told_from_what_they_quoted():
    quoted = "I come\n\nOn Mon, 1 Jun 2026 at 10:00, Kizuna <us@kizuna.example> wrote:\n> Reply STOP"
    found = opened(letter(quoted))
    assert (found.address, found.subject, found.text) == ("Ada@example.org", "Té", "I come")
    assert (found.reference, found.automatic, found.bounced) == ("1@mail.example.org", False, "")


def test_a_page_is_read_as_words():
    raw = letter("<style>p{}</style><p>Please stop<br>Ada</p>").replace(b"text/plain", b"text/html")
    assert opened(raw).text == "Please stop\nAda"


@pytest.mark.parametrize(
    "more",
    ["Auto-Submitted: auto-replied", "Precedence: bulk", "List-Id: <x.example.org>", "X-Autoreply: yes",
     "Return-Path: <>"],
)  # fmt: skip
def test_a_machine_is_known_by_its_marks(more: str):
    assert opened(letter(more=more)).automatic
    assert not opened(letter(more="Auto-Submitted: no")).automatic


@pytest.mark.parametrize(
    "subject", ["Out of office", "Automatic reply: tea", "Respuesta automática", "رد تلقائي"]
)
def test_a_machine_is_known_by_its_subject(subject: str):
    raw = PLAIN.format(text="x", more="", id="1").replace("=?utf-8?q?T=C3=A9?=", subject).encode()
    assert opened(raw).automatic


@given(st.binary(max_size=400))
def test_whatever_comes_is_kept(raw: bytes):
    assert opened(raw).reference


REPORT = """From: MAILER-DAEMON@mx.example.org
Subject: Undelivered
Message-ID: <dsn@mx.example.org>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It failed.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ada@example.org
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Message-ID: <{reference}>
Subject: Tea

--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "state"), [("failed", "5.1.1", "failed"), ("delayed", "4.2.2", "sent")]
)
def test_a_bounce_marks_its_message_and_address(action: str, status: str, state: str):
    actions.send(key="k", address="ada@example.org", subject="Tea", text="At five", now=NOW)
    Message.objects.update(status="sent", next_try=None)
    reference = Message.objects.get().reference
    raw = REPORT.format(action=action, status=status, reference=reference).encode()
    assert actions.receive_letter(raw=raw, now=NOW)
    assert not actions.receive_letter(raw=raw, now=NOW)
    assert Message.objects.get().status == state
    assert FailedAddress.objects.exists() == (state == "failed")
    assert Reply.objects.get().kind == "auto"


class Imap(socketserver.StreamRequestHandler):
    """As much of IMAP as fetching needs."""

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _, rest = line.decode().strip().partition(" ")
            word = rest.split(" ")[0].upper()
            self._answer(tag, word, rest)
            if word == "LOGOUT":
                return

    def _answer(self, tag: str, word: str, rest: str) -> None:
        box: dict[str, Any] = self.server.box  # type: ignore[attr-defined]
        if word == "CAPABILITY":
            self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif word == "LOGIN" and "wrong" in rest:
            self.wfile.write(f"{tag} NO no\r\n".encode())
            return
        elif word == "SELECT":
            self.wfile.write(f"* {len(box['letters'])} EXISTS\r\n".encode())
        elif "SEARCH" in rest:
            new = [uid for uid in box["letters"] if uid not in box["seen"]]
            self.wfile.write(f"* SEARCH {' '.join(new)}\r\n".encode())
        elif "FETCH" in rest:
            uid = rest.split(" ")[2]
            raw = box["letters"][uid]
            self.wfile.write(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        elif "STORE" in rest:
            box["seen"].add(rest.split(" ")[2])
        self.wfile.write(f"{tag} OK done\r\n".encode())


@pytest.fixture
def box(settings: Any) -> Iterator[dict[str, Any]]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Imap) as server:
        server.box = {"letters": {}, "seen": set()}  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.MAILBOX = mailbox(f"imap://us:secret@127.0.0.1:{server.server_address[1]}")
        yield server.box  # type: ignore[attr-defined]
        server.shutdown()


def test_letters_are_fetched_kept_and_then_marked(box: dict[str, Any]):
    box["letters"] = {"1": letter(), "2": letter("STOP", id="2"), "3": b"\xff\x00 nothing anybody reads"}
    tasks.fetch_letters.call(key="k")
    assert box["seen"] == {"1", "2", "3"}
    assert sorted(Reply.objects.values_list("kind", flat=True)) == ["message", "message", "stop"]


def test_one_that_was_kept_but_not_marked_is_kept_once(box: dict[str, Any]):
    box["letters"] = {"1": letter()}
    tasks.fetch_letters.call(key="k")
    box["seen"].clear()
    tasks.fetch_letters.call(key="k")
    assert Reply.objects.count() == 1
    assert box["seen"] == {"1"}


def test_one_that_could_not_be_kept_is_not_marked(box: dict[str, Any], monkeypatch: Any):
    box["letters"] = {"1": letter()}

    def breaks(**_: Any) -> bool:
        raise RuntimeError

    monkeypatch.setattr(actions, "receive_letter", breaks)
    with pytest.raises(RuntimeError):
        tasks.fetch_letters.call(key="k")
    assert not box["seen"]


def test_without_a_mailbox_nothing_is_fetched(settings: Any):
    settings.MAILBOX = None
    tasks.fetch_letters.call(key="k")
    assert not Reply.objects.exists()


def test_where_letters_are_fetched_from():
    found = mailbox("imaps://us%40here:p%3Aw@mail.example.org/Answers")
    assert found is not None
    assert (found.user, found.password, found.folder, found.port) == ("us@here", "p:w", "Answers", 993)
    assert "p:w" not in repr(found)
    assert mailbox("") is None
    for wrong in ("pop://a:b@c", "imaps://host", 'imaps://a:b@c/IN"BOX'):
        with pytest.raises(ValueError, match=":"):
            mailbox(wrong)
