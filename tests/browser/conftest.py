"""Chromium over our own server. A page that complains in its console, or is refused something by the CSP, fails."""

import os
import shutil
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Page, expect

from tests.browser.granian import Server
from tests.browser.watching import Watch
from tests.conftest import PASSWORD
from tests.courses.conftest import course, programme  # noqa: F401  fixtures for this folder

# Playwright keeps an event loop in this thread; our database calls in tests are nevertheless in order.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE = 15_000  # milliseconds; a busy machine is no fault of the page


expect.set_options(timeout=PATIENCE)


def pytest_itemcollected(item):
    item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Override this with more flags (a fake microphone) in a module that needs them."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        sentence = "Browser tests need Chromium on PATH (Debian: apt-get install chromium). `make test` installs it."
        (pytest.fail if os.environ.get("CI") else pytest.skip)(sentence)
    return {"executable_path": found, "args": FLAGS}


@pytest.fixture
def watch():
    """What went wrong in any page of this test; `watch.forgive("409")` names what the test brings about itself."""
    kept = Watch()
    yield kept
    assert kept.unforgiven == []


@pytest.fixture
def site(transactional_db, live_server) -> str:
    """The address of our site in this process, on the test's own database."""
    return live_server.url


@pytest.fixture
def new_page(browser, watch):
    """new_page(width=360, color_scheme="dark"): an empty profile each time, watched."""
    contexts = []

    def open_page(*, width: int = 1440, height: int = 900, **options) -> Page:
        options = {"locale": "en-GB", "timezone_id": "Asia/Shanghai"} | options
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page_for(new_page, request):
    """page_for(ada, to="/learn/"): a browser of her own in which she signed in through the form and went there.

    `at=` names another server (its people got their passwords by `with_password`); the rest goes to `new_page`.
    """

    def open_for(person, *, to: str = "/account/", at: str = "", **options) -> Page:
        if not at:
            at = request.getfixturevalue("site")
            request.getfixturevalue("with_password")(person)
        page = new_page(base_url=at, **options)
        sign_in(page, person, to)
        return page

    return open_for


def sign_in(page: Page, person, to: str) -> None:
    page.goto(f"/sign-in/?{urlencode({'next': to})}")
    page.locator("#id_name").fill(person.username)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)


@pytest.fixture
def with_password(transactional_db):
    """with_password(ada, ben): they may sign in through the form; before `server()` copies the rows."""

    def give(*people):
        for person in people:
            person.set_password(PASSWORD)
            person.save(update_fields=["password"])
        return people

    return give


@pytest.fixture
def server(transactional_db, tmp_path):
    """server() starts a real server on a copy of the rows this test has made so far; it can be killed."""
    if connection.vendor != "sqlite":
        pytest.skip("The real server of this test runs on a copy of the SQLite test database.")
    started = []

    def start() -> Server:
        made = Server(tmp_path)
        started.append(made)
        made.start()
        return made

    yield start
    for made in started:
        made.kill()


@pytest.fixture(scope="session")
def violations():
    """violations(page) of WCAG 2.2 AA: each says where, what, and how to mend it. `rules` narrows to a few rules."""
    kept = Axe()

    def look(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
        only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": WCAG}
        found = kept.run(page, options={"runOnly": only, "resultTypes": ["violations"]}).response["violations"]
        return [_said(page, violation) for violation in found]

    return look


@pytest.fixture(scope="session")
def axe(violations):
    """axe(page): no violation of WCAG 2.2 AA."""

    def look(page: Page) -> None:
        assert violations(page) == []

    return look


def _said(page: Page, violation: dict) -> str:
    nodes = [f"{node['target']} {node['failureSummary'].splitlines()[-1].strip()}" for node in violation["nodes"][:5]]
    return f"{page.url}: {violation['id']}: {violation['help']}: {'; '.join(nodes)}"
