"""Processes of fault_peer, what they report, and how much memory they have."""

import os
import signal
import subprocess
import threading
import time

PROGRAM = os.environ.get("FAULT_PEER", "build/faults/tests/faults/fault_peer")
PATIENCE = 60  # seconds that anything may take which should take one or two


def read_report(line):
    """`word name=value ...`, of which `why` is the last and may hold spaces."""
    word, _, rest = line.rstrip("\n").partition(" ")
    values = {}
    while rest:
        name, _, rest = rest.partition("=")
        if name == "why":
            value, rest = rest, ""
        else:
            value, _, rest = rest.partition(" ")
        try:
            values[name] = float(value) if "." in value else int(value)
        except ValueError:
            values[name] = value
    return word, values


class Peer:
    def __init__(self, role, **told):
        self.begun = time.monotonic()
        self.process = subprocess.Popen([PROGRAM, role, *(f"{name}={value}" for name, value in told.items())],
                                        stdout=subprocess.PIPE, text=True)
        self.states = []  # (when, client, state, why)
        self.reports = []  # the values of every other report
        self.reading = threading.Thread(target=self._read, daemon=True)
        self.reading.start()

    def _read(self):
        for line in self.process.stdout:
            word, values = read_report(line)
            if word == "state":
                self.states.append((values["at"], values["client"], values["is"], values.get("why", "")))
            else:
                self.reports.append(values)

    @property
    def pid(self):
        return self.process.pid

    def running(self):
        return self.process.poll() is None

    def last(self, name, otherwise=0):
        return self.reports[-1].get(name, otherwise) if self.reports else otherwise

    def at(self, name, when):
        """What it last reported before that time."""
        known = [each for each in self.reports if each["at"] <= when]
        return known[-1][name] if known else 0

    def rate(self, name, begin, end):
        """A second, between the reports next to these times."""
        known = [each for each in self.reports if begin <= each["at"] <= end]
        if len(known) < 2:
            return 0.0
        return (known[-1][name] - known[0][name]) / (known[-1]["at"] - known[0]["at"])

    def first(self, state, after, client=None):
        """When it came into that state, or None."""
        for when, who, what, _ in list(self.states):
            if when >= after and what == state and client in (None, who):
                return when
        return None

    def lost_at(self, after):
        """When it noticed that it had lost the connection, or None."""
        for when, _, what, _ in list(self.states):
            if when >= after and what != "connected":
                return when
        return None

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.reading.join(PATIENCE)

    def end(self):
        """In an orderly way. Returns whether it was one."""
        if self.running():
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            return False
        self.reading.join(PATIENCE)
        return self.process.returncode == 0


def wait_until(done, patience=PATIENCE):
    """Returns whether it came true in time."""
    deadline = time.monotonic() + patience
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def resident_kilobytes(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return None


class Memory:
    """Looks at the resident memory of processes twice a second; `processes` gives their pids by name."""

    def __init__(self, processes):
        self.processes = processes
        self.seen = {}  # name: [(when, kilobytes)]
        self.ended = threading.Event()
        self.looking = threading.Thread(target=self._look, daemon=True)
        self.looking.start()

    def _look(self):
        while not self.ended.wait(0.5):
            for name, pid in self.processes().items():
                kilobytes = resident_kilobytes(pid)
                if kilobytes:
                    self.seen.setdefault(name, []).append((time.monotonic(), kilobytes))

    def end(self):
        self.ended.set()
        self.looking.join()

    def between(self, name, begin, end):
        return [kilobytes for when, kilobytes in self.seen.get(name, []) if begin <= when <= end]

    def growth(self, name, begin, end):
        """From the first quarter of that time to the last: medians, in megabytes."""
        seen = self.between(name, begin, end)
        if len(seen) < 8:
            return None
        quarter = len(seen) // 4
        first, last = sorted(seen[:quarter])[quarter // 2], sorted(seen[-quarter:])[quarter // 2]
        return first / 1024, last / 1024

    def course(self, name):
        """Five values from begin to end and the most, in megabytes."""
        seen = [kilobytes for _, kilobytes in self.seen.get(name, [])]
        if not seen:
            return "not seen"
        steps = [seen[round(i * (len(seen) - 1) / 4)] for i in range(5)]
        return " ".join(f"{each / 1024:.0f}" for each in steps) + f", most {max(seen) / 1024:.0f}"
