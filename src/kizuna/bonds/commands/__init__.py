from kizuna.bonds.commands.program import COMMANDS

__all__ = ["COMMANDS"]
