"""Processes of a cluster: started beside this one, remembered in a file, ended by their id."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

PATIENCE = 120  # seconds; only a hang takes so long


class Failure(Exception):
    """What a person is told, without a trace of the program."""


def free_ports(count):
    """Ports of the loopback interface that nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


def speaks_mqtt(port):
    """Whether the node at a port answers an MQTT client, be it that it does not know him."""
    name = f"probe-{port}".encode()
    connect = bytes([0x10, 12 + len(name), 0, 4]) + b"MQTT" + bytes([4, 2, 0, 60, 0, len(name)]) + name
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
            client.sendall(connect)
            answer = client.recv(4)
            client.sendall(bytes([0xE0, 0]))
        return len(answer) == 4 and answer[0] == 0x20 and answer[3] in (0, 5)
    except OSError:
        return False


def find(program, package, also=""):
    """Where a program is; says which Debian package has it when it is not there."""
    found = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin" + also)
    if found is None:
        raise Failure(f"{program} is missing: apt-get install --no-install-recommends {package}")
    return found


def begun(pid):
    """When a process was started, in clock ticks: tells it from a later one of the same id. None: it is gone."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def spawn(command, folder, environment=None):
    """Starts a server that outlives this program; its output goes to `log` in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "log", "ab") as log:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log, start_new_session=True)
    return {"pid": process.pid, "begun": begun(process.pid), "folder": str(folder)}


def runs(process):
    return process is not None and process["begun"] is not None and begun(process["pid"]) == process["begun"]


def end(process, how=signal.SIGTERM, patience=20):
    """Ends a process, by force when it takes too long, and waits until it has."""
    if not runs(process):
        return
    os.kill(process["pid"], how)
    deadline = time.monotonic() + patience
    while runs(process):
        reap(process["pid"])
        if time.monotonic() > deadline:
            os.kill(process["pid"], signal.SIGKILL)
            deadline += PATIENCE
        time.sleep(0.02)


def reap(pid):
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass  # another program's child


def wait_until(what, condition, processes):
    """Waits; a process that ends meanwhile, or too long a wait, is a failure with the end of its log."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        for process in processes:
            reap(process["pid"])
            if not runs(process):
                raise Failure(f"a node ended while waiting until {what}:\n{tail(process)}")
        if time.monotonic() > deadline:
            raise Failure(f"waited {PATIENCE} s until {what}:\n{tail(processes[0])}")
        time.sleep(0.1)


def tail(process):
    path = pathlib.Path(process["folder"]) / "log"
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    return "\n".join([f"{path}:", *("    " + line for line in lines[-15:])])


def save(path, state):
    """All or nothing, for `stop` depends on it."""
    new = path.with_suffix(".new")
    new.write_text(json.dumps(state, indent=1) + "\n", encoding="utf-8")
    new.replace(path)


def load(path):
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
