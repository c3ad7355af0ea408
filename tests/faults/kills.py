"""Orders from an outbox to a deduplicator, while the broker and both sides are killed again and again."""

import collections
import pathlib
import random
import shutil
import sqlite3
import tempfile
import time

from broker import Broker, SAVES_ON_CHANGES

import oracle
from peer import Memory, Peer, wait_until
from verdict import Verdict, spread

BATCH = 64  # of the relay: what the producer has unconfirmed at a time
HELD = 256  # client_limits::max_held_messages, and the Receive Maximum that the broker is told
BACKOFF_CAP = 1.0  # seconds
ROUND = ["broker", "broker", "consumer", "broker", "producer", "broker"]  # five of them
SAVES = {"on every change": SAVES_ON_CHANGES,
         "every two seconds": "persistence true\nautosave_interval 1\n"}


class Run:
    def __init__(self, folder, messages, rate, saves, version, seed):
        self.folder = pathlib.Path(folder)
        self.messages = messages
        self.chance = random.Random(seed)
        self.broker = Broker(folder, SAVES[saves] + "max_inflight_messages 1000\nmax_queued_messages 0\n"
                             f"log_type all\nlog_dest file {folder}/log\n")
        common = {"url": f"mqtt://{self.broker.address}", "version": version, "keep_alive": 10,
                  "backoff_initial_ms": 100, "backoff_max_ms": int(BACKOFF_CAP * 1000)}
        self.told = {
            "producer": {"role": "produce", "database": self.folder / "orders.sqlite", "messages": messages,
                         "rate": rate, "batch": BATCH, **common},
            "consumer": {"role": "consume", "database": self.folder / "done.sqlite",
                         "journal": self.folder / "deliveries", **common}}
        self.peers = {}
        self.gone = []
        self.files = []  # what the broker's file held when it was killed
        self.killed = []  # when it was
        self.back = []  # seconds from then until a side was connected
        self.restarted = []  # seconds from the start of a side until it was connected
        self.missing = []  # a side that did not come back
        self.connections = []  # (side, connections) in one life of the broker
        self.start("consumer")
        # What comes before the first subscription is for nobody.
        if not wait_until(lambda: b"Sending SUBACK to consumer" in (self.folder / "log").read_bytes()):
            self.missing.append("the first subscription")
        self.start("producer")
        self.memory = Memory(lambda: {"broker": self.broker.process.pid,
                                      **{name: peer.pid for name, peer in self.peers.items()}})

    def start(self, name):
        told = dict(self.told[name])
        self.peers[name] = Peer(told.pop("role"), **told)

    def placed(self):
        return self.peers["producer"].last("placed")

    def await_connected(self, name, lost, since, into):
        """Notes how long after `since` it was connected; it can be faster than who notes it."""
        peer = self.peers[name]
        if wait_until(lambda: peer.first("connected", lost) is not None, 30):
            into.append(max(0.0, peer.first("connected", lost) - since))
        else:
            self.missing.append(name)

    def fault(self, who):
        if who == "broker":
            self.broker.kill()
            self.killed.append(time.monotonic())
            self.files.append(oracle.numbers_in_file(self.folder / "mosquitto.db"))
            time.sleep(self.chance.uniform(0.2, 0.8))
            self.broker.start()
            since = time.monotonic()
            for name in self.peers:
                self.await_connected(name, self.killed[-1], since, self.back)
        else:
            self.peers[who].kill()
            self.gone.append((who, self.peers[who]))
            time.sleep(self.chance.uniform(0.1, 0.4))
            self.start(who)
            begun = self.peers[who].begun
            self.await_connected(who, begun, begun, self.restarted)

    def drive(self):
        faults = ROUND * 5
        for index, who in enumerate(faults):
            due = (index + 1) * self.messages // (len(faults) + 1)
            if not wait_until(lambda: self.placed() >= due, 300):
                self.missing.append(f"progress to {due}")
                return
            time.sleep(self.chance.uniform(0, 0.3))
            self.fault(who)

    def finish(self):
        """Until all was sent, and nothing comes any more."""
        producer, consumer = self.peers["producer"], self.peers["consumer"]
        if not wait_until(lambda: self.placed() >= self.messages and producer.last("waiting", 1) == 0, 300):
            self.missing.append("the end of the outbox")
        quiet = [time.monotonic(), consumer.last("handled")]

        def is_quiet():
            now, handled = time.monotonic(), consumer.last("handled")
            if handled != quiet[1]:
                quiet[:] = [now, handled]
            return now - quiet[0] > 5

        if not wait_until(is_quiet, 300):
            self.missing.append("the end of the deliveries")
        self.memory.end()
        for name, peer in self.peers.items():
            self.gone.append((name, peer))
            if not peer.end():
                self.missing.append(f"an orderly end of the {name}")
        self.broker.stop()

    def end(self):
        for peer in self.peers.values():
            peer.kill()
        self.broker.kill()

    def connections_by_life(self):
        """The most that a process had while the broker lived once."""
        borders = [0, *self.killed, float("inf")]
        most = 0
        for _, peer in self.gone:
            for begin, end in zip(borders, borders[1:]):
                most = max(most, sum(1 for when, _, state, _ in peer.states
                                     if state == "connected" and begin <= when < end))
        return most


