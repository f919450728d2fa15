"""The settings file of a site."""

import os
from collections.abc import Mapping
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
