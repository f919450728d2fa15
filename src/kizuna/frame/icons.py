"""The icons: a 24 grid, round strokes, no fill; `b` marks the stroke of the second cord."""

ICONS: dict[str, str] = {
    # needs
    "company": (
        '<circle cx="8" cy="8.5" r="3"/>'
        '<path d="M2.5 19.5a5.5 5.5 0 0 1 11 0"/>'
        '<path class="b" d="M15 5.7a3 3 0 0 1 0 5.6M16.8 14.6a5.5 5.5 0 0 1 4.7 4.9"/>'
    ),
    "mood": (
        '<path d="M12 20C6 15.8 3.5 12.8 3.5 9.3A4.3 4.3 0 0 1 12 7.7a4.3 4.3 0 0 1 8.5 1.6C20.5 12.8 18 '
        '15.8 12 20z"/>'
        '<path class="b" d="M8.5 11.5a4.2 4.2 0 0 0 7 0"/>'
    ),
    "food": (
        '<path d="M3.5 12.5h17a8.5 8.5 0 0 1-5 7.5h-7a8.5 8.5 0 0 1-5-7.5z"/>'
        '<path class="b" d="M9.5 9.5c-1.6-1.7 1.6-3.3 0-5M14.5 9.5c-1.6-1.7 1.6-3.3 0-5"/>'
    ),
    "money": (
        '<path d="M17 8V4.5L5.2 7A2.2 2.2 0 0 0 3.5 9.2v8.6A2.2 2.2 0 0 0 5.7 20h12.6a2.2 2.2 0 0 0 '
        '2.2-2.2V8h-14"/>'
        '<path class="b" d="M20.5 12H17a2 2 0 0 0 0 4h3.5"/>'
    ),
    "home": ('<path d="M3 11.5 12 4l9 7.5M5.5 9.8V20h13V9.8"/><path class="b" d="M9.8 20v-5.2h4.4V20"/>'),
    "health": (
        '<path d="M9.2 3.5h5.6v5.7h5.7v5.6h-5.7v5.7H9.2v-5.7H3.5V9.2h5.7z"/>'
        '<path class="b" d="M12 10v4M10 12h4"/>'
    ),
    "moving": (
        '<circle cx="13.5" cy="4.5" r="1.8"/>'
        '<path d="m6.5 20.5 3.2-4.3M17 20.5l-2.3-5-3.2-2.3 1.2-4.7-3.9 1.3-1.8 3"/>'
        '<path class="b" d="m12.7 8.5 2.6 2.7 3.2.6"/>'
    ),
    "new": (
        '<path d="M12 3v18M9.5 21h5"/>'
        '<path d="M12 12H6.2L3.8 14.3l2.4 2.2H12"/>'
        '<path class="b" d="M12 5.5h5.8l2.4 2.2-2.4 2.3H12"/>'
    ),
    "caring": (
        '<path d="M3 14.5h3.5L9 13h4.2a1.6 1.6 0 0 1 0 3.2H10"/>'
        '<path d="m14.5 15.8 4-2.2a1.6 1.6 0 0 1 1.8 2.7L14.5 20H3"/>'
        '<path class="b" d="M12 9.8C9.7 8.2 8.7 7 8.7 5.6A1.8 1.8 0 0 1 12 4.8a1.8 1.8 0 0 1 3.3.8C15.3 '
        '7 14.3 8.2 12 9.8z"/>'
    ),
    "practical": (
        '<path d="M14.8 6.2a4.3 4.3 0 0 1 5.4 5.3l-3-.8-1.7-1.7z"/>'
        '<path d="M14.5 9.5 5 19a2 2 0 0 1-2.4-2.4l9.9-9.3"/>'
        '<path class="b" d="m4.5 4.5 4 4M15 15l4.5 4.5"/>'
    ),
    "learning": (
        '<path d="M12 6.5C9.8 4.8 6.8 4.3 3.5 4.5v13.6c3.3-.2 6.3.3 8.5 1.9 2.2-1.6 5.2-2.1 '
        '8.5-1.9V4.5c-3.3-.2-6.3.3-8.5 2z"/>'
        '<path class="b" d="M12 6.5V20"/>'
    ),
    "safety": (
        '<path d="m12 3.5 7.5 2.7v5.3c0 4.3-2.8 7.2-7.5 9-4.7-1.8-7.5-4.7-7.5-9V6.2z"/>'
        '<path class="b" d="m8.8 11.8 2.4 2.5 4.2-4.8"/>'
    ),
    "disaster": (
        '<path d="M2.5 15.2c2.4-2.2 4.3-2.2 6.3 0s4.2 2.2 6.4 0 4.1-2.2 6.3 0M2.5 20c2.4-2.2 4.3-2.2 6.3 '
        '0s4.2 2.2 6.4 0 4.1-2.2 6.3 0"/>'
        '<path class="b" d="M13 3 9.8 7.2h4.4L11 11.4"/>'
    ),
    # deeds
    "phone": (
        '<path d="M8.8 3.8H5.6A1.9 1.9 0 0 0 3.7 6 16.4 16.4 0 0 0 18 20.3a1.9 1.9 0 0 0 '
        '2.2-1.9v-3.2l-4.4-1.5-1.7 1.7a12.4 12.4 0 0 1-5.5-5.5l1.7-1.7z"/>'
    ),
    "message": ('<path d="M3.8 5h16.4v11.2H11L6.5 20v-3.8H3.8z"/><path class="b" d="M8 10.6h8"/>'),
    "search": ('<circle cx="10.5" cy="10.5" r="6.7"/><path class="b" d="m15.6 15.6 5 5"/>'),
    "clock": ('<circle cx="12" cy="12" r="9"/><path class="b" d="M12 6.8V12l3.4 2.2"/>'),
    "pin": (
        '<path d="M12 21c-4.6-4.1-7-7.7-7-11.1a7 7 0 0 1 14 0c0 3.4-2.4 7-7 11.1z"/>'
        '<circle class="b" cx="12" cy="9.8" r="2.4"/>'
    ),
    "globe": (
        '<circle cx="12" cy="12" r="9"/>'
        '<path d="M3.2 12h17.6M12 3.2c-4.9 5.3-4.9 12.3 0 17.6M12 3.2c4.9 5.3 4.9 12.3 0 17.6"/>'
    ),
    "calendar": (
        '<rect x="3.8" y="5" width="16.4" height="15.2" rx="2.2"/>'
        '<path d="M8.2 3v4M15.8 3v4"/>'
        '<path class="b" d="M3.8 10.4h16.4"/>'
    ),
    "save": '<path d="M6.2 3.8h11.6v16.7L12 16.2l-5.8 4.3z"/>',
    "lock": (
        '<rect x="4.8" y="10.8" width="14.4" height="9.7" rx="2"/><path d="M8 10.8V7.9a4 4 0 0 1 8 0v2.9"/>'
    ),
    "print": (
        '<path d="M7 8.8V3.8h10v5M6.8 16.8H3.8v-8h16.4v8h-3"/><path class="b" d="M6.8 13.8h10.4v6.7H6.8z"/>'
    ),
    "people": (
        '<circle cx="12" cy="7.5" r="3"/>'
        '<path d="M6.5 19.5a5.5 5.5 0 0 1 11 0"/>'
        '<path class="b" d="M5.5 6.3a2.3 2.3 0 0 0 0 4.4M2.5 17.5a4.3 4.3 0 0 1 2-3.6M18.5 6.3a2.3 2.3 0 '
        '0 1 0 4.4M21.5 17.5a4.3 4.3 0 0 0-2-3.6"/>'
    ),
    "leave": '<path d="M10.5 3.8H5v16.4h5.5M15 7.8l4.2 4.2-4.2 4.2M9.5 12h9.5"/>',
    # states
    "check": '<path d="m4.2 12.8 5 5L19.8 6.6"/>',
    "warn": '<path d="M12 3.8 2.7 20h18.6zM12 10v4.6M12 17.3v.1"/>',
    "info": ('<circle cx="12" cy="12" r="9"/><path d="M12 11v5.4M12 7.6v.1"/>'),
    "wait": '<path d="M6.8 3.2h10.4M6.8 20.8h10.4M8 3.2v3.6l4 5.2 4-5.2V3.2M8 20.8v-3.6l4-5.2 4 5.2v3.6"/>',
    "question": (
        '<circle cx="12" cy="12" r="9"/>'
        '<path d="M9.4 9.7a2.6 2.6 0 1 1 3.9 2.2c-.9.5-1.3 1-1.3 1.9M12 16.9v.1"/>'
    ),
    # ways
    "right": '<path d="M4.5 12h15M13.5 6l6 6-6 6"/>',
    "left": '<path d="M19.5 12h-15M10.5 6l-6 6 6 6"/>',
    "up": '<path d="M12 19.5v-15M6 10.5l6-6 6 6"/>',
    "down": '<path d="M12 4.5v15M6 13.5l6 6 6-6"/>',
    "knot": (
        '<path d="M2.5 9.5h5c4 0 4.5-4 8-4a6.5 6.5 0 0 1 0 13c-3.5 0-4-4-8-4h-5"/>'
        '<path class="b" d="M21.5 9.5h-3.2M14.6 9.5c-2.5-.7-3.3-4-6.1-4A6.4 6.4 0 0 0 2.7 8M2.7 16a6.4 '
        '6.4 0 0 0 5.8 2.5c2.8 0 3.6-3.3 6.1-4M21.5 14.5h-3.2"/>'
    ),
}
# Arrows and doors point along the line of reading, so they turn with it.
TURNS = frozenset({"right", "left", "leave"})


def drawing(name: str, extra: str = "") -> str:
    """The icon as SVG text, hidden from screen readers; raises KeyError for a name that is not drawn."""
    turns = " flip" if name in TURNS else ""
    classes = f"i{turns}{' ' + extra if extra else ''}"
    return (
        f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{ICONS[name]}</svg>'
    )
