"""The WSGI entry point: ``skillmark.platform.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmark.platform.settings.django")

application = get_wsgi_application()
