"""The WSGI entry point: ``skillmark.platform.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmark.platform.settings.django")

application = get_wsgi_application()
_ = get_resolver().url_patterns  # import every view now, not within the first request
