"""Runs a program with the URL of a mosquitto of its own as its argument.

usage: with_mosquitto.py <mosquitto> <program>
"""

import socket
import subprocess
import sys
import tempfile
import time

mosquitto, program = sys.argv[1:]
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
with tempfile.NamedTemporaryFile("w", suffix=".conf") as configuration:
    configuration.write(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    configuration.flush()
    broker = subprocess.Popen([mosquitto, "-c", configuration.name],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while broker.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.01)
        sys.exit(subprocess.run([program, f"mqtt://127.0.0.1:{port}"], timeout=60).returncode)
    finally:
        broker.kill()
        broker.wait()
