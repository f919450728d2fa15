"""A code of conduct: how people of a community want to be with each other. Ours, until one has its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kizuna.access.wording import N_

RULES: tuple[str, ...] = (
    N_("Everybody is welcome, whoever they are and wherever they come from."),
    N_("Be kind. Listen. Let others finish."),
    N_("Ask before you help, before you touch, and before you take a picture."),
    N_("A no is a no, also a quiet one."),
    N_("What you hear here stays here, unless somebody is in danger."),
    N_("No insults, no threats, no hate: not to a face, and not in a message."),
    N_("Nothing is sold here. Nobody is talked into a belief or a party."),
    N_("If something is not right, say so. Nobody is punished for telling."),
)
"""The code of a community that has not written its own."""
LONGEST_RULE, MOST_RULES = 300, 20


@dataclass(frozen=True)
class CodeValue:
    """The code that holds in a community. `own`: it wrote it; `since`: when it did."""

    rules: tuple[str, ...]
    own: bool = False
    language: str = ""
    """The language it stands in; empty: ours, which is translated where it is shown."""
    where: str = ""
    """The name of the area or group whose code it is; empty: ours."""
    since: datetime | None = None


def lines(text: str) -> tuple[str, ...]:
    """Rules that somebody typed, one a line, without the marks people put before them."""
    found = (line.strip().lstrip("-*•·").strip() for line in text.splitlines())
    return tuple(line for line in found if line)


def in_language(texts: Mapping[str, Sequence[str]], spoken: str) -> tuple[str, tuple[str, ...]]:
    """The rules in this language; else in the first one that has some, with its code. Empty: none."""
    for language in (spoken, spoken.partition("-")[0], *texts):
        if texts.get(language):
            return language, tuple(texts[language])
    return "", ()
