"""A command is a value that the program can build its parser from."""

from argparse import ArgumentParser, Namespace

from kizuna.access.command import Command
from kizuna.access.wording import N_
from kizuna.cli import build_parser


def test_a_command_without_arguments_needs_none() -> None:
    command = Command("boil", "boil water", lambda arguments: 0)
    parser = ArgumentParser()
    command.arguments(parser)
    assert parser.parse_args([]) == Namespace()
    assert command.needs_settings


def test_two_words_make_a_folder_of_commands() -> None:
    def warmth(parser: ArgumentParser) -> None:
        parser.add_argument("--degrees", type=int, default=100)

    parser = build_parser(
        [
            Command("kettle boil", "boil water", lambda arguments: 0, warmth),
            Command("kettle clean", "clean it", lambda arguments: 3),
            Command("cup", "take a cup", lambda arguments: 4, needs_settings=False),
        ]
    )
    boiled = parser.parse_args(["kettle", "boil", "--degrees", "80"])
    assert (boiled.command.name, boiled.degrees) == ("kettle boil", 80)
    assert parser.parse_args(["kettle", "clean"]).command.run(Namespace()) == 3
    assert not parser.parse_args(["cup"]).command.needs_settings


def test_marked_words_stay_as_they_are() -> None:
    assert N_("A link worker") == "A link worker"


def test_a_command_of_three_words_is_typed_as_three_words() -> None:
    def run(options: Namespace) -> int:
        return 0

    names = ("api client add", "api client list", "api head")
    parser = build_parser(Command(name, "Do it.", run) for name in names)
    for name in names:
        assert parser.parse_args(name.split()).command.name == name
