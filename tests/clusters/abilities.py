"""Which broker offers what, in a cluster of three: what the tests hold it to, and what they do not ask of it.

A test case that is declared here is run all the same, and has to fail: what a broker has learnt is declared no longer.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Abilities:
    version: str                                # of MQTT
    login: str = ""                             # user:password, where nobody gets in without
    lacks: dict = field(default_factory=dict)   # test cases of the behaviour suite, and why they fail
    loses: dict = field(default_factory=dict)   # test cases of kill_test.cpp, and what is lost


ABILITIES = {
    "rabbitmq": Abilities(version="3.1.1"),
    "nats": Abilities(version="3.1.1"),
    "ejabberd": Abilities(version="5", login="shop:x"),
}
