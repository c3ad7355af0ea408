"""What RabbitMQ and ejabberd have in common: Erlang's nodes, their names and how to ask them something."""

import os
import pathlib
import subprocess

from node import Failure, accepts, find, free_ports, spawn, wait_until

# Erlang listens on every interface unless it is told otherwise.
LOOPBACK = ["-kernel", "inet_dist_use_interface", "{127,0,0,1}"]


class Names:
    """A name server (epmd) of the cluster's own, and the cookie by which its nodes know each other."""

    def __init__(self, folder, state):
        self.folder = folder
        self.state = state

    def start(self, package):
        program = find("epmd", package)
        self.state["epmd_port"] = free_ports(1)[0]
        self.folder.mkdir(parents=True, exist_ok=True)
        cookie = self.folder / ".erlang.cookie"
        if not cookie.exists():
            cookie.write_text(os.urandom(16).hex(), encoding="utf-8")
            cookie.chmod(0o400)
        process = spawn([program, "-address", "127.0.0.1", "-port", str(self.state["epmd_port"])], self.folder / "epmd")
        self.state["helpers"] = [process]
        wait_until("epmd listens", lambda: accepts(self.state["epmd_port"]), [process])

    @property
    def environment(self):
        return {"HOME": str(self.folder), "ERL_EPMD_ADDRESS": "127.0.0.1", "ERL_EPMD_PORT": str(self.state["epmd_port"])}

    def ask(self, node, call):
        """Calls a function at a node, as in "module function [arguments]"; returns its value as text, or None."""
        cookie = (self.folder / ".erlang.cookie").read_text(encoding="utf-8")
        command = [find("erl_call", "erlang-base"), "-sname", node, "-c", cookie, "-a", call]
        try:
            done = subprocess.run(command, text=True, capture_output=True, timeout=60, check=False,
                                  env={**os.environ, **self.environment})
        except subprocess.TimeoutExpired:
            return None
        return done.stdout.strip() if done.returncode == 0 else None


def require(path, program, package):
    if not pathlib.Path(path).exists():
        raise Failure(f"{program} is missing: apt-get install --no-install-recommends {package}")
    return str(path)
