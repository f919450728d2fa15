"""The file that says which organisations sign their own people in."""

from pathlib import Path

from kizuna.people.organisation import Organisation, WrongOrganisation, read
from kizuna.web.files.keys import open_to_others
from kizuna.web.setting_text import WrongSetting


def organisations_in(file: str) -> tuple[Organisation, ...]:
    """The organisations of a file, none without one; raises WrongSetting when it cannot be used."""
    if not file:
        return ()
    place = Path(file)
    if open_to_others([place]):
        raise WrongSetting(f"Others can read {place}, which holds a secret: chmod 600 {place}")
    try:
        return read(place.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as wrong:
        raise WrongSetting(f"KIZUNA_OIDC_FILE: {place} cannot be read: {wrong}.") from None
    except WrongOrganisation as wrong:
        raise WrongSetting(f"KIZUNA_OIDC_FILE: {place}: {wrong}") from None
