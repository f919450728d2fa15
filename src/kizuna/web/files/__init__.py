from kizuna.web.files.backups import (
    backups_in,
    clear_remains,
    file_name,
    keep_anchors,
    read_backup,
    remove_backups,
    write_backup,
)
from kizuna.web.files.keys import KeySource, open_to_others, write_settings
from kizuna.web.files.organisations import organisations_in

__all__ = [
    "KeySource",
    "backups_in",
    "clear_remains",
    "file_name",
    "keep_anchors",
    "open_to_others",
    "organisations_in",
    "read_backup",
    "remove_backups",
    "write_backup",
    "write_settings",
]
