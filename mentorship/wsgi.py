"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from mentorship.secrets import refuse_lost_secrets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

application = get_wsgi_application()
refuse_lost_secrets()
