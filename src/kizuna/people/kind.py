"""What kind of person somebody is, for counting: no name, no way to reach them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Kind:
    """The one who stays, where records became one."""

    person: str
    birth_year: int | None = None
    languages: tuple[str, ...] = ()

    def age(self, now: datetime) -> int | None:
        """Age in whole years, known to within one; None when the year of birth is unknown."""
        return None if self.birth_year is None else max(0, now.year - self.birth_year)
