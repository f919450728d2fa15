"""Django's settings, from `environment.py`. docs/settings.md lists what a site can set."""

import os
import time
from datetime import timedelta
from pathlib import Path

import dj_database_url
import platformdirs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values

from kizuna.access.keyring import Keyring
from kizuna.access.secrets import LOOK_UP
from kizuna.house import ROOMS
from kizuna.web import environment, setting_text
from kizuna.web.files import KeySource, formats_in, organisations_in
from kizuna.web.setting_text import WrongSetting

HOME = Path(os.environ.get("KIZUNA_HOME") or platformdirs.user_data_dir("kizuna"))
SETTINGS_FILE = Path(os.environ.get("KIZUNA_SETTINGS") or HOME / "kizuna.env")
_written = {k: v for k, v in dotenv_values(SETTINGS_FILE).items() if v is not None}
_found = {**_written, **os.environ}
KEY_SOURCE = KeySource.found(_found, SETTINGS_FILE, in_environment="KIZUNA_SECRET_KEYS" in os.environ)
try:
    setting_text.misspelt(_written, os.environ, environment.NAMES)
    _keys = KEY_SOURCE.text() if KEY_SOURCE else _found.get("KIZUNA_SECRET_KEYS", "")
    SITE = environment.read({**_found, "KIZUNA_SECRET_KEYS": _keys}, f"sqlite:///{HOME / 'kizuna.sqlite3'}")
    ORGANISATION_SIGN_IN = organisations_in(SITE.oidc_file)
    OUTBOX_FORMATS = formats_in(SITE.formats_file)
except WrongSetting as wrong:
    raise ImproperlyConfigured(str(wrong)) from None

DEBUG = False
DEMO = SITE.demo
# The keys follow their file while the site runs; `web.middleware.FreshKeys` hands them to Django.
SECRET_KEYS = (
    Keyring(
        SITE.secret_keys,
        stamp=KEY_SOURCE.stamp,
        load=KEY_SOURCE.keys,
        clock=time.monotonic,
    )
    if KEY_SOURCE
    else SITE.secret_keys
)
SECRET_KEY = SITE.secret_keys[0]
SECRET_KEY_FALLBACKS = [key for key in SITE.secret_keys if not key.startswith(LOOK_UP)]
BASE_URL = SITE.url
SITE_NAME = SITE.site_name
ORGANISATION = SITE.organisation
EXIT_URL = SITE.exit_url
RETENTION = SITE.retention
LEDGER_ANCHORS = Path(SITE.ledger_anchors or HOME / "anchors" / "ledger.txt")
LEDGER_ANCHOR_EMAIL = SITE.ledger_anchor_email
BACKUP_FOLDER = Path(SITE.backup_folder) if SITE.backup_folder else None
BACKUP_KEEP = SITE.backup_keep
METRICS_TOKEN = SITE.metrics_token
# Where several processes of one site keep what they count; `kizuna serve` sets it.
METRICS_FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
ALLOWED_HOSTS = [SITE.host, "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE.url]

_LIBRARIES = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
]
# Rooms stand before the libraries: their templates replace the libraries' own.
INSTALLED_APPS = [*(f"kizuna.{room}" for room in reversed(ROOMS)), *_LIBRARIES]
MIDDLEWARE = [
    "kizuna.web.middleware.Observed",
    "kizuna.frame.middleware.Strict",
    "kizuna.web.middleware.FreshKeys",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kizuna.web.middleware.WhoIsLooking",
    "kizuna.frame.middleware.Doors",
    "kizuna.web.api.Gate",
]
_CONTEXT = [
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
    "django.contrib.messages.context_processors.messages",
    "kizuna.web.adapters.site",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    }
]
ROOT_URLCONF = "kizuna.web.urls"
WSGI_APPLICATION = "kizuna.web.wsgi.application"

DATABASES = {"default": dj_database_url.parse(SITE.database_url, conn_max_age=600)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "kizuna.work.adapters.sqlite"  # writers wait in a fair queue
    # WAL without IMMEDIATE gives "database is locked" under load; measured in docs/benchmarks.md.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # the server may have been started anew meanwhile
    # Who may see whom is many small questions in one: compiling takes a second, running it some milliseconds.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
if DEMO:
    AUTHENTICATION_BACKENDS.append("kizuna.web.adapters.DemoBackend")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "kizuna.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_FORMS = {
    "login": "kizuna.people.adapters.codes.SignIn",
    "request_login_code": "kizuna.people.adapters.codes.AskForCode",
    "confirm_login_code": "kizuna.people.adapters.codes.ConfirmCode",
}
# By address: people.adapters.guesses, see there why; a link to one's own data: one an hour.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip",
    "own_link": "10/h/ip",
    "write_to_us": "6/h/key",
    "refer_in": "60/h/key",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no message to somebody who has no account here
