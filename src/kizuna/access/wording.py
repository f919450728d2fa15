"""Marks text for translation where Django may not go: pure files."""


def N_(text: str) -> str:
    """The text itself. Whoever shows it translates it: `{% translate need.label %}`."""
    return text
