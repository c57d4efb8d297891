"""When the demo company is loaded, and the one password of its people."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import environment as env
from people.models import Company, User

SIGN_IN_AS = [
    ("ada, ben", "hires"),
    ("mia", "mentor"),
    ("tom, tara", "trainers"),
    ("quinn, qing", "QA"),
    ("lena, omar", "leaders"),
    ("hana, hugo", "HR"),
    ("sam", "supervisor"),
    ("root", "administrator"),
]
WORDS = (
    "amber apple april arrow aspen autumn bamboo basil beacon birch blossom breeze bridge bronze brook candle canvas "
    "cedar cherry cinder clover cobalt copper coral cotton cricket crystal dahlia ember falcon fern forest garden "
    "ginger harbor hazel heron indigo island ivory jasmine juniper lagoon lantern lemon lilac lotus maple marble meadow"
).split()
LEAST_PASSWORD = 10


def is_wanted(*, reachable: bool) -> bool:
    """Whether to load the demo: unless told not to, and never into the data of a real centre or on an open host.

    Asked before anything is written, so it reads only what every version of the database has.
    """
    there = what_is_there()
    wanted = env.flag("DEMO", default=there != "centre")
    if wanted and there == "centre":
        raise ImproperlyConfigured(
            f"{settings.DATA_DIR} holds a real centre; the demo company is not mixed into it. Start with DEMO=0, or "
            "choose another folder with DATA_DIR=."
        )
    if there == "demo" and not wanted:
        raise ImproperlyConfigured(
            f"{settings.DATA_DIR} holds the demo company. A real centre begins in an empty folder: choose one with "
            "DATA_DIR=, or remove the demo with make reset."
        )
    if wanted and reachable and not env.flag("DEMO_PUBLIC"):
        raise ImproperlyConfigured(
            "The demo's accounts share one password, so they are refused where other computers can reach them. "
            "Start with DEMO=0, or accept that with DEMO_PUBLIC=1."
        )
    if wanted:
        asked_password()
    return wanted


def what_is_there() -> str:
    """nothing, demo or centre. Who is added to the demo company by hand does not make it a real one."""
    if not {"people_company", "people_user"} <= set(connection.introspection.table_names()):
        return "nothing"
    company = Company.objects.filter(pk=1).values("is_demo", "set_up").first() or {"is_demo": False, "set_up": None}
    if company["is_demo"]:
        return "demo"
    return "centre" if company["set_up"] or User.objects.exists() else "nothing"


def asked_password() -> str:
    asked = env.text("DEMO_PASSWORD")
    if asked and len(asked) < LEAST_PASSWORD:
        raise ImproperlyConfigured(f"DEMO_PASSWORD is shorter than {LEAST_PASSWORD} characters. Choose a longer one.")
    return asked


def password_file() -> Path:
    """Stands in the data folder of a demo and of nothing else, so it tells a demo without the database."""
    return settings.DATA_DIR / "demo_password"


def keep_password() -> str:
    """The password of the demo's people, kept in the data folder with mode 0600; DEMO_PASSWORD replaces it."""
    path = password_file()
    asked = asked_password()
    if not asked and path.exists():
        return path.read_text().strip()
    password = asked or "-".join(secrets.choice(WORDS) for _ in range(5))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(password)
    path.chmod(0o600)
    return password


def give_password() -> None:
    """All people of the demo get the kept password; who has it keeps it. One hash serves them all: it is no secret."""
    people = User.objects.filter(is_demo=True)
    password = keep_password()
    hashed = people.values_list("password", flat=True).order_by("pk").first()
    if hashed is None:
        return
    if not check_password(password, hashed):
        hashed = make_password(password)
    people.exclude(password=hashed).update(password=hashed)


def welcome() -> str:
    there = set(User.objects.filter(is_demo=True).values_list("username", flat=True))
    if not there:
        return "The demo company is empty: load_demo made nobody."
    people = [f"{names} ({role})" for names, role in SIGN_IN_AS if set(names.split(", ")) <= there]
    return f"Sign in as {' · '.join(people)}\nTheir password: {keep_password()}"
