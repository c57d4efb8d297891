#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import Error

    from config import reasons

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as sentence:
        sys.exit(f"✗ {sentence}")
    except PermissionError as error:
        sys.exit(f"✗ {reasons.not_ours(error)}")
    except Error:
        if sentence := reasons.database_is_away():
            sys.exit(f"✗ {sentence}")
        raise
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
