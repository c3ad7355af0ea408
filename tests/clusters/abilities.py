"""Which broker offers what, in a cluster of three: what the tests hold it to, and what they do not ask of it.

A test case that is declared here is run all the same, and has to fail: what a broker has learnt is declared no longer.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Abilities:
    version: str                                 # of MQTT
    login: str = ""                              # user:password, where nobody gets in without
    services: tuple = ()                         # options of the ordering system, where it needs some
    lacks: dict = field(default_factory=dict)    # test cases of the behaviour suite, and why they fail
    loses: dict = field(default_factory=dict)    # test cases of kill_test.cpp, and what is lost
    may_lose: dict = field(default_factory=dict)  # those in which something is lost now and then: both outcomes will do


ONE_AT_A_TIME = "ejabberd sends a client nothing more before it has acknowledged the last message"
IN_MEMORY = "a session of ejabberd is a process of the node that its client was last connected to, and dies with it"

ABILITIES = {
    "rabbitmq": Abilities(version="3.1.1", lacks={
        "an address may hold dots, and parameters between them":
            "RabbitMQ's topics have dots where MQTT's have slashes: user.42 arrives as user/42",
    }),
    "nats": Abilities(version="3.1.1", lacks={
        "an address may hold dots, and parameters between them":
            "NATS 2.9 ends the connection of who uses a topic with a dot or a space",
    }),
    # A service that asks another one before it has handled a message would wait for an answer that is not sent.
    "ejabberd": Abilities(version="5", login="shop:x", services=("--subscribe-qos", "0"), lacks={
        "what is binary arrives as binary":
            "ejabberd leaves the Payload Format Indicator 0 out, as MQTT 5 allows: bytes arrive as text",
        "text may hold the character NUL":
            "ejabberd takes no text with U+0000 and ends the connection of who sends it",
        "no more than prefetch deliveries are unsettled": ONE_AT_A_TIME,
    }, may_lose={
        "the consumer's node is killed in mid-stream": IN_MEMORY,
    }, loses={
        "the node that a consumer has left is killed while messages wait for it": IN_MEMORY,
        "a session outlives the node, seen by another client": IN_MEMORY,
    }),
}
