"""A mosquitto of a test's own."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

PATIENCE = 60  # seconds; only a hang takes so long

# After it has confirmed them: a kill can lose the last.
SAVES_ON_CHANGES = "persistence true\nautosave_on_changes true\nautosave_interval 1\n"


def find_mosquitto():
    return shutil.which("mosquitto", path=os.environ.get("PATH", "") + ":/usr/sbin")


class Broker:
    """`more` are lines of its configuration; `within` is a command that runs another one somewhere else."""

    def __init__(self, folder, more=SAVES_ON_CHANGES, host="127.0.0.1", within=()):
        self.host = host
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = pathlib.Path(folder)
        self.configuration = self.folder / "mosquitto.conf"
        self.configuration.write_text(
            f"listener {self.port} {host}\nallow_anonymous true\nset_tcp_nodelay true\n"
            f"persistence_location {folder}/\nuser root\n{more}", encoding="utf-8")
        self.command = [*within, find_mosquitto(), "-c", str(self.configuration)]
        self.start()

    @property
    def address(self):
        return f"{self.host}:{self.port}"

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection((self.host, self.port)).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        """Lets it save first."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
