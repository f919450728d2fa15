"""What is kept of who knows whom, and for how long."""

from kizuna.access.keeping import YEAR, Kind
from kizuna.access.wording import N_

KINDS = (
    Kind(
        code="bonds.answers",
        what=N_("Whom you named when you were asked who is around you."),
        days=2 * YEAR,
        since=N_("the day you were asked"),
        why=N_("So that help reaches those who are alone, and word gets round."),
        who=N_(
            "You. The link worker if you let link workers help you. Everybody else sees only counts of many."
        ),
        tables=("bonds.Answer", "bonds.Tie"),
    ),
    Kind(
        code="bonds.trees",
        what=N_("Whom you ring, and who rings you, when word must get round."),
        days=YEAR,
        since=N_("the day the phone tree was made"),
        why=N_("So that a warning reaches everybody who agreed."),
        who=N_("The coordinator, and those whom you ring."),
        tables=("bonds.PhoneTree", "bonds.Call"),
    ),
)
