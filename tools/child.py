"""Starts a command that ends when the one who started it ends: `python tools/child.py PARENT_PID command ...`."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1

parent, command = int(sys.argv[1]), sys.argv[2:]
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit("Its parent ended before it started.")
os.execv(command[0], command)
