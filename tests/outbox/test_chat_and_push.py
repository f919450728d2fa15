"""Chat services by apprise, and web push: what each answer means, and where they never lead."""

import base64
import json
import os
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid
from py_vapid.utils import b64urlencode

from kizuna.access.gateways import Fetched
from kizuna.access.viewer import Refused
from kizuna.outbox.address import clean, hint, normal
from kizuna.outbox.gateways import Chatted, Pushed, pushed
from kizuna.outbox.message import Outcome
from kizuna.outbox.ways import way
from tests.outbox.test_posted import parcel


class Chat(HTTPServer):
    """A chat service on loopback: `says` is its next answer."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Heard)
        self.says = 200
        self.heard: list[tuple[str, dict[str, Any]]] = []


class _Heard(BaseHTTPRequestHandler):
    server: Chat

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append((self.path, said))
        self.send_response(self.server.says)
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        return None


@pytest.fixture
def chat() -> Iterator[Chat]:
    server = Chat()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def line(chat: Chat) -> Chatted:
    return Chatted(way(f"apprise:json://127.0.0.1:{chat.server_address[1]}/to/{{to}}?rate=5", "chat", 0))


def test_a_chat_service_hears_the_words_for_this_reader(chat: Chat) -> None:
    ada = parcel(channel="chat", address="@ada", subject="News", text="The hall is open.")
    assert line(chat).send(ada) == Outcome("sent")
    ((path, said),) = chat.heard
    assert path.rstrip("/") == "/to/@ada"
    assert (said["title"], said["message"]) == ("News", "The hall is open.")
    chat.says = 500
    assert line(chat).send(ada).kind == "uncertain"
    assert line(chat).ask(ada).kind == "uncertain"


def test_a_service_that_nobody_knows_is_said(chat: Chat) -> None:
    nobody = Chatted(way("apprise:nosuchthing://{to}", "chat", 0))
    assert nobody.send(parcel(address="ada")) == Outcome("permanent", "NoSuchService")


@pytest.mark.parametrize("name", ["../admin", "a/b", "a?x=1", "a b", "", "a#b", "a%2Fb", "x" * 200])
def test_a_reader_s_name_leads_nowhere_else(name: str) -> None:
    with pytest.raises(Refused):
        clean("chat", name)


def test_without_the_extra_it_waits_and_says_so(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert line(chat).send(parcel(address="ada")) == Outcome("temporary", "AppriseMissing", away=True)
    monkeypatch.setitem(sys.modules, "pywebpush", None)
    assert browser().send(push()) == Outcome("temporary", "PyWebPushMissing", away=True)


def subscription(endpoint: str = "https://push.example.org/abc") -> str:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": b64urlencode(point), "auth": base64.urlsafe_b64encode(os.urandom(16)).decode()}
    return json.dumps({"endpoint": endpoint, "keys": keys})


def browser() -> Pushed:
    key = Vapid()
    key.generate_keys()
    secret = b64urlencode(key.private_key.private_numbers().private_value.to_bytes(32, "big"))
    return Pushed(way(f"push:mailto:ops@example.org?secret={secret}", "push", 0))


def push(address: str = "") -> Any:
    return parcel(channel="push", address=address or subscription(), subject="News", text="The hall is open.")


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (201, Outcome("sent")),
        (410, Outcome("permanent", "HTTP 410", bounce=True)),
        (404, Outcome("permanent", "HTTP 404", bounce=True)),
        (429, Outcome("temporary", "HTTP 429", wait=30.0)),
        (500, Outcome("uncertain", "HTTP 500", away=True)),
        (400, Outcome("permanent", "HTTP 400")),
    ],
)
def test_what_a_push_service_answers(status: int, outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    posted: list[tuple[str, bytes, dict[str, str]]] = []

    def post(url: str, body: bytes, *, headers: dict[str, str]) -> Fetched:
        posted.append((url, body, headers))
        return Fetched(url, status, "", b"")

    monkeypatch.setattr(pushed, "post", post)
    assert browser().send(push()) == outcome
    ((url, body, headers),) = posted
    assert url == "https://push.example.org/abc"
    assert b"hall" not in body  # sealed for that browser alone
    assert headers["Authorization"].startswith("vapid t=")
    assert headers["Urgency"] == "normal"


@pytest.mark.parametrize(
    "endpoint",
    ["https://127.0.0.1/x", "https://10.0.0.1/x", "https://localhost/x", "https://169.254.169.254/x"],
)
def test_a_subscription_that_leads_into_our_own_house_is_never_called(endpoint: str) -> None:
    outcome = browser().send(push(subscription(endpoint)))
    assert outcome == Outcome("permanent", "Refused", bounce=True)


@pytest.mark.parametrize(
    "address", ["x", "{}", '{"endpoint": "http://a", "keys": {"p256dh": "a", "auth": "b"}}']
)
def test_what_is_no_subscription_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        clean("push", address)


def test_a_subscription_is_known_by_its_endpoint_and_never_shown() -> None:
    one, two = subscription(), subscription()
    assert normal("push", one) == normal("push", two)
    assert hint("push", one) == "…"
