"""ejabberd with mod_mqtt: MQTT 5, a session is a process of the node that its client is connected to."""

import glob

from erlang import LOOPBACK, Names, require
from node import Failure, find, spawn, speaks_mqtt, wait_until


class Ejabberd:
    package = "ejabberd"
    version = "5"

    def __init__(self, folder, state):
        self.folder = folder
        self.state = state
        self.names = Names(folder, state)

    def prepare(self, template):
        found = glob.glob("/usr/lib/*/ejabberd-*/ebin/ejabberd.app")
        require(found[0] if found else "/usr/lib/ejabberd", "ejabberd", self.package)
        self.state["libraries"] = found[0].rsplit("/", 3)[0]
        for number, node in enumerate(self.state["nodes"], 1):
            folder = self.folder / f"node{number}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "ejabberd.yml").write_text(template.substitute(port=node["port"]), encoding="utf-8")
        self.names.start(self.package)

    def start(self, number):
        # Not ejabberdctl: that becomes the user of the system's service.
        folder = self.folder / f"node{number}"
        return spawn([find("erl", "erlang-base"), "-noinput", "-sname", f"ejabberd{number}@localhost", *LOOPBACK,
                      "-mnesia", "dir", f'"{folder}/data"', "-s", "ejabberd"], folder, {
            **self.names.environment,
            "ERL_LIBS": self.state["libraries"],
            "EJABBERD_CONFIG_PATH": str(folder / "ejabberd.yml"),
            "EJABBERD_LOG_PATH": str(folder / "ejabberd.log"),
        })

    def await_node(self, number, process):
        """The nodes may start together."""

    def await_cluster(self, processes):
        # Who joins stops and starts again: not before it has started.
        wait_until("the nodes have started", lambda: all(map(self.started, (1, 2, 3))), processes)
        for number in (2, 3):
            if number in self.members("ejabberd1@localhost"):
                continue
            said = self.names.ask(f"ejabberd{number}@localhost", "ejabberd_cluster join ['ejabberd1@localhost']")
            if said != "ok":
                raise Failure(f"node {number} cannot join the first: {said}")
        wait_until("the nodes know each other", self.formed, processes)

    def members(self, node):
        said = self.names.ask(node, "ejabberd_cluster get_nodes []") or ""
        return [number for number in (1, 2, 3) if f"ejabberd{number}@localhost" in said]

    def started(self, number):
        running = self.names.ask(f"ejabberd{number}@localhost", "application which_applications []") or ""
        return "{ejabberd," in running

    def formed(self):
        return all(speaks_mqtt(node["port"]) for node in self.state["nodes"]) and all(len(self.members(f"ejabberd{number}@localhost")) == 3 for number in (1, 2, 3))
