"""ordering_demo in a process of its own, for tests that look at it from outside."""

import re
import signal
import socket
import subprocess
import threading
import time

PATIENCE = 60  # seconds; only a hang takes so long


class Shop:
    """A shop that is open; what it writes is in `log`."""

    def __init__(self, program, database, port=0, speed=25, options=()):
        self.process = subprocess.Popen(
            [program, "--port", str(port), "--database", database, "--speed", str(speed), *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.log = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        output = ""
        while not (found := re.search(r"open at http://\S+:(\d+)/", output)):
            line = self.process.stdout.readline()
            if not line:
                self.process.kill()
                raise RuntimeError("the demo did not open: " + output)
            output += line
        self.port = int(found.group(1))
        self.url = f"http://127.0.0.1:{self.port}/"
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.log.append(line)

    def lines(self, *words):
        return [line for line in list(self.log) if all(word in line for word in words)]

    def wait_for(self, *words, count=1):
        deadline = time.monotonic() + PATIENCE
        while len(self.lines(*words)) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"waited for {count} lines with {words} in\n" + "".join(self.log))
            time.sleep(0.02)

    def kill(self):
        self.process.kill()
        self._finish()

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self._finish()

    def _finish(self):
        code = self.process.wait(timeout=PATIENCE)
        self.reader.join()
        self.process.stdout.close()
        return code


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
