"""All settings, read from the environment (and from a `.env` file beside manage.py).

ENVIRONMENT decides what is allowed: `production` (the default) refuses weak settings, `demo` is what
`make run` starts, `development` and `test` are for those who work on Turnabout.
"""

import logging
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import validate

from mentorship import error_reports, inbox_settings, logs, mail_settings, refusals, schedule
from mentorship.environment import Environment
from mentorship.schedule import *  # noqa: F403 - the jobs and their clock
from mentorship.secrets import secret, secrets

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(BASE_DIR / ".env")

KINDS = ["production", "demo", "development", "test"]
ENVIRONMENT = env.str("ENVIRONMENT", "production", validate=validate.OneOf(KINDS))
PRODUCTION = ENVIRONMENT == "production"
DEMO = ENVIRONMENT == "demo"
DEBUG = env.bool("DEBUG", ENVIRONMENT == "development")
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
# What lies in it (a database, mail, jobs) is for the user alone that the site runs as.
refusals.make_writable(VAR_DIR)
with suppress(PermissionError):  # somebody else's folder: they say who may
    VAR_DIR.chmod(VAR_DIR.stat().st_mode & 0o7770)  # one that was there already may be open to everybody

# Where one of these is missing in production, the refusals below say what to do.
SECRET_KEY = secret("SECRET_KEY", "" if PRODUCTION else "only-for-demo-and-tests")
SECRET_KEY_FALLBACKS = secrets("SECRET_KEY_FALLBACKS")
BASE_URL = env.str("BASE_URL", "" if PRODUCTION else "http://localhost:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"])
# Seals the answers of open reviews. Kept apart from the database and its backups; changed after each review.
REVIEW_SECRET = secret("REVIEW_SECRET", "" if PRODUCTION else f"reviews-{SECRET_KEY}")
REVIEW_SECRET_FALLBACKS = secrets("REVIEW_SECRET_FALLBACKS")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SECURITY_CONTACT: list[str] = env.list("SECURITY_CONTACT", [])  # who is told of weaknesses, in security.txt
SECURITY_POLICY = env.str("SECURITY_POLICY", "")  # where it stands what they promise

# --- Applications -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "frame",
    "people",
    "roster",
    "notifications",
    "programs",
    "pairings",
    "proposals",
    "sessions",
    "community",
    "insights",
    "mentorship",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django_tables2",
    "heroicons",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "mentorship.health.ProbesFirst",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mentorship.requests.RequestLog",
    "frame.middleware.HeadersMiddleware",
    "frame.middleware.OwnWordsMiddleware",
    "frame.request_limits.IntakeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "people.sign_in.session_lifetime.IdleMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "people.sign_in.kept_forms.LoginRequired",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "people.audit.recording.AuditMiddleware",
    "people.sign_in.second_factor.SecondFactorMiddleware",
    "frame.middleware.NotAllowedMiddleware",
    "frame.middleware.RefusedMiddleware",
]

ROOT_URLCONF = "mentorship.urls"
WSGI_APPLICATION = "mentorship.wsgi.application"
ASGI_APPLICATION = "mentorship.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frame.navigation.frame",
            ],
            "builtins": ["frame.templatetags.isolation"],
        },
    }
]

# --- Database, cache, jobs ----------------------------------------------------------------------

DATABASE_URL = secret("DATABASE_URL", f"sqlite:///{VAR_DIR / 'turnabout.sqlite3'}")
REDIS_URL = secret("REDIS_URL")
METRICS_TOKEN = secret("METRICS_TOKEN")  # who has it may read /metrics; without it there is none
# Without Redis the cache and the queue are files in VAR_DIR, which one machine sees.
SINGLE_NODE = env.bool("SINGLE_NODE", False)
_wrong = refusals.wrong_contacts(SECURITY_CONTACT, SECURITY_POLICY)
if _wrong := _wrong + refusals.wrong_addresses(DATABASE_URL, REDIS_URL):
    raise ImproperlyConfigured("\n".join(_wrong))
