"""The files of a site: its settings, and who can read them."""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path


def write_settings(file: Path, values: Mapping[str, str]) -> None:
    """Write KEY='value' lines that only the owner can read; the whole file or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write("# Kizuna. The list of settings is in docs/settings.md.\n")
        for key, value in values.items():
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            out.write(f"{key}='{escaped}'\n")
    part.replace(file)


def open_to_others(files: Iterable[Path]) -> list[Path]:
    """Those of these files that other users of this machine can read or change; missing ones are left out."""
    if os.name != "posix":
        return []
    return [file for file in files if file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o077]
