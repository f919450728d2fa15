"""What every gateway is, and the guard that keeps it out of transactions."""

from typing import Protocol

from django.db import connections

from kizuna.outbox.message import Outcome, Parcel


class InsideTransaction(RuntimeError):
    """A gateway was called inside a transaction: what it does could not be taken back with it."""


def outside() -> None:
    """Raise InsideTransaction in a transaction. The block that a test case opens around itself is not one."""
    for connection in connections.all(initialized_only=True):
        if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
            raise InsideTransaction("A gateway may not be called inside a transaction.")


class Gateway(Protocol):
    """One way out, used by several threads at once.

    `ask` tells what became of a message whose call broke: `temporary` when the provider never saw it,
    `uncertain` when it cannot say.
    """

    name: str

    def send(self, parcel: Parcel) -> Outcome: ...

    def ask(self, parcel: Parcel) -> Outcome: ...

    def close(self) -> None: ...