def judge(run, verdict):
    with sqlite3.connect(run.folder / "orders.sqlite") as database:
        placed = {number for number, in database.execute("SELECT number FROM placed")}
    with sqlite3.connect(run.folder / "done.sqlite") as database:
        done = [number for number, in database.execute("SELECT number FROM done")]
    deliveries = (run.folder / "deliveries").read_text().splitlines()
    delivered = collections.Counter(int(line.split()[1].rpartition("/")[2])
                                    for line in deliveries if line.startswith("delivered"))
    suppressed = sum(1 for line in deliveries if line == "suppressed")
    with open(run.folder / "log", encoding="utf-8", errors="replace") as log:
        histories, windows = oracle.read_log(log)
    lost = sorted(placed - set(done))
    verdicts = [oracle.blame(number, histories[number], run.files) for number in lost]
    blamed = collections.Counter(who for who, _ in verdicts)
    of_broker = sum(count for who, count in blamed.items() if who.startswith("broker"))
    by_kill = collections.Counter(kill for _, kill in verdicts if kill)
    seen_twice = delivered.total() - len(delivered)
    resent = sum(max(0, each.received - 1) for each in histories.values())
    unacknowledged = sum(max(0, times - histories[number].acknowledged) for number, times in delivered.items())
    forgotten = sum(max(0, each.acknowledged - max(1, each.received)) for each in histories.values())
    lives = [peer.reports[-1] for _, peer in run.gone if peer.reports]
    killed = collections.Counter(who for who, _ in run.gone)
    killed = {"broker": len(run.files), **{who: times - 1 for who, times in killed.items()}}

    verdict.figure("orders committed", f"{len(placed):,}")
    verdict.figure("confirmed by the broker, in its log",
                   f"{sum(1 for number in placed if histories[number].confirmed):,}")
    verdict.figure("delivered, each counted once", f"{len(delivered):,}")
    verdict.figure("handled", f"{len(set(done)):,}")
    verdict.check("all orders were placed and sent, nothing hung", ", ".join(run.missing) or "so it was",
                  not run.missing and len(placed) == run.messages)
    verdict.check("kills of the broker, the consumer and the producer",
                  f"{killed['broker']}, {killed['consumer']}, {killed['producer']}",
                  killed == {"broker": 20, "consumer": 5, "producer": 5})
    verdict.check("lost by the producer, the consumer, or nobody knows whom", len(lost) - of_broker,
                  len(lost) == of_broker)
    for who, count in sorted(blamed.items()):
        verdict.figure(f"lost by the {who}", f"{count:,}")
    verdict.figure("kills of the broker that lost anything, and the most that one did",
                   f"{len(by_kill)}, {max(by_kill.values(), default=0):,}")
    verdict.figure("deliveries of a message that had come before", f"{seen_twice:,}")
    verdict.at_most("of these, sent twice by the producer", resent, (killed["broker"] + killed["producer"]) * BATCH)
    verdict.at_most("of these, on their way or not acknowledged when a side was killed", unacknowledged, sum(windows))
    verdict.figure(f"the most that the broker passed on before it was acknowledged, told to pass on {HELD}", max(windows))
    verdict.figure("of these, acknowledged, and the broker forgot that", f"{forgotten:,}")
    verdict.at_most("of these, others", max(0, seen_twice - resent - unacknowledged - forgotten), 0)
    verdict.figure("settled by the deduplicator", f"{suppressed:,}")
    verdict.at_most("handled twice", len(done) - len(set(done)), 0)
    verdict.check("connections of one process in one life of the broker", run.connections_by_life(),
                  run.connections_by_life() == 1)
    verdict.figure("from the broker's return to a connection", spread(run.back))
    verdict.at_most("the longest", max(run.back, default=None), BACKOFF_CAP + 1, " s")
    verdict.figure("from the start of a process to a connection", spread(run.restarted))
    verdict.at_most("broken packets, given up, refused",
                    sum(each["protocol_errors"] + each["given_up"] + each["refused"] for each in lives), 0)
    for name in ("producer", "consumer", "broker"):
        verdict.figure(f"resident memory of the {name} over time, MB", run.memory.course(name))


def run(arguments):
    failures = 0
    for saves in SAVES:
        if arguments.saves and arguments.saves not in saves:
            continue
        began = time.monotonic()
        folder = tempfile.mkdtemp(prefix="faults-kills-")
        verdict = Verdict(f"kills: {arguments.messages:,} orders at {arguments.rate:,} a second, MQTT "
                          f"{arguments.version}, the broker saves {saves}, seed {arguments.seed}")
        one = Run(folder, arguments.messages, arguments.rate, saves, arguments.version, arguments.seed)
        try:
            one.drive()
            one.finish()
            judge(one, verdict)
        finally:
            one.end()
            if verdict.failures or not verdict.rows or arguments.keep:
                print(f"kept: {folder}")
            else:
                shutil.rmtree(folder)
        verdict.figure("it took", f"{time.monotonic() - began:.0f} s")
        verdict.print()
        failures += verdict.failures
    return failures
