"""What a page did behind the glass: errors in its console, exceptions, refused content, every byte it was served."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page, Route


@dataclass
class Watch:
    """Collects what went wrong in every page of a context; a test forgives by name what it brings about itself."""

    faults: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", lambda message: message.type == "error" and self.note(message.text, message.location))
        context.on("weberror", lambda error: self.note(f"uncaught: {error.error}", {}))

    def note(self, text: str, place: dict) -> None:
        self.faults.append(f"{text} ({place.get('url', '')})")

    def forgive(self, *words: str) -> None:
        self.forgiven += words

    @property
    def unforgiven(self) -> list[str]:
        return [fault for fault in self.faults if not any(words in fault for words in self.forgiven)]


class Served:
    """Every body and header a page receives from now on, for markers that must not be among them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.parts: list[str] = []
        page.route("**/*", self._pass_on)

    def _pass_on(self, route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        self.parts += [answer.url, *(f"{name}: {value}" for name, value in answer.headers.items())]
        self.parts.append(answer.body().decode(errors="replace"))
        route.fulfill(response=answer)

    def text(self) -> str:
        self.page.unroute_all(behavior="wait")
        return "\n".join(self.parts)
