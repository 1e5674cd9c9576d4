import os
import sys

from django.core.wsgi import get_wsgi_application

from gateway.environment import InvalidVariable

GUNICORN_HALT_CODE = 3
"""The exit status that keeps gunicorn from starting another worker."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gateway.settings")

try:
    application = get_wsgi_application()
except InvalidVariable as error:
    print(error, file=sys.stderr, flush=True)
    sys.exit(GUNICORN_HALT_CODE)
