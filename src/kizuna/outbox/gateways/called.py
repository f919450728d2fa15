"""News for programs, carried to the address that each of them named."""

import threading
import time

from kizuna.access.gateways import post
from kizuna.access.viewer import Refused
from kizuna.outbox.gateways.guard import outside
from kizuna.outbox.hook import headers, means, unpacked
from kizuna.outbox.message import Outcome, Parcel

PATIENCE = 10.0
"""Seconds until an answer that does not come counts as none."""


class Called:
    """Calls web addresses of the open internet. One that does not answer is left alone for this run."""

    name = "webhook"

    def __init__(self) -> None:
        self._silent: set[str] = set()
        self._lock = threading.Lock()

    def send(self, parcel: Parcel) -> Outcome:
        """The receiver knows each call by its id, so one whose answer was lost is simply made again."""
        outside()
        with self._lock:
            if parcel.address in self._silent:
                return Outcome("temporary", "Silent")
        secret, body = unpacked(parcel.text)
        said = headers(secret, parcel.reference, int(time.time()), body)
        try:
            status = post(parcel.address, body.encode(), headers=said, seconds=PATIENCE).status
        except (Refused, OSError) as error:
            with self._lock:
                self._silent.add(parcel.address)
            return Outcome("temporary", type(error).__name__)
        return means(status)

    def ask(self, parcel: Parcel) -> Outcome:
        """Nobody has to be asked: the same call made twice is one event for its receiver."""
        return Outcome("temporary", "Again")

    def close(self) -> None:
        return None
