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
import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env, validate

from mentorship import logs, refusals
from mentorship.secrets import secret, secrets

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
env.read_env(BASE_DIR / ".env", recurse=False)

ENVIRONMENT = env.str(
    "ENVIRONMENT",
    "production",
    validate=validate.OneOf(["production", "demo", "development", "test"]),
)
PRODUCTION = ENVIRONMENT == "production"
DEMO = ENVIRONMENT == "demo"
DEBUG = env.bool("DEBUG", ENVIRONMENT == "development")
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
# What lies in it (a database, mail, jobs) is for the user alone that the site runs as.
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
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
    "mentorship.health.ProbesFirst",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mentorship.requests.RequestLog",
    "frame.middleware.HeadersMiddleware",
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
        },
    }
]

# --- Database, cache, jobs ----------------------------------------------------------------------

DATABASE_URL = secret("DATABASE_URL", f"sqlite:///{VAR_DIR / 'turnabout.sqlite3'}")
REDIS_URL = secret("REDIS_URL")
# Without Redis the cache and the queue are files in VAR_DIR, which one machine sees.
SINGLE_NODE = env.bool("SINGLE_NODE", False)
if _wrong := refusals.wrong_addresses(DATABASE_URL, REDIS_URL):
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
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # PostgreSQL would compile a question that looks dear: 20 ms for an answer of one row.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, object]]
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object]
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(VAR_DIR / "cache"),
            # With Django's 300 the counts of refused sign-ins and the signs of life would be thrown out at random.
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    }

if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
else:
    BROKER_DIR = VAR_DIR / "broker"
    for _folder in ("queue", "control", "processed"):
        (BROKER_DIR / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_TASK_ALWAYS_EAGER", False)
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 25 * 60
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "mentorship.heartbeat", "schedule": 60.0},
    "plan and deliver": {"task": "notifications.plan_and_deliver", "schedule": 60.0, "options": {"expires": 300}},
    "tell changes": {"task": "pairings.tell_changes", "schedule": 60.0, "options": {"expires": 300}},
    "tend meetings": {"task": "sessions.tend_meetings", "schedule": 600.0, "options": {"expires": 600}},
    "tend reviews": {"task": "sessions.tend_reviews", "schedule": 600.0, "options": {"expires": 600}},
    "tend pairings": {"task": "pairings.tend", "schedule": 300.0, "options": {"expires": 300}},
    "tend match runs": {"task": "proposals.tend", "schedule": 300.0, "options": {"expires": 300}},
    "recheck pairs": {"task": "proposals.recheck_pending", "schedule": 60.0, "options": {"expires": 60}},
    "forget roster files": {"task": "roster.forget_files", "schedule": 24 * 3600.0},
    "tend held acts": {"task": "people.tend_held_acts", "schedule": 300.0, "options": {"expires": 300}},
    "settle conflicts": {"task": "people.settle_conflicts", "schedule": 24 * 3600.0},
    "forget sessions": {"task": "people.forget_sessions", "schedule": 24 * 3600.0},
    "forget ended lines": {"task": "people.forget_ended_lines", "schedule": 24 * 3600.0},
    "forget form tokens": {"task": "people.forget_form_tokens", "schedule": 24 * 3600.0},
    "clear the audit log": {"task": "people.keep_to_audit_retention", "schedule": 24 * 3600.0},
    "purge sent messages": {"task": "notifications.purge", "schedule": 24 * 3600.0},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# --- Sign-in ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
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
#: Wrong passwords from browsers that are not known are counted for each account, wherever they come from; see
#: people/sign_in/known_browsers.py. Links to set a password are bounded in people/sign_in/links.py.
#: A whole office may share an address.
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
ROSTER_MAX_ROWS = env.int("ROSTER_MAX_ROWS", 300_000, validate=validate.Range(min=1))
AUDIT_KEPT_DAYS = env.int("AUDIT_KEPT_DAYS", 3 * 365, validate=validate.Range(min=180))
SIGN_INS_KEPT_DAYS = env.int("SIGN_INS_KEPT_DAYS", 180, validate=validate.Range(min=180))
#: Of people without a role of the team, whose sign-ins they alone read.
OWN_SIGN_INS_KEPT_DAYS = env.int("OWN_SIGN_INS_KEPT_DAYS", 30, validate=validate.Range(min=30))
# Following every step of a session would write a row for every page that is looked at.
USERSESSIONS_TRACK_ACTIVITY = False

# --- Mail ---------------------------------------------------------------------------------------

EMAIL_URL = secret("EMAIL_URL")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Turnabout <turnabout@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The sender that HR names in the browser must be of one of these; the server's own always is.
MAIL_SENDER_DOMAINS = [
    domain.strip().lower().removeprefix("@")
    for domain in [parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2], *env.list("MAIL_SENDER_DOMAINS", [])]
    if domain.strip()
]
MAIL_DIR = VAR_DIR / "mail"
MAIL_IS_REAL = bool(EMAIL_URL)
MAIL_ALLOW_LIST: list[str] = env.list("MAIL_ALLOW_LIST", [])
if MAIL_IS_REAL:
    _smtp = dj_email_url.parse(EMAIL_URL)
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend"
            if PRODUCTION
            else "notifications.backends.ListedOnly",
            "OPTIONS": {
                "host": _smtp["EMAIL_HOST"],
                "port": _smtp["EMAIL_PORT"],
                "username": _smtp["EMAIL_HOST_USER"] or "",
                "password": _smtp["EMAIL_HOST_PASSWORD"] or "",
                "use_tls": _smtp.get("EMAIL_USE_TLS", False),
                "use_ssl": _smtp.get("EMAIL_USE_SSL", False),
                "timeout": env.int("EMAIL_TIMEOUT", 20),
            },
        }
    }
else:
    MAILERS = {"default": {"BACKEND": "notifications.backends.MailFiles"}}

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

SECURE_CSP = {
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
SESSION_COOKIE_AGE = 60 * env.int("SESSION_IDLE_MINUTES", 12 * 60, validate=validate.Range(min=10))
SESSION_DAYS = env.int("SESSION_DAYS", 14, validate=validate.Range(min=1))
ACCOUNT_SESSION_REMEMBER = None if env.bool("SESSION_REMEMBER", True) else False
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if env.bool("BEHIND_PROXY", True):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 1)
    _weak = refusals.weaknesses(SECRET_KEY, DEBUG, ALLOWED_HOSTS, BASE_URL, SECRET_KEY_FALLBACKS)
    _weak += refusals.review_secret_weaknesses(REVIEW_SECRET, REVIEW_SECRET_FALLBACKS, SECRET_KEY)
    _weak += refusals.missing_redis(REDIS_URL, SINGLE_NODE)
    if _weak := _weak + refusals.mail_weakness(EMAIL_URL):
        raise ImproperlyConfigured("\n".join(_weak))

# --- Logs ---------------------------------------------------------------------------------------

LOGGING = logs.configure(as_json=env.bool("LOG_JSON", PRODUCTION), level=env.str("LOG_LEVEL", "INFO"))
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
