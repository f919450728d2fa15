from kizuna.directory.commands.every import COMMANDS

__all__ = [
    "COMMANDS",
]
