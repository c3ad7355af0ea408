"""A peer that knows MQTT and nothing of this library: paho-mqtt.

usage: python_peer.py SCENARIO PORT

It prints `ready` when its subscriptions are made, and ends with 0 when what it saw was right.
"""
import sys
import threading

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

LIMIT = 30  # seconds; only a hang reaches it


def properties(**values):
    made = Properties(PacketTypes.PUBLISH)
    for name, value in values.items():
        setattr(made, name, value)
    return made


class Peer:
    def __init__(self, port, version, filters):
        self.arrived = []
        self.changed = threading.Condition()
        self.subscribed = 0
        self.client = mqtt.Client(protocol=version)
        self.client.on_message = lambda client, data, message: self.note(message)
        self.client.on_subscribe = lambda *unused: self.note(None)
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        for each in filters:
            self.client.subscribe(each, 1)
        self.wait(lambda: self.subscribed == len(filters))
        print("ready", flush=True)

    def note(self, message):
        with self.changed:
            if message is None:
                self.subscribed += 1
            else:
                self.arrived.append(message)
            self.changed.notify_all()

    def wait(self, done):
        with self.changed:
            assert self.changed.wait_for(done, LIMIT), "waited in vain"

    def next(self):
        self.wait(lambda: self.arrived)
        with self.changed:
            return self.arrived.pop(0)

    def send(self, topic, payload, **more):
        self.client.publish(topic, payload, qos=1, **more).wait_for_publish()

    def end(self):
        self.client.disconnect()
        self.client.loop_stop()


def metadata(port):
    peer = Peer(port, mqtt.MQTTv5, ["news/#"])
    peer.send("orders/1", '{"from":"peer"}', properties=properties(
        UserProperty=[("tenant", "acme"), ("tenant-2", "\u00fc"), ("asyncapi-message", "OrderPlaced"),
                      ("asyncapi-id", "id-1")],
        CorrelationData=b"\x00\xff binary", ResponseTopic="news/here",
        ContentType="application/json", PayloadFormatIndicator=1))
    came = peer.next()
    said = came.properties
    user = dict(said.UserProperty)
    assert came.topic == "news/1", came.topic
    assert came.payload == b'{"from":"C++"}', came.payload
    assert said.CorrelationData == b"\x00\xff binary", said.CorrelationData
    assert said.ResponseTopic == "orders/here", said.ResponseTopic
    assert said.ContentType == "application/json", said.ContentType
    assert said.PayloadFormatIndicator == 1, said.PayloadFormatIndicator
    assert user["tenant"] == "acme", user
    assert user["asyncapi-message"] == "News", user
    assert user["asyncapi-id"] == "id-2", user
    assert user["asyncapi-encoded:lines"] == "a%0Ab", user
    peer.end()


def responder(port):
    peer = Peer(port, mqtt.MQTTv5, ["quotes/get"])
    requests = [peer.next() for _ in range(3)]
    for each in reversed(requests):
        sku = each.payload.decode().split('"sku":"')[1].split('"')[0]
        said = each.properties
        request_id = each.payload.decode().split('"requestId":"')[1].split('"')[0]
        peer.send(said.ResponseTopic, '{"price":%d,"requestId":"%s"}' % (len(sku), request_id),
                  properties=properties(CorrelationData=said.CorrelationData))
    peer.end()


def requester(port):
    peer = Peer(port, mqtt.MQTTv5, ["replies/peer"])
    peer.send("quotes/get", '{"sku":"A-1","requestId":"r-1"}', properties=properties(
        ResponseTopic="replies/peer", CorrelationData=b"r-1"))
    came = peer.next()
    assert b'"price":3' in came.payload, came.payload
    assert came.properties.CorrelationData == b"r-1", came.properties
    peer.end()


def bare(port):
    peer = Peer(port, mqtt.MQTTv311, ["news/#"])
    peer.send("orders/1", '{"from":"peer"}')
    came = peer.next()
    assert came.topic == "news/1", came.topic
    assert came.payload == b'{"from":"C++"}', came.payload
    peer.end()


if __name__ == "__main__":
    {"metadata": metadata, "responder": responder, "requester": requester,
     "bare": bare}[sys.argv[1]](int(sys.argv[2]))
