"""The house as data. ROOMS: the order, cellar first. LAYERS: what each kind of file may import."""

ROOMS = (
    "access",
    "work",
    "outbox",
    "frame",
    "ledger",
    "places",
    "people",
    "instruments",
    "directory",
    "screening",
    "activities",
    "signposting",
    "referrals",
    "bonds",
    "voice",
    "exchange",
    "web",
)
CELLAR = ROOMS[:5]

# kind of file: (what it may use of its own room, what it may use of the rooms below).
# A file of any other name is "pure": values in, values out.
LAYERS = {
    "pure": ("pure", "pure"),
    "fields": ("pure", "pure fields"),
    "models": ("pure fields", "pure fields models"),
    "queries": ("pure fields models files index", "pure models queries"),
    "actions": ("pure fields models queries", "pure models queries actions"),
    "gateways": ("pure", "pure gateways"),
    "adapters": ("pure queries actions forms", "pure queries actions"),
    "tasks": ("pure queries actions gateways files index", "pure queries actions"),
    "files": ("pure models", "pure"),
    "index": ("pure models", "pure"),
    "forms": ("pure", "pure forms"),
    "views": ("pure queries actions forms files", "pure queries actions"),
    "api": ("pure queries actions forms files", "pure queries actions"),
    "commands": ("pure queries actions gateways files index", "pure queries actions"),
    "middleware": ("pure queries actions", "pure queries actions"),
    "checks": ("pure queries", "pure queries"),
    "templatetags": ("pure", "pure"),
    "urls": ("views api", "views api"),
    "settings": ("pure files", "pure"),
    "wsgi": ("", ""),
    "apps": ("", ""),
}

# Folders of templates that stand in for a library's own.
REPLACED_TEMPLATES = frozenset({"allauth", "account", "mfa"})
