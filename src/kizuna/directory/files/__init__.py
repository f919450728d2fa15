from kizuna.directory.files.packages import (
    LARGEST_UPLOAD,
    LONGEST_FIELD,
    Loaded,
    load,
    load_sent,
    save_table,
    write_table,
)
from kizuna.directory.files.press import pressed, pressed_by

__all__ = [
    "LARGEST_UPLOAD",
    "LONGEST_FIELD",
    "Loaded",
    "load",
    "load_sent",
    "pressed",
    "pressed_by",
    "save_table",
    "write_table",
]
