"""The site with the bare view beside it, for the web server of the benchmarks."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "tests.benchmarks._bare"
application = get_wsgi_application()
