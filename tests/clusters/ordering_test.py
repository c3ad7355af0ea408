"""The ordering system's services over a cluster of brokers, with orders placed while a node is killed.

usage: ordering_test.py <ordering_demo> <version> <H:P,H:P,H:P> <process of the first node> [option of the demo...]
"""

import os
import pathlib
import re
import signal
import sys
import tempfile
import time

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / "ordering")]
from demo_test import MOKA_POT, ask  # noqa: E402
from support.demo import PATIENCE, Shop  # noqa: E402

STEPS = ["received", "validated", "paid", "packaged", "dispatched", "delivered"]


def document_for(version, folder):
    """The ordering system's document, with the version of MQTT that the broker speaks."""
    original = pathlib.Path(__file__).resolve().parents[2] / "examples" / "ordering" / "ordering.asyncapi.yaml"
    text, count = re.subn(r"protocolVersion: '5\.0'", f"protocolVersion: '{version}'", original.read_text(encoding="utf-8"))
    assert count == 1, "the document does not say which version its broker speaks"
    changed = pathlib.Path(folder) / original.name
    changed.write_text(text, encoding="utf-8")
    return str(changed)


def order(shop, count):
    """Orders as a customer does: who is told that the shop is not available just now tries again."""
    placed, refusals = [], 0
    deadline = time.monotonic() + PATIENCE
    while len(placed) < count:
        [(message, answer)] = ask(shop, MOKA_POT)
        if message == "OrderAccepted":
            placed.append(answer["orderId"])
        else:
            assert answer.get("code") == "unavailable" and time.monotonic() < deadline, (message, answer)
            refusals += 1
    if refusals:
        print(f"the shop was not available {refusals} times")
    return placed


def delivered(shop, orders):
    for each in orders:
        shop.wait_for(f"-> order/{each}/status", "step=delivered")
    lines = [shop.lines(" ordering ", f"-> order/{each}/status") for each in orders]
    for each in lines:
        assert [line.split("step=")[1].strip() for line in each] == STEPS, each


def main(program, version, nodes, first, *options):
    with tempfile.TemporaryDirectory(prefix="ordering-cluster-") as folder:
        shop = Shop(program, folder + "/data", speed=5,
                    options=("--broker", nodes, "--contract", document_for(version, folder), *options))
        try:
            delivered(shop, order(shop, 3))
            print("three orders were delivered over the cluster")
            under_way = order(shop, 3)
            shop.wait_for(f"-> order/{under_way[0]}/status", "step=validated")
            os.kill(first, signal.SIGKILL)
            delivered(shop, under_way)
            print("three orders were delivered although a node was killed under way")
            delivered(shop, order(shop, 3))
            print("three orders were placed and delivered with two nodes")
            assert shop.lines("violation") == [], shop.lines("violation")
            assert shop.stop() == 0
        except BaseException:
            print("".join(shop.log[-200:]), file=sys.stderr)
            raise
        finally:
            if shop.process.poll() is None:
                shop.kill()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), *sys.argv[5:])
