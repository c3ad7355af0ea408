"""A connection over which nothing comes any more, in silence: when is that noticed, and when is it over?

In a network namespace of its own, so it takes root. Once the loopback interface of both sides goes down, once the
broker's end of a cable to another namespace.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time

from broker import Broker

from peer import Peer, wait_until
from verdict import Verdict, spread

MARK = "FAULTS_IN_NAMESPACE"
LASTS = 30.0  # seconds
KEEP_ALIVES = (2, 5, 10)
BACKOFF_CAP = 2.0
CONNECT_TIMEOUT = 2.0
ROUNDS = 2
RATE = 200  # messages a second of those who send
# Timers of a machine with other things to do.
TOLERANCE = 0.1


def ip(*words, within=()):
    subprocess.run([*within, "ip", *words], check=True)


class Loopback:
    title = "the loopback interface of both goes down"

    def __init__(self):
        ip("link", "set", "lo", "up")
        self.host, self.within = "127.0.0.1", ()

    def set(self, state):
        ip("link", "set", "lo", state)

    def close(self):
        pass


class Cable:
    title = "the broker's end of a cable goes down"

    def __init__(self):
        ip("link", "set", "lo", "up")
        self.other = subprocess.Popen(["unshare", "-n", "sleep", "600"])
        self.within = ["nsenter", "-t", str(self.other.pid), "-n"]
        own = os.readlink("/proc/self/ns/net")
        wait_until(lambda: os.readlink(f"/proc/{self.other.pid}/ns/net") != own)
        ip("link", "add", "name", "here", "type", "veth", "peer", "name", "there")
        ip("link", "set", "there", "netns", str(self.other.pid))
        ip("addr", "add", "10.77.0.1/24", "dev", "here")
        ip("link", "set", "here", "up")
        ip("addr", "add", "10.77.0.2/24", "dev", "there", within=self.within)
        self.set("up")
        self.host = "10.77.0.2"

    def set(self, state):
        ip("link", "set", "there", state, within=self.within)

    def close(self):
        self.other.kill()
        self.other.wait()


class Side:
    """One client and how long it may be deceived."""

    def __init__(self, role, name, keep_alive, url, **more):
        self.name, self.keep_alive = name, keep_alive
        self.peer = Peer(role, name=name, url=url, keep_alive=keep_alive, backoff_initial_ms=250,
                         backoff_max_ms=int(BACKOFF_CAP * 1000), connect_timeout_ms=int(CONNECT_TIMEOUT * 1000), **more)


def sides(url):
    made = []
    for keep_alive in KEEP_ALIVES:
        topic = f"moved-{keep_alive}"
        made += [Side("subscribe", f"idle-{keep_alive}", keep_alive, url, topic="nothing", rate=0),
                 Side("publish", f"sending-{keep_alive}", keep_alive, url, topic=topic, rate=RATE),
                 Side("subscribe", f"receiving-{keep_alive}", keep_alive, url, topic=topic, rate=0)]
    return made


def connected(all_, since):
    return all(each.peer.first("connected", since) is not None for each in all_)


def measure(link, verdict):
    noticed = {each: [] for each in KEEP_ALIVES}
    back, hung = [], []
    with tempfile.TemporaryDirectory(prefix="faults-partition-") as folder, contextlib.ExitStack() as after:
        broker = Broker(folder, "persistence false\nmax_queued_messages 0\n", link.host, link.within)
        after.callback(broker.kill)
        all_ = sides(f"mqtt://{broker.address}")
        for each in all_:
            after.callback(each.peer.kill)
        if not wait_until(lambda: connected(all_, 0)):
            hung.append("the first connection")
        for _ in range(ROUNDS):
            time.sleep(3)
            link.set("down")
            down = time.monotonic()
            time.sleep(LASTS)
            up = time.monotonic()
            link.set("up")
            for each in all_:
                lost = each.peer.lost_at(down)
                noticed[each.keep_alive].append(lost - down if lost is not None and lost < up else None)
            if not wait_until(lambda: connected(all_, up)):
                hung += [each.name for each in all_ if each.peer.first("connected", up) is None]
            back += [each.peer.first("connected", up) - up for each in all_
                     if each.peer.first("connected", up) is not None]
        senders = [each.peer for each in all_ if each.name.startswith("sending")]
        # What was queued is sent first; closing would wait for it only so long.
        if not wait_until(lambda: all(each.last("queued") < RATE // 4 for each in senders)):
            hung.append("the queues")
        would_block = sum(each.last("would_block") for each in senders)
        in_time = all([each.peer.end() for each in all_])
        accepted = sum(each.last("accepted") for each in senders)
        lines = [peer for peer in senders if peer.last("given_up") or peer.last("protocol_errors")]
        most = max(sum(1 for when, _, state, _ in each.peer.states if state == "connected") for each in all_)
    for keep_alive, times in noticed.items():
        seen = [each for each in times if each is not None]
        limit = 1.5 * keep_alive
        verdict.check(f"keep-alive of {keep_alive} s: noticed after at most {limit:g} s (and {TOLERANCE:g})",
                      f"{spread(seen)}; {len(seen)} of {len(times)}",
                      len(seen) == len(times) and max(seen) <= limit + TOLERANCE)
    verdict.check("all came back, and ended in order", ", ".join(hung) or "so they did", not hung and in_time)
    verdict.figure("from the end of the partition to a connection", spread(back))
    # An attempt that began while nothing came through has to time out first.
    verdict.at_most("the longest", max(back, default=None), CONNECT_TIMEOUT + BACKOFF_CAP + 1, " s")
    verdict.check("connections of one client", most, most == ROUNDS + 1)
    verdict.figure("messages that senders could queue", f"{accepted:,}")
    verdict.check("and could not, as would_block", f"{would_block:,}", would_block > 0)
    verdict.check("senders that gave anything up, or saw broken packets", len(lines), not lines)


def run(arguments):
    if os.geteuid() != 0:
        print("partition: a network namespace takes root", file=sys.stderr)
        return 1
    if MARK not in os.environ:
        again = ["unshare", "-n", sys.executable, str(arguments.program), "partition"]
        return subprocess.run(again, env={**os.environ, MARK: "1"}).returncode
    failures = 0
    for kind in (Loopback, Cable):
        link = kind()
        verdict = Verdict(f"partition: {LASTS:.0f} s, {ROUNDS} times, {kind.title}")
        try:
            measure(link, verdict)
        finally:
            link.close()
        verdict.print()
        failures += verdict.failures
    return failures
