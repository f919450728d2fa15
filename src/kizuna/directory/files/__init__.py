from kizuna.directory.files.packages import (
    LARGEST_UPLOAD,
    LONGEST_FIELD,
    Loaded,
    load,
    load_sent,
    save_table,
    write_table,
)
from kizuna.directory.files.press import pressed

__all__ = [
    "LARGEST_UPLOAD",
    "LONGEST_FIELD",
    "Loaded",
    "load",
    "load_sent",
    "pressed",
    "save_table",
    "write_table",
]
