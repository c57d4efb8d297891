"""Names and flags of cookies, in a process with the settings of a real site (hazard 84)."""

import json
import os
import subprocess
import sys

import pytest

ASK = """
import json, django
django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import RequestFactory
from people import auth
from people.models import User
request = RequestFactory().get("/", secure=settings.SECURE, headers={"host": settings.PUBLIC_HOST})
get_token(request)
response = CsrfViewMiddleware(lambda request: response).process_response(request, HttpResponse())
auth.remember(request, response, User(key="ada"))
sent = {name: [bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"]]
        for name, cookie in response.cookies.items()}
of_session = [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE]
sent[settings.SESSION_COOKIE_NAME] = [*of_session, settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN or ""]
print(json.dumps(sent))
"""


def site(tmp_path, code: str, **environment: str) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if name not in {"PUBLIC_URL", "DEBUG", "SECRET_KEY"}}
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path), "LOG_LEVEL": "ERROR"}
    given = kept | settings | environment
    return subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "prefix", "secure"),
    [("https://academy.example.com", "__Host-", True), ("http://127.0.0.1:8000", "", False)],
)
def test_cookies_are_bound_to_the_host_behind_https(tmp_path, address, prefix, secure):
    answer = site(tmp_path, ASK, PUBLIC_URL=address)

    assert answer.returncode == 0, answer.stderr
    shut = [secure, True, "Lax", "/", ""]
    assert json.loads(answer.stdout) == {f"{prefix}{name}": shut for name in ("readyline", "csrf", "known")}


@pytest.mark.slow
def test_plain_http_beyond_this_computer_stops_the_start_with_a_sentence(tmp_path):
    answer = site(tmp_path, "import django; django.setup()", PUBLIC_URL="http://academy.example.com")

    assert answer.returncode != 0
    assert "plain HTTP is allowed on this computer only" in answer.stderr
