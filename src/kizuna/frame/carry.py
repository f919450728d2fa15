"""What a page that was made from a form needs to be made again: in another language, or in easier text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Carry:
    """The address and the fields that bring the page back when they are posted; nothing is done twice."""

    url: str
    fields: tuple[tuple[str, str], ...]
