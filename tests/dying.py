"""A process that does the same once for each step, and each time dies by kill -9 at that step (hazard 28).

python -m tests.dying MODULE DATABASE STEP=KEY ...: forks a child for each pair, which calls `arm(step)` of the module,
so that the step is the last thing it does, then `act(key)`. Prints how each ended.
"""

import json
import os
import signal
import sys
from importlib import import_module


def die(*_sent: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def end_of(module, step: str, key: str) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        module.arm(step)
        module.act(key)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def main(name: str, database: str, *pairs: str) -> None:
    import django

    django.setup()
    from django.db import connections

    connections["default"].settings_dict["NAME"] = database
    module = import_module(name)
    sys.stdout.write(
        json.dumps({step: end_of(module, step, key) for step, key in (pair.split("=") for pair in pairs)}) + "\n"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
