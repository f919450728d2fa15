"""Help among neighbours, as values: what is asked and offered, its kinds, risks, times and states."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from kizuna.access.secrets import open_link, seal_link
from kizuna.access.wording import N_

ASK, OFFER = "ask", "offer"
SIDES: dict[str, str] = {ASK: N_("You ask for help"), OFFER: N_("You offer help")}


@dataclass(frozen=True)
class AidKind:
    """Something that neighbours do for each other. `need`: the need of the directory that it meets."""

    code: str
    label: str
    need: str
    icon: str
    risks: frozenset[str] = frozenset()
    """What always comes with it: only a helper who was checked for that may do it."""
    remote: bool = False
    """Whether it can be done by telephone or on a screen, however far apart two people live."""


KINDS = (
    AidKind("lift", N_("A lift"), "moving.lift", "moving"),
    AidKind("shopping", N_("Shopping"), "practical.shopping", "food"),
    AidKind("company", N_("Company"), "company.visit", "company"),
    AidKind("call", N_("A friendly phone call"), "company.phone", "phone", remote=True),
    AidKind("meal", N_("A warm meal"), "food.meals", "food"),
    AidKind("childcare", N_("Looking after children"), "caring.child", "caring", frozenset({"child"})),
    AidKind("pets", N_("Help with a pet"), "practical.pets", "caring"),
    AidKind("tools", N_("Tools and things to borrow"), "home.things", "practical"),
    AidKind("house", N_("Small jobs at home"), "practical.house", "home"),
    AidKind("letters", N_("Letters and forms"), "practical.letters", "learning"),
    AidKind("computer", N_("Phones and computers"), "practical.computer", "message"),
    AidKind("translation", N_("Translating"), "new.interpreter", "globe", remote=True),
    AidKind("room", N_("A spare room"), "home.shelter", "home"),
    AidKind("medicine", N_("Fetching medicine"), "health.medicine", "health", frozenset({"medicine"})),
    AidKind("money", N_("Bills and the bank"), "money.bills", "money", frozenset({"money"})),
)
BY_KIND = {kind.code: kind for kind in KINDS}
RISKS: dict[str, str] = {
    "child": N_("Be alone with a child"),
    "money": N_("Handle money or a bank card"),
    "medicine": N_("Fetch or give medicine"),
}
"""What somebody may do only after a check."""
NEEDED_CHECK: dict[str, str] = {"child": "children", "money": "record", "medicine": "adults"}
"""Which check of `skills.CHECKS` a risk asks for; it has to be in date."""
TIMES: dict[str, str] = {
    "day": N_("On weekdays, in the daytime"),
    "evening": N_("On weekday evenings"),
    "weekend": N_("At the weekend"),
}
FAR: dict[int, str] = {
    2: N_("In my part of town"),
    8: N_("In the whole town"),
    40: N_("Further away, too"),
}
"""How far somebody goes to help, in kilometres."""
MOST_ROOM = 5
"""To so many people at a time one person can offer help; more wears anybody out."""

STATES: dict[str, str] = {
    "waiting": N_("Somebody looks at it first"),
    "open": N_("We are looking for somebody"),
    "refused": N_("We cannot pass this on"),
    "withdrawn": N_("You took it back"),
    "expired": N_("Its time is over"),
    "done": N_("It is done"),
}
"""How an ask or an offer stands."""
MATCHES: dict[str, str] = {
    "proposed": N_("Do you both agree?"),
    "agreed": N_("You both agreed"),
    "done": N_("It is done"),
    "failed": N_("It did not work"),
    "declined": N_("It does not suit"),
    "lapsed": N_("There was no answer in time"),
    "ended": N_("It was taken back"),
}
"""How it stands between one ask and one offer."""
STANDING = ("waiting", "open")
LIVE = ("proposed", "agreed")
TRIED = ("declined", "lapsed", "failed")
"""After one of these, the same two are not brought together again for this ask."""
LASTS = {ASK: timedelta(days=30), OFFER: timedelta(days=180)}
"""So long an ask or an offer stands when nobody says until when."""
ANSWER_WITHIN = timedelta(days=3)
UNMET_AFTER = timedelta(days=7)
"""An ask that stands open so long without anybody counts as an unmet need."""
PER_PAGE = 10
"""Asks on one page of whoever keeps an area."""
_LINK = "activities.aid"
_EVER = timedelta(days=36_500)


@dataclass(frozen=True)
class NewAid:
    """An ask or an offer to keep. Empty `times` and `languages` mean that nobody said, never "none"."""

    side: str
    kinds: tuple[str, ...]
    name: str
    reach: str
    area: str
    words: str = ""
    times: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    far_km: int = 8
    room: int = 1
    until: datetime | None = None


@dataclass(frozen=True)
class LoadedAid:
    """An ask or an offer that was given elsewhere or invented, for the loader: nobody is told."""

    new: NewAid
    key: UUID
    person: str
    given_at: datetime
    state: str = "open"


@dataclass(frozen=True)
class MatchValue:
    """Somebody on the other side, as one of the two sees them. `reach` is empty until both agreed."""

    id: str
    state: str
    name: str
    kind: str
    words: str
    area: str
    times: tuple[str, ...]
    mine_yes: bool
    theirs_yes: bool
    reach: str = ""

    @property
    def state_text(self) -> str:
        """How it stands, to be translated where it is shown."""
        return MATCHES[self.state]

    @property
    def asked(self) -> bool:
        """Whether the one who looks has still to answer."""
        return self.state == "proposed" and not self.mine_yes


@dataclass(frozen=True)
class AidValue:
    """An ask or an offer as whoever gave it sees it."""

    id: str
    side: str
    kinds: tuple[str, ...]
    state: str
    area: str
    words: str
    times: tuple[str, ...]
    given_at: datetime
    until: datetime
    matches: tuple[MatchValue, ...] = ()
    area_id: str = ""

    @property
    def open(self) -> bool:
        """Whether it can be taken back."""
        return self.state in STANDING

    @property
    def state_text(self) -> str:
        """How it stands, to be translated where it is shown."""
        if self.state == "open" and self.side == OFFER:
            return N_("Your offer stands")
        return STATES[self.state]

    @property
    def labels(self) -> tuple[str, ...]:
        """What it is about, to be translated where it is shown."""
        return tuple(BY_KIND[one].label for one in self.kinds if one in BY_KIND)


@dataclass(frozen=True)
class Reason:
    """One part of how well an offer suits an ask: its points, and why in words to be translated."""

    part: str
    points: int
    text: str
    known: bool = True


@dataclass(frozen=True)
class Suggestion:
    """An offer that suits an ask, for the human who decides."""

    offer: str
    name: str
    area: str
    score: int
    reasons: tuple[Reason, ...]
    words: str = ""


@dataclass(frozen=True)
class AidLine:
    """One ask or offer on the page of whoever keeps an area."""

    id: str
    side: str
    kinds: tuple[str, ...]
    name: str
    words: str
    area: str
    state: str
    given_at: datetime
    until: datetime
    times: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    with_whom: str = ""
    """Whom it is brought together with now; empty for nobody."""
    between: str = ""
    """How it stands between these two."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What it is about, to be translated where it is shown."""
        return tuple(BY_KIND[one].label for one in self.kinds if one in BY_KIND)

    @property
    def risk_texts(self) -> tuple[str, ...]:
        """What only a checked helper may do here, to be translated where it is shown."""
        return tuple(RISKS[one] for one in self.risks)


