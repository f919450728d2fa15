"""Crisis numbers of the invented town, in every language of the demo."""

from datetime import date, timedelta

from kizuna.places.crisis import CrisisDraft


def numbers(today: date) -> tuple[CrisisDraft, ...]:
    """A line to ring, one to text, and the emergency number: numbers that belong to nobody."""
    reviewed, again = today - timedelta(days=20), today + timedelta(days=160)
    return (
        CrisisDraft(
            "call",
            "555 0111",
            {
                "en": "Linden Bay Listening Line",
                "es": "Línea de escucha de Linden Bay",
                "ar": "خط الإصغاء في ليندن باي",
            },
            reviewed,
            again,
            {"en": "Free, day and night.", "es": "Gratis, de día y de noche.", "ar": "مجاني، ليلًا ونهارًا."},
        ),
        CrisisDraft(
            "text",
            "555 0112",
            {
                "en": "Listening Line by text",
                "es": "Línea de escucha por mensaje",
                "ar": "خط الإصغاء بالرسائل",
            },
            reviewed,
            again,
            {
                "en": "If you would rather not speak.",
                "es": "Si prefiere no hablar.",
                "ar": "إن كنت تفضّل ألا تتكلم.",
            },
        ),
        CrisisDraft(
            "emergency",
            "555",
            {"en": "Emergency", "es": "Emergencias", "ar": "الطوارئ"},
            reviewed,
            again,
            {
                "en": "If you are in danger right now, or someone is hurt.",
                "es": "Si está en peligro ahora, o hay alguien herido.",
                "ar": "إن كنت في خطر الآن، أو كان أحد مصابًا.",
            },
        ),
    )
