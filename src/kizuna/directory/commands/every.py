"""Everything that `kizuna directory` does."""

from kizuna.directory.commands import (
    booklets,
    duplicates,
    exports,
    feeds,
    imports,
    indexing,
    searches,
    translations,
)

COMMANDS = (
    imports.COMMAND,
    exports.COMMAND,
    searches.COMMAND,
    duplicates.COMMAND,
    feeds.COMMAND,
    booklets.COMMAND,
    translations.COMMAND,
    indexing.COMMAND,
)
