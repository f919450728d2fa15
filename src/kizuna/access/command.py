"""What a room adds to the program `kizuna`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


def no_arguments(parser: ArgumentParser) -> None:
    """For a command that takes none."""


@dataclass(frozen=True)
class Command:
    """One command: `name` is what a person types after `kizuna`, one or two words.

    `run` returns the exit code; it raises Refused with one sentence and a way out.
    """

    name: str
    help: str
    run: Callable[[Namespace], int]
    arguments: Callable[[ArgumentParser], None] = no_arguments
    needs_settings: bool = True
    """False for commands that must work before there is an installation (`init`, `demo`)."""
