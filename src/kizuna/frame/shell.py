"""What a phone may keep of this site: the shell, the crisis numbers, and pages that someone chose."""

from typing import Any

# Only pages that are the same for everybody may be kept; the worker fetches them without cookies.
KEEPABLE = ("/services/", "/groups/", "/coping/")


def manifest(name: str) -> dict[str, Any]:
    """The web app manifest of a site with this name."""
    return {
        "name": f"Kizuna {name}".strip(),
        "short_name": "Kizuna",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fbf8f2",
        "theme_color": "#fbf8f2",
        "icons": [
            {"src": "/static/frame/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": "/static/frame/icon-512.png", "sizes": "512x512", "type": "image/png"},
            {"src": "/static/frame/icon.svg", "sizes": "any", "type": "image/svg+xml"},
        ],
    }
