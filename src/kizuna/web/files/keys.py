"""The settings file and the keys in it, and who can read them."""

import os
import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from kizuna.web.environment import secret_keys
from kizuna.web.setting_text import WrongSetting

_KEYS_LINE = re.compile(r"(?m)^(export )?KIZUNA_SECRET_KEYS=.*$")


@dataclass(frozen=True)
class KeySource:
    """The file in which this site's keys stand: the settings file, or one of their own (`own`)."""

    file: Path
    own: bool

    @classmethod
    def found(
        cls, settings: Mapping[str, str], settings_file: Path, *, in_environment: bool
    ) -> "KeySource | None":
        """The file that holds the keys; None where they come from the environment."""
        if named := settings.get("KIZUNA_SECRET_KEYS_FILE"):
            return cls(Path(named), own=True)
        return None if in_environment or not settings_file.is_file() else cls(settings_file, own=False)

    def stamp(self) -> tuple[int, int, int]:
        """What differs after every change; raises OSError when the file is not there."""
        about = self.file.stat()
        return about.st_mtime_ns, about.st_ino, about.st_size

    def text(self) -> str:
        """The keys as they stand there; raises WrongSetting when others can read a file of keys."""
        if not self.own:
            return dotenv_values(self.file).get("KIZUNA_SECRET_KEYS") or ""
        if open_to_others([self.file]):
            raise WrongSetting(
                f"Others can read {self.file}, which opens every record: chmod 600 {self.file}"
            )
        try:
            return self.file.read_text(encoding="utf-8")
        except OSError as wrong:
            raise WrongSetting(
                f"KIZUNA_SECRET_KEYS_FILE: {self.file} cannot be read: {wrong.strerror}."
            ) from None

    def keys(self) -> tuple[str, ...]:
        """The keys, newest first; raises WrongSetting when they are none."""
        return secret_keys(self.text())

    def write(self, keys: Sequence[str]) -> None:
        """Put these keys there, newest first: the whole file at once, and on the disk before it counts."""
        if self.own:
            _replace(self.file, "\n".join(keys) + "\n")
            return
        line = f"KIZUNA_SECRET_KEYS='{','.join(keys)}'"
        before = self.file.read_text(encoding="utf-8")
        after, changed = _KEYS_LINE.subn(lambda found: line, before)
        _replace(self.file, after if changed else f"{before.rstrip()}\n{line}\n")


def _replace(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


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
