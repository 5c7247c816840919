"""Serves moto on a free port of loopback, for at most the given number of seconds."""
import signal
import sys

from moto.server import main

signal.alarm(int(sys.argv[1]))
main(["--host", "127.0.0.1", "--port", "0"])
