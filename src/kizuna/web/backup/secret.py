"""Which settings travel in a backup: those that open nothing."""

from collections.abc import Mapping
from urllib.parse import urlsplit

SECRET = frozenset({"KIZUNA_SECRET_KEYS", "KIZUNA_SECRET_KEYS_FILE", "DATABASE_URL"})
OF_THE_MACHINE = frozenset(
    {"KIZUNA_HOME", "KIZUNA_SETTINGS", "KIZUNA_BACKUP_FOLDER", "KIZUNA_LEDGER_ANCHORS"}
)


def open_settings(settings: Mapping[str, str | None]) -> dict[str, str]:
    """Those that may be written into a backup: no key, no password, no place on the old machine."""
    return {
        name: value
        for name, value in sorted(settings.items())
        if value is not None and name not in SECRET | OF_THE_MACHINE and not _has_password(value)
    }


def _has_password(value: str) -> bool:
    try:
        return "://" in value and urlsplit(value).password is not None
    except ValueError:
        return True
