"""All gateways of this site, opened when first needed, closed together."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType

from django.conf import settings

from kizuna.outbox.gateways.called import Called
from kizuna.outbox.gateways.chatted import Chatted
from kizuna.outbox.gateways.guard import Gateway, InsideTransaction, outside
from kizuna.outbox.gateways.mailed import Mailed
from kizuna.outbox.gateways.posted import Posted
from kizuna.outbox.gateways.printed import Nowhere, Printed
from kizuna.outbox.gateways.pushed import Pushed
from kizuna.outbox.message import Outcome, Parcel
from kizuna.outbox.ways import LANES, Way, nowhere

PRINTED = "django.core.mail.backends.console.EmailBackend"


def gateway_of(way: Way) -> Gateway:
    """The gateway of a way out."""
    if way.kind == "http":
        return Posted(way, settings.OUTBOX_FORMATS.get(way.format))
    if way.kind == "apprise":
        return Chatted(way)
    if way.kind == "push":
        return Pushed(way)
    if way.kind == "webhook":
        return Called()
    if way.kind != "none" and way.channel == "email" and settings.EMAIL_BACKEND != PRINTED:
        return Mailed(way)
    if way.kind == "console" and (way.channel == "console" or settings.EMAIL_BACKEND == PRINTED):
        return Printed()
    return Nowhere()


class Exit:
    """Carries parcels out, several at a time."""

    def __init__(self) -> None:
        self._open: dict[str, Gateway] = {}
        self._ways = {way.name: way for ways in settings.OUTBOX_WAYS.values() for way in ways}
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> "Exit":
        outside()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown()
        for gateway in self._open.values():
            gateway.close()

    def _way(self, parcel: Parcel) -> Way:
        return self._ways.get(parcel.way) or nowhere(parcel.channel)

    def _gateway(self, way: Way) -> Gateway:
        if way.name not in self._open:
            self._open[way.name] = gateway_of(way)
        return self._open[way.name]

    def carry(self, parcels: Sequence[Parcel]) -> list[Outcome]:
        """What became of each parcel, in their order. An error nobody foresaw leaves its parcel uncertain."""
        outside()
        ways = [self._way(parcel) for parcel in parcels]
        gateways = [self._gateway(way) for way in ways]
        if len(parcels) == 1:
            return [_carry(gateways[0], ways[0], parcels[0])]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(LANES, thread_name_prefix="kizuna-exit")
        return list(self._pool.map(_carry, gateways, ways, parcels))


def _carry(gateway: Gateway, way: Way, parcel: Parcel) -> Outcome:
    try:
        if parcel.doubtful:
            said = gateway.ask(parcel) if way.asks else Outcome("uncertain", "CannotAsk")
            if said.kind == "uncertain" and not parcel.life_safety:
                return said
            if said.kind not in {"uncertain", "temporary"}:
                return said
        return gateway.send(parcel)
    except InsideTransaction:
        raise
    except Exception as error:
        return Outcome("uncertain", type(error).__name__)
