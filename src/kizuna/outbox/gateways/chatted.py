"""Everything that `apprise` can reach: chat services, pagers, home servers. An extra: `kizuna[chat]`."""

from typing import Any
from urllib.parse import quote

from kizuna.outbox.gateways.guard import outside
from kizuna.outbox.message import Outcome, Parcel
from kizuna.outbox.ways import Way


class Chatted:
    """One service of apprise. Its address comes from the site; only {to} in it is the reader's own name."""

    name = "chat"

    def __init__(self, way: Way) -> None:
        self._way = way

    def _line(self, parcel: Parcel) -> Any:
        """The service with this reader's name in it, which cannot lead elsewhere; None when it is none."""
        import apprise

        address = self._way.url.replace("{to}", quote(parcel.address, safe="@+"))
        return apprise.Apprise.instantiate(address, suppress_exceptions=True)

    def send(self, parcel: Parcel) -> Outcome:
        outside()
        try:
            line = self._line(parcel)
        except ModuleNotFoundError:
            return Outcome("temporary", "AppriseMissing", away=True)
        if line is None:
            return Outcome("permanent", "NoSuchService")
        # It says yes or no. A no may come after the message was taken: nobody knows.
        done = line.notify(body=parcel.text, title=parcel.subject)
        return Outcome("sent") if done else Outcome("uncertain", "NotTaken", away=True)

    def ask(self, parcel: Parcel) -> Outcome:
        return Outcome("uncertain")

    def close(self) -> None:
        return None
