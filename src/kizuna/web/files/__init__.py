from kizuna.web.files.backups import (
    backups_in,
    clear_remains,
    file_name,
    keep_anchors,
    newest_backup,
    read_backup,
    remove_backups,
    room_in,
    write_backup,
)
from kizuna.web.files.formats import formats_in
from kizuna.web.files.keys import KeySource, open_to_others, write_settings
from kizuna.web.files.organisations import organisations_in

__all__ = [
    "KeySource",
    "backups_in",
    "clear_remains",
    "file_name",
    "formats_in",
    "keep_anchors",
    "newest_backup",
    "open_to_others",
    "organisations_in",
    "read_backup",
    "remove_backups",
    "room_in",
    "write_backup",
    "write_settings",
]
