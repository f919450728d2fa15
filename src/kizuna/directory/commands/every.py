"""Everything that `kizuna directory` does."""

from kizuna.directory.commands import duplicates, exports, imports, searches

COMMANDS = (imports.COMMAND, exports.COMMAND, searches.COMMAND, duplicates.COMMAND)
