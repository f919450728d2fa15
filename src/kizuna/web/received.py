"""What somebody wrote to us, as the page of answers shows it."""

from dataclasses import dataclass

from kizuna.outbox.heard import Received
from kizuna.people.profile import AccountValue


@dataclass(frozen=True)
class Answer:
    """A message with who wrote it, where that may be seen: a name, else nothing."""

    said: Received
    person: str = ""
    name: str = ""
    area_name: str = ""
    given_name: str = ""


@dataclass(frozen=True)
class OneAnswer:
    """One of them, with the colleagues to whom it can be passed on."""

    answer: Answer
    colleagues: tuple[AccountValue, ...] = ()
