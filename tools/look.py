"""make look: the pages of ours as pictures, for each role, as one contact sheet under build/look.

360 px dark Chinese and 1440 px light English, and for the screens that carry the product the other six combinations of
width, colours and language. Fails on console complaints, CSP reports and sideways scrolling.
"""

import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from html import escape
from itertools import product
from pathlib import Path

import pages

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "look"
PASSWORD = "look at every page"  # noqa: S105 - of a throw-away demo
# All roles, or those named: make look WHO=ada,tom
PEOPLE = ("ada", "ben", "mia", "tom", "quinn", "lena", "hana", "sam", "root")
WHO = tuple(name for name in os.environ.get("WHO", "").split(",") if name) or PEOPLE
STRANGER = "nobody"
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split()
FLAGS += ["--disable-component-update", "--disable-sync"]
# (width, colours, language): these two for every page
LOOKS = ((1440, "light", "en"), (360, "dark", "zh-hans"))
OTHERS = tuple(look for look in product((1440, 360), ("light", "dark"), ("en", "zh-hans")) if look not in LOOKS)


@dataclass(frozen=True)
class Shot:
    who: str
    look: str
    path: str
    file: str
    faults: list[str]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="readyline-look-") as data:
        settings(data)
        prepare()
        __import__("django").setup()
        logging.disable(logging.WARNING)  # pages are asked for to learn who may open them
        port = free_port()
        with server(port):
            shots = photograph(f"http://127.0.0.1:{port}")
    sheet(shots)
    faults = [f"{shot.who} {shot.path} ({shot.look}): {fault}" for shot in shots for fault in shot.faults]
    print("\n".join(faults) or "No page complained.")
    print(f"{len(shots)} pictures: {OUT / 'index.html'}")
    return 1 if faults else 0


def settings(data: str) -> None:
    """A data folder of its own, so that looking never touches anybody's data."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": data,
        "DEMO_PASSWORD": PASSWORD,
        "LOG_LEVEL": "ERROR",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT))


def prepare() -> None:
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "prepare"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([*manage, "load_demo", "--histories"], check=True, stdout=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class server:  # noqa: N801 - read as a with-statement
    def __init__(self, port: int) -> None:
        self.port = port

    def __enter__(self) -> None:
        command = [str(Path(sys.executable).parent / "granian"), "config.wsgi:application", "--interface", "wsgi"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--blocking-threads", "4"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"PORT": str(self.port)}, stdout=subprocess.DEVNULL
        )
        for _try in range(120):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.5)
        raise SystemExit("The server did not start.")

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(10)


def photograph(address: str) -> list[Shot]:
    from django.urls import resolve
    from playwright.sync_api import sync_playwright

    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    shots = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        paths = {who: paths_of(who) for who in WHO}
        paths[STRANGER] = pages.open_paths()
        for look, who in product((*LOOKS, *OTHERS), paths):
            wanted = [path for path in paths[who] if look in LOOKS or resolve(path).view_name in pages.CARRYING]
            shots += photograph_as(browser, address, who, look, wanted)
            print(f"· {who} {name_of(look)}: {len(wanted)} pages", flush=True)
        browser.close()
    return shots


def photograph_as(browser, address: str, who: str, look: tuple[int, str, str], paths: list[str]) -> list[Shot]:
    width, colours, language = look
    height = 780 if width < 500 else 900
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=colours)
    page = context.new_page()
    if who == STRANGER:
        context.add_cookies([{"name": "language", "value": language, "url": address}])
    else:
        sign_in(page, address, who, language)
    shots = [take(page, address, path, who, name_of(look)) for path in paths]
    context.close()
    return shots


def name_of(look: tuple[int, str, str]) -> str:
    width, colours, language = look
    return f"{width}-{colours}-{language[:2]}"


def sign_in(page, address: str, who: str, language: str) -> None:
    from people.models import User

    User.objects.filter(username=who).update(language=language)
    page.goto(f"{address}/sign-in/")
    page.fill("input[type=password]", PASSWORD)
    page.locator("form input[type=text]").first.fill(who)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


def take(page, address: str, path: str, who: str, look: str) -> Shot:
    faults: list[str] = []

    def hear(message) -> None:
        if message.type == "error":
            faults.append(message.text[:160])

    page.on("console", hear)
    answer = page.goto(address + path, wait_until="load")
    if answer is None or answer.status >= 400:
        faults.append(f"status {answer.status if answer else 'none'}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} headings of the first level")
    file = f"{who}-{look}-{path.strip('/').replace('/', '_').replace('?', '_') or 'home'}"[:120] + ".png"
    page.screenshot(path=str(OUT / file), full_page=True)
    page.remove_listener("console", hear)
    return Shot(who, look, path, file, faults)


def paths_of(who: str) -> list[str]:
    """Every page of ours that this person may open and that needs no key, and a few with one."""
    from django.test import Client

    from people.models import User

    person = User.objects.get(username=who)
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    paths = [path for path in (*pages.plain_paths(), *pages.keyed_paths(person)) if _is_page(client.get(path))]
    client.logout()
    return paths


def _is_page(answer) -> bool:
    """Not a file to be saved, which a browser does not show."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and is_html and not answer.has_header("Content-Disposition")


def sheet(shots: list[Shot]) -> None:
    """One page: a row a page and person, the pictures beside each other."""
    rows = []
    for shot in shots:
        words = escape(" · ".join(shot.faults))
        caption = f"{escape(shot.who)} <code>{escape(shot.path)}</code> {escape(shot.look)} <strong>{words}</strong>"
        rows.append(
            f'<figure><a href="{shot.file}"><img loading="lazy" src="{shot.file}"></a>'
            f"<figcaption>{caption}</figcaption></figure>"
        )
    style = "body{font:14px system-ui;margin:24px;display:flex;flex-wrap:wrap;gap:24px}figure{margin:0;width:340px}"
    style += (
        "img{width:340px;height:440px;object-fit:cover;object-position:top;border:1px solid #ccc}strong{color:#a92c1a}"
    )
    (OUT / "index.html").write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>" + "".join(rows))


if __name__ == "__main__":
    sys.exit(main())
