"""The commands of this room, as `kizuna bonds …` finds them."""

from kizuna.access.command import Command
from kizuna.bonds.commands.lists import measure, measure_arguments, phone_tree, tree_arguments
from kizuna.bonds.commands.site import read_in, read_in_arguments, write_out, write_out_arguments

COMMANDS = (
    Command(
        "bonds measure",
        "Measure the ties of a list: circles, isolation, bridges, cut-points, communities.",
        measure,
        measure_arguments,
        needs_settings=False,
    ),
    Command(
        "bonds phone-tree",
        "Say who rings whom: a few callers for everybody over known ties, and how many hear it.",
        phone_tree,
        tree_arguments,
        needs_settings=False,
    ),
    Command(
        "bonds export",
        "Write the ties of an area: CSV or GraphML, people as ids.",
        write_out,
        write_out_arguments,
    ),
    Command("bonds import", "Read ties of people of this site, by their ids.", read_in, read_in_arguments),
)
