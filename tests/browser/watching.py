"""What a page did behind the glass: errors in its console, exceptions, refused content, every byte it was served."""

from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Page, Response

TEXT = ("text/", "json", "javascript", "xml")


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
    """Every body and header a page received, for markers that must not be among them."""

    def __init__(self, page: Page) -> None:
        self.answers: list[Response] = []
        page.on("response", self.answers.append)

    def text(self) -> str:
        parts = []
        for answer in self.answers:
            parts += [answer.url, *(f"{name}: {value}" for name, value in answer.headers.items())]
            if any(kind in answer.headers.get("content-type", "") for kind in TEXT) and answer.status not in (301, 302):
                parts.append(answer.text())
        return "\n".join(parts)
