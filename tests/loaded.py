"""Imported once by the process that others are forked from: Django with all its apps, and no connection."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import certification.pdf  # noqa: E402, F401  fonts and all, once for everybody
