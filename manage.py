#!/usr/bin/env python
"""Run management commands from any directory: puts the source root `site/` on the path first."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    sys.path.insert(0, str(ROOT / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from core.startup import explanation, unready_database

    try:
        import django
        from django.core.management import execute_from_command_line

        django.setup()
    except Exception as error:
        if message := explanation(error):
            raise SystemExit(message) from error
        raise
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        if "--traceback" not in sys.argv and (message := unready_database(error)):
            raise SystemExit(message) from error
        raise


if __name__ == "__main__":
    main()
