"""ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

from mentorship.secrets import refuse_lost_secrets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

application = get_asgi_application()
refuse_lost_secrets()
