"""What the resident of the demo town wants to do for themselves."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Small:
    """One small thing: `after_days` until it is due; `state` is how far it is."""

    kind: str
    text: str
    after_days: int
    state: str = "ready"
    answer: str = ""


SMALL = (
    Small("make-contact", "Ring the library and ask when the reading circle meets", 6),
    Small("review-material", "Read the page about sleeping better", 10, "in-progress"),
    Small(
        "general-information",
        "Which day suits you for the bus training?",
        -4,
        "completed",
        "Tuesdays, after ten.",
    ),
)
