"""Papers a person is still to be given: no right to sit them is written yet, and right answers wait all the same."""

from collections.abc import Callable

from people.models import User

# Who gives rights is known further up: each says by their keys what is still to come for a person.
Coming = Callable[[User], set[str]]
_asks: list[Coming] = []


def tell_coming(ask: Coming) -> None:
    """An app above says by this which papers it will open."""
    _asks.append(ask)


def papers_coming(person: User) -> set[str]:
    return {key for ask in _asks for key in ask(person)}
