"""The site's own file of how its providers want to be told, read once."""

import tomllib
from pathlib import Path

from kizuna.outbox.formats import Format, WrongFormat, read
from kizuna.web.setting_text import WrongSetting


def formats_in(path: str) -> dict[str, Format]:
    """Formats by name; none without a file. Raises WrongSetting with one sentence."""
    if not path:
        return {}
    try:
        return read(tomllib.loads(Path(path).read_text("utf-8")))
    except (OSError, ValueError, WrongFormat) as wrong:
        raise WrongSetting(f"KIZUNA_FORMATS_FILE, {path}: {wrong}") from None