DATABASES: dict[str, dict[str, Any]] = {"default": dict(dj_database_url.parse(DATABASE_URL))}
if DATABASE_URL.startswith(refusals.FILE):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        # secure_delete: what is deleted is overwritten, so that no answer stays in the file.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000; "
        "PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60, validate=validate.Range(min=0, max=86_400))
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # PostgreSQL would compile a question that looks dear: 20 ms for an answer of one row.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, object]]
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "mentorship.shared_cache.SharedCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
            # With Django's 300 the counts of refused sign-ins and the signs of life would be thrown out at random.
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }

CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = schedule.broker(REDIS_URL, VAR_DIR / "broker")
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", False)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# --- Sign-in ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.sign_in.adapters.SignInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "people.sign_in.passwords.WordsOfTheSite"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.sign_in.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "people.sign_in.forms.SignInForm",
    "reset_password": "people.sign_in.forms.PasswordLinkForm",
    "reset_password_from_key": "people.sign_in.forms.PasswordFromLinkForm",
}
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "people.sign_in.links.PasswordLinkTokens"  # noqa: S105 - a class
#: Wrong passwords from unknown browsers count for each account, wherever they come from (known_browsers.py in
#: people/sign_in), asking for links to set one in links.py there. A whole office may share an address.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "20/m/ip,5/5m/key,50/d/key",
    "reset_password": "20/m/ip",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BASE_URL.startswith("https") else "http"
MFA_ADAPTER = "people.sign_in.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TRUST_ENABLED = False
MFA_FORMS = {
    "activate_totp": "people.sign_in.forms.FirstCodeForm",
    "add_webauthn": "people.sign_in.forms.AddPasskeyForm",
    "login_webauthn": "people.sign_in.forms.PasskeySignInForm",
    "edit_webauthn": "people.sign_in.forms.RenamePasskeyForm",
}
# Browsers make passkeys for https and for localhost; the latter is where one looks at the demo.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Turnabout"
# HR admins, coordinators and operators get no further than its set-up page without one.
REQUIRE_SECOND_FACTOR = env.bool("REQUIRE_SECOND_FACTOR", PRODUCTION)

# --- Audit log ----------------------------------------------------------------------------------

# Rows of one roster file. A worker takes 2 MB for a thousand of them.
ROSTER_MAX_ROWS = env.int("ROSTER_MAX_ROWS", 300_000, validate=validate.Range(min=1, max=10_000_000))
AUDIT_KEPT_DAYS = env.int("AUDIT_KEPT_DAYS", 3 * 365, validate=validate.Range(min=180, max=36_500))
SIGN_INS_KEPT_DAYS = env.int("SIGN_INS_KEPT_DAYS", 180, validate=validate.Range(min=180, max=36_500))
#: Of people without a role of the team, whose sign-ins they alone read.
OWN_SIGN_INS_KEPT_DAYS = env.int("OWN_SIGN_INS_KEPT_DAYS", 30, validate=validate.Range(min=30, max=36_500))
# Following every step of a session would write a row for every page that is looked at.
USERSESSIONS_TRACK_ACTIVITY = False

# --- Mail ---------------------------------------------------------------------------------------

