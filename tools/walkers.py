"""The demo's people walk through their pages and only read: what the memory of a site in use is measured after."""

import re
from html import unescape
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

# Whose pages are walked, and how many each: every app is loaded, PDF, exports and pictures included.
WALKERS, PAGES_EACH = ("ada", "mia", "tom", "quinn", "lena", "hana", "sam", "root"), 40


def walk(site: str, password: str) -> None:
    """Each role signs in at the address `site` and follows the links from its home."""
    for who in WALKERS:
        Walker(site, who, password).walk()


class Walker:
    """A person of the demo with cookies of their own, who only reads."""

    def __init__(self, site: str, who: str, password: str) -> None:
        self.site = site
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        page = self.read("/sign-in/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        form = urlencode({"name": who, "password": password, "csrfmiddlewaretoken": token}).encode()
        self.home = self.opener.open(Request(f"{site}/sign-in/", form, {"Referer": site}), timeout=60).read().decode()

    def walk(self) -> None:
        seen, ahead = set(), self.links(self.home)
        while ahead and len(seen) < PAGES_EACH:
            address = ahead.pop(0)
            if address not in seen:
                seen.add(address)
                ahead += self.links(self.read(address))

    def read(self, address: str) -> str:
        try:
            return self.opener.open(self.site + address, timeout=60).read().decode(errors="replace")
        except HTTPError as error:
            error.close()
            return ""

    @staticmethod
    def links(page: str) -> list[str]:
        found = re.findall(r'href="(/[^"#]*)"', page)
        return [unescape(link) for link in found if not link.startswith(("/static/", "/sign-out", "/admin/"))]
