#!/usr/bin/env python
"""Django's command line for the Gateway."""

import os
import sys

from django.core.management import execute_from_command_line

from gateway.environment import InvalidVariable

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gateway.settings")
    try:
        execute_from_command_line(sys.argv)
    except InvalidVariable as error:
        sys.exit(str(error))