# Of all workers together: mails a minute (0: as many as go), and connections to the mail server.
EMAIL_RATE = env.int("EMAIL_RATE", 0, validate=validate.Range(min=0, max=1_000_000))
EMAIL_CONNECTIONS = env.int("EMAIL_CONNECTIONS", 4, validate=validate.Range(min=1, max=100))
# After so many hours without workers everybody gets one mail for what was due meanwhile (0: each by itself).
CATCH_UP_AFTER_HOURS = env.int("CATCH_UP_AFTER_HOURS", 24, validate=validate.Range(min=0, max=1000))
EMAIL_URL = secret("EMAIL_URL")
EMAIL_PROVIDER = env.str("EMAIL_PROVIDER", "").strip().lower()
DEFAULT_FROM_EMAIL = mail_settings.read_sender(env.str("DEFAULT_FROM_EMAIL", "Turnabout <turnabout@localhost>"))
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The sender that HR names in the browser must be of one of these; the server's own always is.
MAIL_SENDER_DOMAINS = [
    domain.strip().lower().removeprefix("@")
    for domain in [parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2], *env.list("MAIL_SENDER_DOMAINS", [])]
    if domain.strip()
]
MAIL_DIR = VAR_DIR / "mail"
MAIL_IS_REAL = bool(EMAIL_URL or EMAIL_PROVIDER)
MAIL_ALLOW_LIST: list[str] = env.list("MAIL_ALLOW_LIST", [])
EMAIL_CA_FILE = env.str("EMAIL_CA_FILE", "")  # of the authority that signed the mail servers' certificates
MAILERS = mail_settings.read_mailers(
    email_url=EMAIL_URL,
    provider=EMAIL_PROVIDER,
    key=secret("EMAIL_PROVIDER_KEY"),
    provider_url=env.str("EMAIL_PROVIDER_URL", ""),
    ca_file=EMAIL_CA_FILE,
    timeout_s=env.int("EMAIL_TIMEOUT", 60, validate=validate.Range(min=1, max=600)),
)

# Where calendars answer invitations, and the mailbox that is read; without the address nobody reads answers.
_inbox_url = secret("CALENDAR_INBOX_URL")
CALENDAR_INBOX = inbox_settings.read_inbox(_inbox_url, ca_file=EMAIL_CA_FILE)
CALENDAR_INBOX_ADDRESS = inbox_settings.read_address(
    env.str("CALENDAR_INBOX_ADDRESS", "").strip(), url=_inbox_url, sender=DEFAULT_FROM_EMAIL
)

# --- Language and time --------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
FORMAT_MODULE_PATH = ["mentorship.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files --------------------------------------------------------------------------------------

NODE_MODULES = BASE_DIR / "node_modules"
STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", str(VAR_DIR / "static") if PRODUCTION else "") or None
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "mentorship.vendor.VendorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_ROOT
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FORM_RENDERER = "frame.forms.TablerRenderer"
DJANGO_TABLES2_TEMPLATE = "django_tables2/tabler.html"

# --- Security -----------------------------------------------------------------------------------

SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "frame.error_pages.csrf_failure"
#: In the database, with coarser times than Django's own.
SESSION_ENGINE = "people.sign_in.session_lifetime"
#: Signed out after so long without use; "keep me signed in" and any use last so many days at most.
SESSION_COOKIE_AGE = 60 * env.int("SESSION_IDLE_MINUTES", 12 * 60, validate=validate.Range(min=10, max=525_600))
SESSION_DAYS = env.int("SESSION_DAYS", 14, validate=validate.Range(min=1, max=3_650))
ACCOUNT_SESSION_REMEMBER = None if env.bool("SESSION_REMEMBER", True) else False
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "frame.cookies.MessageStorage"
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000, validate=validate.Range(min=0, max=10**9))
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if env.bool("BEHIND_PROXY", True):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 1, validate=validate.Range(min=1, max=20))
    _weak = refusals.weaknesses(SECRET_KEY, DEBUG, ALLOWED_HOSTS, BASE_URL, SECRET_KEY_FALLBACKS)
    _weak += refusals.review_secret_weaknesses(REVIEW_SECRET, REVIEW_SECRET_FALLBACKS, SECRET_KEY)
    _weak += refusals.wrong_base_url(BASE_URL, ALLOWED_HOSTS)
    _weak += refusals.wrong_sender(DEFAULT_FROM_EMAIL)
    _weak += refusals.missing_redis(REDIS_URL, SINGLE_NODE)
    if _weak := _weak + mail_settings.missing_mail(EMAIL_URL, EMAIL_PROVIDER):
        raise ImproperlyConfigured("\n".join(_weak))

# --- Logs ---------------------------------------------------------------------------------------

error_reports.start(secret("SENTRY_DSN"), environment=ENVIRONMENT)
LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]))
LOGGING = logs.configure(as_json=env.bool("LOG_JSON", PRODUCTION), level=LOG_LEVEL)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
