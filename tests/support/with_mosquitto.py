"""Runs a program with the URL of a mosquitto of its own as its argument.

usage: with_mosquitto.py <program>
"""

import subprocess
import sys
import tempfile

from broker import Broker

with tempfile.TemporaryDirectory(prefix="mosquitto-") as folder:
    broker = Broker(folder)
    try:
        sys.exit(subprocess.run([sys.argv[1], f"mqtt://{broker.address}"], timeout=60).returncode)
    finally:
        broker.kill()
