"""NATS with JetStream: MQTT 3.1.1, its messages and sessions in streams of three replicas."""

import json
import urllib.request

from node import find, free_ports, spawn, speaks_mqtt, wait_until


class Nats:
    package = "nats-server"
    version = "3.1.1"

    def __init__(self, folder, state):
        self.folder = folder
        self.state = state

    def prepare(self, template):
        routes = free_ports(3)
        for number, node in enumerate(self.state["nodes"], 1):
            client, monitor = free_ports(2)
            node["monitor_port"] = monitor
            folder = self.folder / f"node{number}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "nats.conf").write_text(template.substitute(
                node=number, port=node["port"], client_port=client, monitor_port=monitor, route_port=routes[number - 1],
                routes=", ".join(f'"nats://127.0.0.1:{port}"' for port in routes), folder=folder), encoding="utf-8")

    def start(self, number):
        folder = self.folder / f"node{number}"
        return spawn([find("nats-server", self.package), "--config", str(folder / "nats.conf")], folder)

    def await_node(self, number, process):
        """The nodes may start together."""

    def await_cluster(self, processes):
        wait_until("the nodes have a leader and follow it", lambda: all(map(self.follows, self.state["nodes"])), processes)
        # The first client makes the streams.
        wait_until("the nodes take clients", lambda: all(speaks_mqtt(node["port"]) for node in self.state["nodes"]), processes)
        wait_until("the streams have leaders and are followed", self.settled, processes)

    @staticmethod
    def told(node, query=""):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{node['monitor_port']}/jsz{query}", timeout=5) as answer:
                return json.load(answer)
        except OSError:
            return {}

    def follows(self, node):
        meta = self.told(node).get("meta_cluster", {})
        others = meta.get("replicas") or []
        return bool(meta.get("leader")) and meta.get("cluster_size") == 3 and all(each["current"] for each in others)

    def settled(self):
        """Whether the streams of messages and of sessions have leaders, whose followers have what they have."""
        led = set()
        for number, node in enumerate(self.state["nodes"], 1):
            for account in self.told(node, "?accounts=true&streams=true").get("account_details", []):
                for stream in account.get("stream_detail", []):
                    group = stream.get("cluster", {})
                    if group.get("leader") == f"nats{number}" and all(other["current"] for other in group["replicas"]):
                        led.add(stream["name"])
        return {"$MQTT_msgs", "$MQTT_sess"} <= led
