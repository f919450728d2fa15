"""Everything that `kizuna directory` does."""

from kizuna.directory.commands import exports, imports, searches

COMMANDS = (imports.COMMAND, exports.COMMAND, searches.COMMAND)
