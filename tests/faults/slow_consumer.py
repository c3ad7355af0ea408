"""A consumer that takes 100 messages a second of a producer's 10,000: do the others feel it?"""

import contextlib
import tempfile
import time

from broker import Broker

from peer import Memory, Peer, wait_until
from verdict import Verdict

RATE, SLOW = 10_000, 100  # messages a second
TURN = 10.0  # seconds with, and without
TURNS = 3
SHARE = 0.8
GROWTH = 2.0  # megabytes that are noise
# Its queue is full, and what Paho copies of it comes and goes: the allocator settles in steps.
GROWTH_OF_PRODUCER = 10.0


def measure(verdict, qos):
    fast_names = ("first", "second")
    with tempfile.TemporaryDirectory(prefix="faults-slow-") as folder, contextlib.ExitStack() as after:
        # What the slow one has not got is bounded by the broker, which drops the rest for it.
        broker = Broker(folder, "persistence false\nmax_inflight_messages 1000\nmax_queued_messages 10000\n")
        after.callback(broker.kill)
        common = {"url": f"mqtt://{broker.address}", "topic": "stream", "keep_alive": 10}
        fast = [Peer("subscribe", name=name, rate=0, **common) for name in fast_names]
        for each in fast:
            after.callback(each.kill)
        wait_until(lambda: all(each.first("connected", 0) for each in fast))
        producer = Peer("publish", name="producer", rate=RATE, bytes=100, qos=qos, **common)
        after.callback(producer.kill)
        processes = {"producer": producer, **dict(zip(fast_names, fast))}
        memory = Memory(lambda: {"broker": broker.process.pid,
                                 **{name: each.pid for name, each in processes.items()}})
        after.callback(memory.end)
        wait_until(lambda: fast[0].last("messages") > 2 * RATE)

        without, with_, slow_rates, offered = [], [], [], []
        slow_memory = []
        for turn in range(TURNS):
            time.sleep(2)
            begin = time.monotonic()
            time.sleep(TURN)
            end = time.monotonic()
            without.append([each.rate("messages", begin, end) for each in fast])
            slow = Peer("subscribe", name=f"slow-{turn}", rate=SLOW, **common)
            after.callback(slow.kill)
            processes["slow"] = slow
            wait_until(lambda: slow.last("messages") > 2 * SLOW)
            begin = time.monotonic()
            time.sleep(TURN)
            end = time.monotonic()
            with_.append([each.rate("messages", begin, end) for each in fast])
            slow_rates.append(slow.rate("messages", begin, end))
            offered.append(producer.rate("accepted", begin, end))
            slow_memory.append(memory.growth("slow", begin, end))
            slow_lost = slow.lost_at(begin)
            verdict.check(f"turn {turn + 1}: the slow one stays connected", "no" if slow_lost else "yes", not slow_lost)
            del processes["slow"]
            slow.kill()
        in_time = producer.end()
        time.sleep(1)
        in_time = all([each.end() for each in fast]) and in_time
        memory.end()

        verdict.figure("taken by the slow one, a second", ", ".join(f"{each:.0f}" for each in slow_rates))
        verdict.figure(f"accepted of the producer's {RATE:,} a second", ", ".join(f"{each:,.0f}" for each in offered))
        verdict.check("refused to the producer as would_block", f"{producer.last('would_block'):,}",
                      producer.last("would_block") > 0)
        for index, name in enumerate(fast_names):
            before = [each[index] for each in without]
            beside = [each[index] for each in with_]
            ratio = sum(beside) / sum(before) if sum(before) else 0
            verdict.check(f"the {name} other one, messages a second, keeps {SHARE:.0%} of its rate",
                          " ".join(f"{a:,.0f}→{b:,.0f}" for a, b in zip(before, beside)) + f", {ratio:.0%}",
                          ratio >= SHARE)
        for number, growth in enumerate(slow_memory):
            verdict.check(f"resident memory of the slow one in turn {number + 1}, first and last quarter, grows by at "
                          f"most {GROWTH:g} MB", "not seen" if growth is None else f"{growth[0]:.1f} to {growth[1]:.1f} MB",
                          growth is not None and growth[1] - growth[0] <= GROWTH)
        for name in ("producer", *fast_names):
            seen = memory.seen.get(name, [])
            begin, end = seen[len(seen) // 8][0], seen[-1][0]
            growth = memory.growth(name, begin, end)
            limit = GROWTH_OF_PRODUCER if name == "producer" else GROWTH
            verdict.check(f"resident memory of the {name}, first and last quarter, grows by at most {limit:g} MB",
                          "not seen" if growth is None else f"{growth[0]:.1f} to {growth[1]:.1f} MB",
                          growth is not None and growth[1] - growth[0] <= limit)
        verdict.figure("resident memory of the broker, from begin to end, MB", memory.course("broker"))
        verdict.check("all ended in order", "yes" if in_time else "no", in_time)


def run(_):
    failures = 0
    for qos in (0, 1):
        verdict = Verdict(f"slow-consumer: {SLOW} a second of {RATE:,} at QoS {qos}, beside two others; {TURNS} turns of "
                          f"{TURN:.0f} s without it, and with")
        measure(verdict, qos)
        verdict.print()
        failures += verdict.failures
    return failures
