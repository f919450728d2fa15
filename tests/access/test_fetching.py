"""A server that fetches for others is not led to itself, its neighbours or the cloud's own addresses."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access import gateways
from kizuna.access.destination import parts, public
from kizuna.access.gateways import InsideTransaction, fetch, post
from kizuna.access.viewer import Refused

INSIDE = """
127.0.0.1 127.9.9.9 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200
192.0.2.1 198.18.0.1 224.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1
fec0::1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 2002:7f00:1:: 64:ff9b::a9fe:a9fe not-an-address
""".split()  # noqa: SIM905


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"]
)
def test_an_address_of_the_internet_is(address: str) -> None:
    assert public(address)


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_no_private_address_is_public(address: Any) -> None:
    assert not public(str(address))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://x/", "ftp://example.org/", "http://", "//example.org", "javascript:1",
        "http://user:pass@example.org/", "http://example.org:22/", "http://example.org:99999/",
        "http://exa mple.org/", "http://example.org/\r\nHost: x", "http://example.org\\@127.0.0.1/", "http://[::1",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        parts(url)


def names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Names are looked up here: each look-up gives the next answer. Returns the hosts that were asked."""
    asked: list[str] = []
    left = list(answers)

    def getaddrinfo(host: str, port: int, *more: Any, **named: Any) -> list[Any]:
        asked.append(host)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]

    monkeypatch.setattr(gateways.socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("found", [["127.0.0.1"], ["169.254.169.254"], ["93.184.216.34", "10.0.0.1"], []])
def test_a_name_that_leads_inside_is_not_called(monkeypatch: pytest.MonkeyPatch, found: list[str]) -> None:
    names(monkeypatch, found)
    with pytest.raises(Refused, match="open internet"):
        fetch("https://innocent.example/")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/"]
)
def test_a_number_that_leads_inside_is_not_called(url: str) -> None:
    with pytest.raises(Refused):
        fetch(url)


class Somewhere(BaseHTTPRequestHandler):
    """A server of the outside, on loopback."""

    def do_GET(self) -> None:
        self.server.hosts.append(self.headers["Host"])  # type: ignore[attr-defined]
        path = self.path
        status, headers, body = 200, {"Content-Type": "text/csv"}, b"a,b\n1,2\n"
        if path.startswith("/to/"):
            status, headers = 302, {"Location": path.removeprefix("/to/")}
        if path == "/round":
            status, headers = 302, {"Location": "/round"}
        if path == "/large":
            body = b"x" * (2 * 1024 * 1024)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: Any) -> None:
        return None


@pytest.fixture
def somewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The public address 93.184.216.34 is this server; the calls that were made stand in `calls`."""
    server = HTTPServer(("127.0.0.1", 0), Somewhere)
    server.hosts, server.calls = [], []  # type: ignore[attr-defined]

    def connected(address: str, port: int, seconds: float) -> socket.socket:
        server.calls.append(address)  # type: ignore[attr-defined]
        line = socket.socket()
        line.settimeout(seconds)
        line.connect(("127.0.0.1", server.server_port))
        return line

    monkeypatch.setattr(gateways, "_connected", connected)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_file_is_fetched_from_the_address_that_was_looked_at(
    somewhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = names(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    found = fetch("http://data.example/file")
    assert (found.status, found.data, found.content_type) == (200, b"a,b\n1,2\n", "text/csv")
    assert (asked, somewhere.calls, somewhere.hosts) == (
        ["data.example"],
        ["93.184.216.34"],
        ["data.example"],
    )


def test_a_redirect_inside_is_not_followed(somewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, ["93.184.216.34"], ["169.254.169.254"])
    with pytest.raises(Refused, match="open internet"):
        fetch("http://data.example/to/http://metadata.example/latest")
    assert len(somewhere.calls) == 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://u:p@x.example/", "http://x.example:22/"])
def test_a_redirect_to_something_else_is_not_followed(
    somewhere: Any, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    names(monkeypatch, ["93.184.216.34"])
    with pytest.raises(Refused):
        fetch(f"http://data.example/to/{target}")


def test_a_name_that_changes_between_two_calls_leads_nowhere(
    somewhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    with pytest.raises(Refused, match="open internet"):
        fetch("http://data.example/to/http://data.example/again")


def test_redirects_end(somewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, ["93.184.216.34"])
    with pytest.raises(Refused, match="on and on"):
        fetch("http://data.example/round")
    assert len(somewhere.calls) == gateways.REDIRECTS + 1


def test_size_and_time_are_limited(somewhere: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, ["93.184.216.34"])
    with pytest.raises(Refused, match="larger than 1 MB"):
        fetch("http://data.example/large", most_bytes=1024 * 1024)
    with pytest.raises(TimeoutError):
        fetch("http://data.example/file", seconds=0)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_fetched_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(InsideTransaction):
        fetch("https://data.example/")


def test_what_is_sent_goes_to_the_address_that_was_looked_at(
    somewhere: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    assert post("http://data.example/news", b"{}", headers={"X-Word": "1"}).status == 501  # it only gives
    assert somewhere.calls == ["93.184.216.34"]


@pytest.mark.parametrize("found", [["127.0.0.1"], ["169.254.169.254"], ["10.0.0.1"]])
def test_nothing_is_sent_inside(monkeypatch: pytest.MonkeyPatch, found: list[str]) -> None:
    names(monkeypatch, found)
    with pytest.raises(Refused, match="open internet"):
        post("https://innocent.example/", b"{}", headers={})


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(InsideTransaction):
        post("https://data.example/", b"{}", headers={})
