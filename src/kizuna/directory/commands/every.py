"""Everything that `kizuna directory` does."""

from kizuna.directory.commands import booklets, duplicates, exports, imports, searches, translations

COMMANDS = (
    imports.COMMAND,
    exports.COMMAND,
    searches.COMMAND,
    duplicates.COMMAND,
    booklets.COMMAND,
    translations.COMMAND,
)