@dataclass(frozen=True)
class Failure:
    """Something that did not work, as one of the two told it."""

    kind: str
    words: str
    at: datetime
    told_by: str


@dataclass(frozen=True)
class Board:
    """What whoever keeps an area sees first: the asks without anybody, the longest wait first."""

    asks: tuple[AidLine, ...]
    total: int
    """Open asks with nobody yet, on every page."""
    waiting: tuple[AidLine, ...] = ()
    """Asks and offers that nobody has looked at yet."""
    offers: int = 0
    hidden: int = 0
    """Asks and offers of people who must not be found: counted, never shown."""


@dataclass(frozen=True)
class UnderWay:
    """What became of asks: who is asked or agreed, what stays without anybody, what did not work."""

    lines: tuple[AidLine, ...] = ()
    unmet: tuple[tuple[str, int], ...] = ()
    """Kind, and how many asks of it have stood for a week without anybody."""
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True)
class Pair:
    """One ask and the offer that it would get when all are shared out at once."""

    ask: AidLine
    suggestion: Suggestion


@dataclass(frozen=True)
class Together:
    """All open asks shared out over all offers at once; `left`: asks that get nobody."""

    pairs: tuple[Pair, ...] = ()
    left: tuple[AidLine, ...] = field(default=())
    more: int = 0
    """Asks that were not looked at because there are so many; the longest waits come first."""


def risks_of(kind: str, also: Sequence[str] = ()) -> frozenset[str]:
    """What only a checked helper may do in this ask: what its kind brings, and what the asker said."""
    return BY_KIND[kind].risks | frozenset(also)


def opens(id: object) -> str:
    """What the viewer of such a link carries."""
    return f"activities.Aid:{id}"


def aid_token(id: object, keys: Sequence[str], now: datetime) -> str:
    """The key to one's own ask or offer, for a link."""
    return seal_link([str(id)], keys, purpose=_LINK, now=now)


def aid_of(token: str, keys: Sequence[str], now: datetime) -> str:
    """The ask or offer that a link opens; raises BadSeal for one that is not ours."""
    return str(open_link(token, keys, purpose=_LINK, now=now, max_age=_EVER)[0])
