"""The settings of every test run: the site's own, fast to sign in with, and with an error on N+1 queries.

DATABASE_URL and REDIS_URL choose what the tests run on; without them it is SQLite in memory.
"""

import os
import tempfile

os.environ["ENVIRONMENT"] = "test"
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.setdefault("REDIS_URL", "")
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="turnabout-tests-")

from mentorship.settings import *  # noqa: F403
from mentorship.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
# Tests go from day to day as if workers had been there all the time; those of the catch-up mail set it.
CATCH_UP_AFTER_HOURS = 0
# Without it the page that names it would be there for nobody, and the permissions page could not say for whom it is.
SECURITY_CONTACT = ["security@example.com"]
# Django and allauth read the sessions of the one person who signs in, one by one.
ZEAL_ALLOWLIST = [{"model": "sessions.Session"}]

if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # A test's data need not survive a power cut. What the site asks for besides (no JIT) stays.
    DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"

# Else every client of every test would read the folder of static files once, a seventh of the whole time.
WHITENOISE_AUTOREFRESH = True
