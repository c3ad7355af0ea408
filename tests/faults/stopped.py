"""A broker that is stopped with SIGSTOP, under a publisher that does not stop."""

import contextlib
import signal
import tempfile
import time

from broker import Broker

from peer import Memory, Peer, wait_until
from verdict import Verdict

LASTS = 60.0  # seconds
KEEP_ALIVE = 10
BACKOFF_CAP = 2.0
GROWTH = 2.0  # megabytes that are noise


def run(_):
    verdict = Verdict(f"stopped: the broker stands still for {LASTS:.0f} s under an endless publisher of 1 KB messages")
    with tempfile.TemporaryDirectory(prefix="faults-stopped-") as folder, contextlib.ExitStack() as after:
        broker = Broker(folder, "persistence false\nmax_inflight_messages 1000\nmax_queued_messages 0\n")
        after.callback(broker.kill)
        common = {"url": f"mqtt://{broker.address}", "topic": "stream", "keep_alive": KEEP_ALIVE,
                  "backoff_initial_ms": 250, "backoff_max_ms": int(BACKOFF_CAP * 1000)}
        subscriber = Peer("subscribe", name="subscriber", rate=0, **common)
        after.callback(subscriber.kill)
        wait_until(lambda: subscriber.first("connected", 0))
        publisher = Peer("publish", name="publisher", rate=0, bytes=1000, **common)
        after.callback(publisher.kill)
        memory = Memory(lambda: {"publisher": publisher.pid, "subscriber": subscriber.pid})
        after.callback(memory.end)
        wait_until(lambda: publisher.last("confirmed") > 10_000)
        time.sleep(5)

        broker.process.send_signal(signal.SIGSTOP)
        after.callback(broker.process.send_signal, signal.SIGCONT)
        stopped = time.monotonic()
        # By then the queue is full.
        time.sleep(3)
        full = time.monotonic()
        time.sleep(LASTS - 3)
        goes_on = time.monotonic()
        broker.process.send_signal(signal.SIGCONT)
        back = {}
        for peer, name in ((publisher, "publisher"), (subscriber, "subscriber")):
            wait_until(lambda: peer.first("connected", goes_on), 30)
            when = peer.first("connected", goes_on)
            back[name] = None if when is None else when - goes_on
        confirmed = publisher.last("confirmed")
        moves = wait_until(lambda: publisher.last("confirmed") > confirmed + 10_000)
        in_time = publisher.end()
        arrived = wait_until(lambda: subscriber.last("messages") >= publisher.last("confirmed"))
        in_time = subscriber.end() and in_time
        memory.end()

        for peer, name in ((publisher, "publisher"), (subscriber, "subscriber")):
            noticed = peer.lost_at(stopped)
            verdict.at_most(f"the {name} noticed after", None if noticed is None else noticed - stopped,
                            1.5 * KEEP_ALIVE + 0.1, " s")
        accepted, refused = (publisher.at(name, goes_on) - publisher.at(name, full)
                             for name in ("accepted", "would_block"))
        verdict.check("accepted while the queue was full", f"{accepted:,}", accepted == 0)
        verdict.check("refused as would_block then", f"{refused:,}", refused > 0)
        verdict.figure("messages and bytes queued",
                       f"{publisher.at('queued', goes_on):,} and {publisher.at('queued_bytes', goes_on):,}")
        for name in ("publisher", "subscriber"):
            growth = memory.growth(name, full, goes_on)
            verdict.check(f"resident memory of the {name} while the broker stood, first and last quarter, "
                          f"grows by at most {GROWTH:g} MB",
                          "not seen" if growth is None else f"{growth[0]:.1f} to {growth[1]:.1f} MB",
                          growth is not None and growth[1] - growth[0] <= GROWTH)
            verdict.figure(f"resident memory of the {name}, from begin to end, MB", memory.course(name))
        for name, seconds in back.items():
            verdict.at_most(f"the {name} was back after", seconds, BACKOFF_CAP + 1, " s")
        verdict.check("messages went on, and all ended in order", f"{publisher.last('confirmed'):,} confirmed",
                      moves and in_time)
        verdict.check("confirmed of what was accepted", f"{publisher.last('confirmed'):,} of "
                      f"{publisher.last('accepted'):,}; given up {publisher.last('given_up')}",
                      publisher.last("confirmed") == publisher.last("accepted")
                      and publisher.last("given_up") == publisher.last("protocol_errors") == 0)
        verdict.check("all of them arrived", f"{subscriber.last('messages'):,}, of which {subscriber.last('repeated'):,} "
                      "are marked as sent before", arrived)
    verdict.print()
    return verdict.failures