ALLAUTH_TRUSTED_PROXY_COUNT = SITE.proxies
LOGIN_URL = "account_login"
CONFIRM_URL = "account_reauthenticate"
FRESH_FOR = timedelta(minutes=10)  # exports, breaking the glass, keeping accounts need a sign-in this recent
ACCOUNT_REAUTHENTICATION_TIMEOUT = int(FRESH_FOR.total_seconds())
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

SOCIALACCOUNT_ADAPTER = "kizuna.people.adapters.OrganisationAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "kizuna.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are not all right
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts come by invitation: nobody takes an address that is not theirs
# Since when a session lasts at most, and how long without anything happening.
STAFF_SESSIONS = (timedelta(minutes=SITE.staff_idle_minutes), timedelta(hours=SITE.staff_session_hours))
SESSIONS = (timedelta(days=14), timedelta(days=90))
SESSION_ENGINE = "kizuna.access.adapters"
SESSION_COOKIE_AGE = int(SESSIONS[1].total_seconds())

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Every process counts the same guesses: a memory of one process would bear as many as there are processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_counts",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

USE_TZ = True
TIME_ZONE = SITE.time_zone
COUNTRY = SITE.country
REGION = SITE.region
MEANING = SITE.meaning
MAP_TILES_URL = SITE.map_tiles_url
CURRENCY = SITE.currency
AGE_OF_CONSENT = SITE.age_of_consent
AID_MODERATED = SITE.aid_moderated
CONFIRM_DAYS = SITE.confirm_days
ASK_AGAIN = SITE.ask_again
DUE_DAYS = SITE.due_days
REFERRAL_STEPS = SITE.referral_steps
REPORT_DAYS = SITE.report_days
OUTCOME_SCALES = SITE.outcome_scales
LANGUAGE_CODE = SITE.languages[0]
LANGUAGES = [(code, environment.LANGUAGE_NAMES[code]) for code in SITE.languages]
LOCALE_PATHS = [Path(__file__).parent.parent / "frame" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

EMAIL_BACKEND = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
}[SITE.mail.kind]
EMAIL_HOST, EMAIL_PORT = SITE.mail.host, SITE.mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = SITE.mail.user, SITE.mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = SITE.mail.tls, SITE.mail.ssl
EMAIL_FILE_PATH = SITE.mail.folder or None
EMAIL_TIMEOUT = 20
OUTBOX_WAYS = SITE.ways
QUIET_HOURS = SITE.quiet_hours
INBOUND_SECRETS = SITE.inbound_secrets
MAILBOX = SITE.mailbox
REPLIES_GO_TO = "screening.read_replies"  # finds out who wrote, and whether somebody is in danger
DEFAULT_FROM_EMAIL = SITE.mail_from

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE.secure
# With https the browser itself holds them to this one host and to https.
_HOST = "__Host-" if SITE.secure else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SITE.secure else 0
SECURE_SSL_REDIRECT = SITE.secure
# What watches over the server asks it on its own machine, without the proxy.
SECURE_REDIRECT_EXEMPT = [r"^(healthy/|ready/|metrics)$"]
# Only a proxy of ours may say how the visitor came: anybody else could claim to be safe.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SITE.proxies else None
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "kizuna.frame.views.forged"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The picture for the app that makes codes; and, where a site wants one, the background of maps.
        "img-src": [SELF, "data:", *filter(None, [SITE.map_tiles_origin])],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "kizuna.access.adapters.QuietLines",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "kizuna.access.adapters.JsonLines"},
    },
    "filters": {"seals": {"()": "kizuna.access.adapters.HideSeals"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": SITE.log, "filters": ["seals"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A demo prints messages, which lines about every answer would bury.
    "loggers": {
        "kizuna.request": {"level": "WARNING" if DEMO else "INFO"},
        "django.request": {"level": "ERROR"},  # refusals are told above, without what the visitor made up
    },
}
