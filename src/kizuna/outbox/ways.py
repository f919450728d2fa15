"""Ways out: which providers a channel has, in which order, how fast and at what price."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit, urlunsplit

LANES = 16
"""So many messages of one way are under way at the same time, at most."""
LINES_OF_A_MAIL_SERVER = 8
"""Connections that a mail server bears from one sender without asking."""
SCHEMES = {
    "email": {
        "console": "console",
        "file": "file",
        "smtp": "smtp",
        "smtp+tls": "smtp",
        "smtp+ssl": "smtp",
    },
    "sms": {"console": "console", "http": "http", "https": "http", "phone": "phone"},
    "voice": {"console": "console", "people": "people"},
    "chat": {"console": "console", "apprise": "apprise"},
    "push": {"console": "console", "push": "push"},
}
PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}
SETTINGS = frozenset({"name", "rate", "burst", "lanes", "cost", "secret", "format", "ask"})
FETCHED = frozenset({"phone", "people"})
"""Kinds whose messages are fetched: by a telephone that asks for work, by a person who makes calls."""
SHORTEST = 16
"""Characters of a secret or a token, at least."""


class WrongWay(ValueError):
    """A way out that cannot be read; the message says which part."""


@dataclass(frozen=True)
class Way:
    """One way out. `rate`: messages a second, 0 for as fast as it goes; `burst`: so many at once.

    `cost`: what one message costs, in ten-thousandths of the site's money.
    """

    name: str
    channel: str
    kind: str
    url: str = field(default="", repr=False)
    host: str = ""
    port: int = 0
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    tls: bool = False
    ssl: bool = False
    folder: str = ""
    rate: float = 0.0
    burst: float = 1.0
    lanes: int = LANES
    cost: int = 0
    secret: str = field(default="", repr=False)
    """Signs receipts; for web push, the key that proves who we are."""
    mute: bool = False
    """It takes messages and cannot be asked about them."""
    format: str = ""
    """How the provider wants to be told, by its name in the site's file of formats."""

    @property
    def fetched(self) -> bool:
        """Whether somebody fetches its messages."""
        return self.kind in FETCHED

    @property
    def asks(self) -> bool:
        """Whether the provider can be asked what became of a message."""
        return self.kind in {"http", "webhook"} and not self.mute


def to_programs() -> Way:
    """The way of news for programs: each goes to an address of its own, so few at a time are enough."""
    return Way("webhook", "webhook", "webhook", lanes=2)


def nowhere(channel: str) -> Way:
    """The way of a channel that this site has not set up."""
    return Way("none", channel, "none")


def _number(said: dict[str, str], name: str, usual: float, least: float, most: float) -> float:
    try:
        found = float(said.get(name, usual))
    except ValueError:
        raise WrongWay(f"{name} must be a number; it is {said[name]!r}.") from None
    if not least <= found <= most:
        raise WrongWay(f"{name} must lie between {least:g} and {most:g}; it is {found:g}.")
    return found


def _said(parts: SplitResult) -> dict[str, str]:
    """The settings of ours that stand in the address's query; the rest of it belongs to the provider."""
    return {name: value for name, value in parse_qsl(parts.query) if name in SETTINGS}


def _rest(parts: SplitResult) -> str:
    """The address without our settings and without the token."""
    query = "&".join(p for p in parts.query.split("&") if p.partition("=")[0] not in SETTINGS)
    place = parts.hostname or ""
    where = f"[{place}]" if ":" in place else place
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, where + port, parts.path, query, ""))


def _address(parts: SplitResult, kind: str) -> str:
    """Where a gateway calls; nothing for a way that has no web address."""
    if kind == "http":
        return _rest(parts)
    if kind in {"apprise", "push"}:
        query = "&".join(p for p in parts.query.split("&") if p and p.partition("=")[0] not in SETTINGS)
        return parts.path + (f"?{query}" if query else "")
    return ""


def _usual_name(parts: SplitResult, kind: str, channel: str, number: int) -> str:
    if kind == "phone":
        return parts.hostname or channel
    return channel if number == 0 else f"{channel}-{number + 1}"


def way(text: str, channel: str, number: int) -> Way:
    """One way out from its address, such as `https://token@host/path?rate=10&cost=75`; raises WrongWay."""
    parts = urlsplit(text)
    kind = SCHEMES[channel].get(parts.scheme, "")
    needs_host, needs_path = kind in {"smtp", "http", "phone"}, kind in {"file", "apprise", "push"}
    if not kind or (needs_host and not parts.hostname) or (needs_path and not parts.path):
        raise WrongWay(f"it may start with {', '.join(SCHEMES[channel])}, with a host or a folder behind it.")
    said = _said(parts)
    rate = _number(said, "rate", 0, 0, 10_000)
    for what, word in (
        ("secret", said.get("secret")),
        ("token", parts.username if kind == "phone" else None),
    ):
        if word is not None and len(word) < SHORTEST:
            raise WrongWay(f"its {what} must have at least {SHORTEST} characters.")
    if kind == "phone" and not parts.username:
        raise WrongWay("a telephone needs a token: phone://TOKEN@name.")
    return Way(
        name=(said.get("name") or _usual_name(parts, kind, channel, number))[:40],
        channel=channel,
        kind=kind,
        url=_address(parts, kind),
        host=parts.hostname or "",
        port=parts.port or PORTS.get(parts.scheme, 0),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtp+tls",
        ssl=parts.scheme == "smtp+ssl",
        folder=parts.path if kind == "file" else "",
        rate=rate,
        burst=_number(said, "burst", max(rate, 1), 1, 10_000),
        lanes=int(_number(said, "lanes", LINES_OF_A_MAIL_SERVER if kind == "smtp" else LANES, 1, LANES)),
        cost=int(_number(said, "cost", 0, 0, 10**9)),
        secret=said.get("secret", ""),
        format=said.get("format", ""),
        mute=said.get("ask") == "no",
    )


def ways(text: str, channel: str) -> tuple[Way, ...]:
    """The ways of a channel in their order, separated by spaces; raises WrongWay."""
    found = tuple(way(word, channel, number) for number, word in enumerate(text.split()))
    if len({one.name for one in found}) < len(found):
        raise WrongWay("two ways have the same name.")
    return found
