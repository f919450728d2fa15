"""Messages that are printed, for a demo, and those that have no way out."""

import sys

from kizuna.outbox.gateways.guard import outside
from kizuna.outbox.message import Outcome, Parcel


class Printed:
    """Prints messages, for a demo and for trying things out: readable, links in one piece."""

    name = "console"

    def send(self, parcel: Parcel) -> Outcome:
        outside()
        title = f"Message to {parcel.address}"
        lines = ["", f"┌─ {title}", f"│  {parcel.subject}", "│"]
        lines += [f"│  {line}" for line in parcel.text.splitlines()]
        sys.stdout.write("\n".join([*lines, "└─", ""]))
        sys.stdout.flush()
        return Outcome("sent")

    def ask(self, parcel: Parcel) -> Outcome:
        return Outcome("uncertain")

    def close(self) -> None:
        return None


class Nowhere:
    """A channel that this site has not set up."""

    name = "none"

    def send(self, parcel: Parcel) -> Outcome:
        return Outcome("permanent", "NoGateway")

    def ask(self, parcel: Parcel) -> Outcome:
        return Outcome("uncertain")

    def close(self) -> None:
        return None
