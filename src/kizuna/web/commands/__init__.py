from kizuna.web.commands.program import COMMANDS

__all__ = ["COMMANDS"]
