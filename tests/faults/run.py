#!/usr/bin/env python3
"""Long runs of the MQTT transport on mosquitto, with faults: a table of figures each, and what has to hold of them.

Ends with 1 when something does not hold.
"""

import argparse
import importlib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

SCENARIOS = {"kills": "the broker, the consumer and the producer are killed",
             "partition": "nothing comes through for 30 s, and nobody says so",
             "stopped": "the broker stops, and its publisher does not",
             "slow-consumer": "one consumer cannot keep up with its producer",
             "clients": "1,000 clients come back to a broker at once"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("scenario", nargs="?", default="all", choices=["all", *SCENARIOS],
                        help="; ".join(f"{name}: {what}" for name, what in SCENARIOS.items()))
    parser.add_argument("--messages", type=int, default=100_000, help="kills: orders")
    parser.add_argument("--rate", type=int, default=1500, help="kills: orders a second")
    parser.add_argument("--saves", help="kills: only where the broker saves so: change, seconds")
    parser.add_argument("--version", type=int, default=5, choices=[3, 5], help="of MQTT")
    parser.add_argument("--seed", type=int, default=1, help="kills: when")
    parser.add_argument("--keep", action="store_true", help="kills: the folder with logs and databases")
    parser.set_defaults(program=pathlib.Path(__file__).resolve())
    arguments = parser.parse_args()
    failures = 0
    for name in SCENARIOS:
        if arguments.scenario in ("all", name):
            failures += importlib.import_module(name.replace("-", "_")).run(arguments)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
