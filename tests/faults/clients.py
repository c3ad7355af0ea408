"""1,000 clients whose broker is killed, and returns."""

import contextlib
import pathlib
import re
import signal
import tempfile
import time

from broker import Broker, SAVES_ON_CHANGES

from peer import Peer, wait_until
from verdict import Verdict, spread

CLIENTS, PROCESSES = 1000, 4
AWAY = 5.0  # seconds
BACK_WITHIN = 10.0
BACKOFF_CAP = 4.0


def measure(verdict, keeps):
    with tempfile.TemporaryDirectory(prefix="faults-clients-") as folder, contextlib.ExitStack() as after:
        log = pathlib.Path(folder) / "log"
        saves = SAVES_ON_CHANGES if keeps else "persistence false\n"
        broker = Broker(folder, f"{saves}log_type subscribe\nlog_type notice\nlog_dest file {log}\n")
        after.callback(broker.kill)
        crowds = [Peer("crowd", url=f"mqtt://{broker.address}", name=f"crowd-{i}", clients=CLIENTS // PROCESSES,
                       keep_alive=30, backoff_initial_ms=250, backoff_max_ms=int(BACKOFF_CAP * 1000))
                  for i in range(PROCESSES)]
        for each in crowds:
            after.callback(each.kill)
        began = crowds[0].begun

        def total(name):
            return sum(each.last(name) for each in crowds)

        def subscriptions(since=0):
            with open(log, encoding="utf-8", errors="replace") as lines:
                lines.seek(since)
                return [line.split(": ", 1)[1].strip() for line in lines if re.search(r": crowd-\d+-\d+ 1 orders/", line)]

        first = wait_until(lambda: total("connected") == CLIENTS)
        verdict.check(f"{CLIENTS:,} clients are connected", f"{total('connected'):,}, after {time.monotonic() - began:.1f} s",
                      first)
        wait_until(lambda: len(set(subscriptions())) == CLIENTS)
        time.sleep(1)
        before = subscriptions()
        verdict.check("each has subscribed once", f"{len(before):,} of {len(set(before)):,}",
                      len(before) == len(set(before)) == CLIENTS)
        seen = log.stat().st_size
        broker.kill()
        killed = time.monotonic()
        time.sleep(AWAY)
        broker.start()
        returned = time.monotonic()
        wait_until(lambda: total("connected") == CLIENTS and all(
            each.last("at") > returned for each in crowds))
        times = {}
        for crowd in crowds:
            for when, client, state, _ in crowd.states:
                # Some are faster than who notes when it returned.
                if state == "connected" and when >= killed:
                    times.setdefault(client, []).append(max(0.0, when - returned))
        back = [each[0] for each in times.values()]
        verdict.figure("from the broker's return to a connection", spread(back))
        verdict.check(f"back within {BACK_WITHIN:.0f} s", f"{sum(1 for each in back if each <= BACK_WITHIN):,}",
                      len(back) == CLIENTS and max(back) <= BACK_WITHIN)
        if not keeps:
            wait_until(lambda: len(set(subscriptions(seen))) == CLIENTS, 20)
        time.sleep(3)
        again = subscriptions(seen)
        wanted = 0 if keeps else CLIENTS
        verdict.check("subscriptions that the broker was asked for then, " +
                      ("which had kept them" if keeps else "each once"), f"{len(again):,} of {len(set(again)):,} clients",
                      len(again) == len(set(again)) == wanted)
        verdict.check("connections that each needed", max(len(each) for each in times.values()) if times else "none",
                      bool(times) and max(len(each) for each in times.values()) == 1)
        for each in crowds:
            each.process.send_signal(signal.SIGUSR1)
        wait_until(lambda: total("handled") >= CLIENTS)
        time.sleep(2)
        verdict.check("a message to each arrives once", f"{total('handled'):,}, most for one "
                      f"{max(each.last('most_handled') for each in crowds)}",
                      total("handled") == CLIENTS and max(each.last("most_handled") for each in crowds) == 1)
        verdict.check("all end in order", "", all([each.end() for each in crowds]))


def run(_):
    failures = 0
    for keeps in (False, True):
        verdict = Verdict(f"clients: {CLIENTS:,} in {PROCESSES} processes, the broker is killed and away for {AWAY:.0f} s, "
                          f"and {'keeps' if keeps else 'forgets'} their sessions")
        measure(verdict, keeps)
        verdict.print()
        failures += verdict.failures
    return failures
