"""RabbitMQ with its mqtt plugin: MQTT 3.1.1, kept sessions in quorum queues."""

from erlang import LOOPBACK, Names, require
from node import accepts, free_ports, spawn, speaks_mqtt, wait_until


class RabbitMQ:
    package = "rabbitmq-server"
    version = "3.1.1"

    def __init__(self, folder, state):
        self.folder = folder
        self.state = state
        self.names = Names(folder, state)

    def prepare(self, template):
        # Not what is in /usr/sbin: that becomes the user of the system's service.
        self.state["program"] = require("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server", self.package)
        for number, node in enumerate(self.state["nodes"], 1):
            node["distribution_port"] = free_ports(1)[0]
            folder = self.folder / f"node{number}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "rabbitmq.conf").write_text(template.substitute(port=node["port"], folder=folder), encoding="utf-8")
            (folder / "enabled_plugins").write_text("[rabbitmq_mqtt].\n", encoding="utf-8")
            (folder / "environment.conf").touch()
        self.names.start(self.package)

    def start(self, number):
        folder = self.folder / f"node{number}"
        return spawn([self.state["program"]], folder, {
            **self.names.environment,
            "RABBITMQ_NODENAME": f"rabbit{number}@localhost",
            "RABBITMQ_DIST_PORT": str(self.state["nodes"][number - 1]["distribution_port"]),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "environment.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(folder / "data"),
            "RABBITMQ_LOG_BASE": str(folder),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": " ".join(LOOPBACK),
            "RUNNING_UNDER_SYSTEMD": "true",  # the process that is started is the server, not a shell around it
        })

    def await_node(self, number, process):
        # Those that start together can each begin a register of client ids of their own, and take no clients later.
        port = self.state["nodes"][number - 1]["port"]
        wait_until("the node takes clients", lambda: speaks_mqtt(port), [process])

    def await_cluster(self, processes):
        wait_until("the nodes know each other", self.formed, processes)

    def formed(self):
        if not all(accepts(node["port"]) for node in self.state["nodes"]):
            return False
        running = self.names.ask("rabbit1@localhost", "rabbit_nodes all_running []") or ""
        if not all(f"rabbit{number}@localhost" in running for number in (1, 2, 3)):
            return False
        return all(speaks_mqtt(node["port"]) for node in self.state["nodes"])
