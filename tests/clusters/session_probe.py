"""Does a kept session outlive the node that its client was connected to? Asked with another client than this library.

usage: session_probe.py <version> <H:P,H:P,H:P> <process of the second node> [user:password]

A client subscribes at the second node and leaves; messages for it are published at the first and confirmed; the second
node is killed, and the client comes back at the third. Ends with 0 when all came, with 3 when some did not.
"""

import os
import signal
import sys
import threading
import time

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

MESSAGES = 100
PATIENCE = 30  # seconds


class Client:
    def __init__(self, name, version, authority, login):
        self.five = version == "5"
        self.client = mqtt.Client(name, protocol=mqtt.MQTTv5 if self.five else mqtt.MQTTv311,
                                  **({} if self.five else {"clean_session": False}))
        self.client.on_connect = self.on_connect
        self.client.on_message = lambda *arguments: self.arrived.add(arguments[2].payload)
        self.client.on_publish = lambda *arguments: self.confirmed.append(arguments[2])
        self.client.on_subscribe = lambda *arguments: self.subscribed.set()
        self.arrived = set()
        self.confirmed = []
        self.connected = threading.Event()
        self.subscribed = threading.Event()
        self.session_present = None
        if login:
            self.client.username_pw_set(*login.split(":", 1))
        host, port = authority.rsplit(":", 1)
        self.client.connect(host, int(port), **self.session())
        self.client.loop_start()
        assert self.connected.wait(PATIENCE), f"{name} cannot connect"

    def session(self):
        if not self.five:
            return {}
        kept = Properties(PacketTypes.CONNECT)
        kept.SessionExpiryInterval = 300
        return {"clean_start": False, "properties": kept}

    def on_connect(self, _client, _data, flags, _reason, _properties=None):
        self.session_present = bool(flags["session present"])
        self.connected.set()

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def main(version, nodes, second, login=""):
    nodes = nodes.split(",")
    consumer = Client("probe-consumer", version, nodes[1], login)
    consumer.client.subscribe("probe/orders", qos=1)
    assert consumer.subscribed.wait(PATIENCE), "the subscription is not confirmed"
    consumer.close()

    publisher = Client("probe-publisher", version, nodes[0], login)
    for number in range(MESSAGES):
        publisher.client.publish("probe/orders", str(number), qos=1)
    assert wait_for(lambda: len(publisher.confirmed) == MESSAGES), "the messages are not confirmed"
    publisher.close()

    os.kill(int(second), signal.SIGKILL)
    again = Client("probe-consumer", version, nodes[2], login)
    wait_for(lambda: len(again.arrived) == MESSAGES or not again.session_present)
    again.close()
    print(f"{MESSAGES} confirmed, {len(again.arrived)} arrived; the broker says that it "
          f"{'has' if again.session_present else 'does not have'} the session")
    return 0 if len(again.arrived) == MESSAGES else 3


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
