"""Marks text for translation where Django may not go: pure files."""


def N_(text: str) -> str:
    """The text itself. Templates translate it when they show it: `{% translate need.label %}`."""
    return text
