"""Real processes at once: the only honest proof that the database, not the interpreter, decides a race."""

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from django.db import connections

# Seconds; eight fresh interpreters on a busy machine of two cores need their time.
PATIENCE = 240


def at_once(function: str, arguments: Sequence[tuple]) -> list[object]:
    """Run `module:function` in one process for each tuple, all let go at the same moment; their results.

    They are forked from one clean process that has loaded Django and no connection, which saves each of them seconds.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.loaded"])
    start = context.Barrier(len(arguments))
    answers = context.Queue()
    name = connections["default"].settings_dict["NAME"]
    connections.close_all()
    workers = [context.Process(target=work, args=(function, given, str(name), start, answers)) for given in arguments]
    for worker in workers:
        worker.start()
    found = [answers.get(timeout=PATIENCE) for _worker in workers]
    for worker in workers:
        worker.join(timeout=30)
    answers.close()
    answers.join_thread()
    return found


def work(function: str, given: tuple, database: str, start, answers) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    connections["default"].settings_dict["NAME"] = database
    module, name = function.split(":")
    act = getattr(import_module(module), name)
    start.wait(timeout=PATIENCE)
    try:
        answer = act(*given)
    except Exception as error:
        answer = f"{type(error).__name__}: {error}"
    connections.close_all()
    answers.put(answer)


def killed_at(module: str, keys: Mapping[str, str]) -> dict[str, int]:
    """How each child of `tests.dying` ended, by its step; -9 is kill -9."""
    name = str(connections["default"].settings_dict["NAME"])
    connections.close_all()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": os.getcwd()}
    command = [sys.executable, "-m", "tests.dying", module, name, *(f"{step}={key}" for step, key in keys.items())]
    ended = subprocess.run(command, env=environment, timeout=PATIENCE, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, int] = json.loads(ended.stdout.splitlines()[-1])
    return found
