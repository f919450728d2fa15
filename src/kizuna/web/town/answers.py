"""How somebody would answer the check-up, given how they are: the hidden state with noise."""

from random import Random

from kizuna.web.town.rows import Resident

Answers = dict[str, str | list[str]]

AGE_BANDS = ((17, "0-17"), (29, "18-29"), (49, "30-49"), (64, "50-64"), (79, "65-79"), (200, "80+"))
SPEND = ("food", "bills", "forms", "rent", "warm", "work", "doctor", "shopping", "computer", "caring")
MATTERS = (
    "",
    "",
    "",
    "My garden",
    "Cooking for others",
    "Being near the sea",
    "My grandchildren",
    "Music",
    "A quiet evening",
    "Being useful",
    "Football",
    "My dog",
    "To laugh again",
    "Reading",
)


def noisy(rng: Random, level: float, spread: float = 0.12) -> float:
    """A level from 0 to 1 as somebody would report it."""
    return min(1.0, max(0.0, rng.gauss(level, spread)))


def step(level: float, values: tuple[str, ...]) -> str:
    """One of the ordered values for a level from 0 to 1, each covering an equal part."""
    return values[min(len(values) - 1, int(level * len(values)))]


def age_band(age: int) -> str:
    """The band of the check-up that holds this age in years."""
    return next(band for top, band in AGE_BANDS if age <= top)


def _people(rng: Random, who: Resident) -> list[str]:
    chances = {
        "family": 0.85 - 0.45 * who.lives_alone,
        "friends": 0.9,
        "neighbours": 0.55,
        "group": 0.45,
        "professional": 0.35,
    }
    found = [code for code, chance in chances.items() if rng.random() < chance * noisy(rng, who.ties)]
    return found or ["nobody"]


def _access(rng: Random, who: Resident, age: int) -> list[str]:
    found = [
        code
        for code, chance in (("steps", 0.75), ("wheelchair", 0.2), ("housebound", 0.12))
        if who.less_mobile and rng.random() < chance
    ]
    found += [
        code for code, chance in (("seeing", 0.05), ("hearing", 0.12)) if age > 70 and rng.random() < chance
    ]
    return found or (["ride"] if rng.random() < 0.2 * who.strain else ["none"])


def _safe(rng: Random, who: Resident) -> list[str]:
    if who.low > 0.72 and rng.random() < 0.14:
        return ["life"]
    if rng.random() < 0.012:
        return ["home"]
    if rng.random() < 0.008:
        return ["other"]
    return ["safe"] if rng.random() < 0.93 else ["not_said"]


def _moving(rng: Random, who: Resident) -> str:
    if who.less_mobile:
        return "cannot" if rng.random() < 0.45 else "rarely"
    return step(noisy(rng, 1 - who.ties * 0.7 - 0.15), ("most_days", "weekly", "rarely"))


def answers(rng: Random, who: Resident, *, year: int, area: str, loss: str = "") -> Answers:
    """The whole check-up as this resident would fill it in; some questions are skipped."""
    age = year - who.birth_year
    practical = [code for code in SPEND if rng.random() < 0.55 * noisy(rng, who.strain)]
    if who.strain > 0.7 and rng.random() < 0.3:
        practical.append("food_today")
    lonely = noisy(rng, 1 - who.ties)
    found: Answers = {
        "lonely": step(lonely, ("never", "sometimes", "often", "always")),
        "upset": _people(rng, who),
        "advice": _people(rng, who),
        "moving": _moving(rng, who),
        "loss": [loss or "none"],
        "living": "alone" if who.lives_alone else rng.choice(("partner", "partner", "others", "children")),
        "age": age_band(age),
        "new": "new" if who.new_here else rng.choice(("some", "long", "long")),
        "place": area,
        "language": list(who.languages),
        "access": _access(rng, who, age),
        "mood": step(noisy(rng, who.low), ("never", "sometimes", "often", "always")),
        "practical": practical or ["none"],
        "safe": _safe(rng, who),
        "matters": rng.choice(MATTERS),
        "reach": [rng.choice(("group", "one", "phone", "visit"))],
    }
    kept = {"safe", "place", "age"}
    return {code: value for code, value in found.items() if value and (code in kept or rng.random() > 0.03)}
