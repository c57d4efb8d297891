"""The kinds of question. Each module beside this one is a kind; a new file is all a new kind needs.

A kind declares `KEY`, `LABEL` (English, translated where shown), `INPUT` ("one", "many" or "text": how it is answered)
and `OPTIONS` (how many options it takes; empty for none), and the functions `problems(content)`,
`read(posted, content)`, `is_answered(value)` and `points(content, value, maximum)`. No kind imports Django.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

KINDS: dict[str, ModuleType] = {
    module.KEY: module
    for module in (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    if hasattr(module, "KEY")
}


def kind_of(key: str) -> ModuleType:
    return KINDS[key]
