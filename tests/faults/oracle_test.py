"""Whoever loses a message is blamed for it, and nobody else.

usage: oracle_test.py
"""

import pathlib
import tempfile
import unittest

import oracle

BEGIN = "1: mosquitto version 2.0.11 starting"
SUBSCRIBED = "1: Received SUBSCRIBE from consumer"


def received(number, packet):
    return f"1: Received PUBLISH from producer (d0, q1, r0, m{packet}, 'orders/{number:06}', ... (122 bytes))"


def confirmed(packet, reason=0):
    return f"1: Sending PUBACK to producer (m{packet}, rc{reason})"


def passed_on(number, packet):
    return f"1: Sending PUBLISH to consumer (d0, q1, r0, m{packet}, 'orders/{number:06}', ... (122 bytes))"


def acknowledged(packet):
    return f"1: Received PUBACK from consumer (Mid: {packet}, RC:0)"


def returned(kept):
    return f"1: Sending CONNACK to consumer ({int(kept)}, 0)"


def blame(number, log, files):
    histories, _ = oracle.read_log(log)
    return oracle.blame(number, histories[number], files)


class Blame(unittest.TestCase):
    def test_what_was_never_confirmed_is_the_producers(self):
        self.assertEqual(blame(7, [BEGIN], []), ("producer", None))
        self.assertEqual(blame(7, [BEGIN, SUBSCRIBED, received(7, 1), BEGIN, confirmed(1)], [set()]), ("producer", None))

    def test_what_was_acknowledged_is_the_consumers(self):
        log = [BEGIN, SUBSCRIBED, received(7, 1), passed_on(7, 4), confirmed(1), acknowledged(4)]
        self.assertEqual(blame(7, log, [set()]), ("consumer", None))

    def test_an_acknowledgement_of_another_connection_counts_for_nothing(self):
        log = [BEGIN, SUBSCRIBED, received(7, 1), passed_on(7, 4), confirmed(1), BEGIN, acknowledged(4)]
        self.assertEqual(blame(7, log, [set()]), (oracle.BY_BROKER, 1))

    def test_what_was_confirmed_and_is_not_in_the_file_is_the_brokers(self):
        log = [BEGIN, SUBSCRIBED, received(7, 1), passed_on(7, 4), confirmed(1)]
        self.assertEqual(blame(7, log, [{6}]), (oracle.BY_BROKER, 1))
        self.assertEqual(blame(7, log, [{7}, {6}]), (oracle.BY_BROKER, 2))

    def test_what_is_in_every_file_is_nobodys(self):
        log = [BEGIN, SUBSCRIBED, received(7, 1), confirmed(1)]
        self.assertEqual(blame(7, log, [{7}, {7}]), ("nobody knows", None))
        self.assertEqual(blame(7, log, []), ("nobody knows", None))

    def test_each_copy_has_to_be_lost(self):
        log = [BEGIN, SUBSCRIBED, received(7, 1), confirmed(1), BEGIN, received(7, 1), confirmed(1)]
        self.assertEqual(blame(7, log, [set(), set()]), (oracle.BY_BROKER, 1))
        self.assertEqual(blame(7, log, [set(), {7}]), ("nobody knows", None))

    def test_a_subscription_that_the_broker_forgot_excuses_until_it_is_made_again(self):
        before = [BEGIN, SUBSCRIBED, BEGIN]
        without = [received(7, 1), confirmed(1, oracle.NO_SUBSCRIBER)]
        self.assertEqual(blame(7, [*before, *without, SUBSCRIBED], [set()]), (oracle.BY_FORGETFUL_BROKER, 1))
        self.assertEqual(blame(7, [*before, SUBSCRIBED, *without], [set()]), ("nobody knows", None))
        self.assertEqual(blame(7, [*before, returned(kept=True), *without], [set()]), ("nobody knows", None))
        self.assertEqual(blame(7, [BEGIN, *without], []), ("nobody knows", None))

    def test_a_line_that_a_kill_cut_off_hides_nothing(self):
        log = [BEGIN, SUBSCRIBED, received(7, 1), "1: Sending PUB" + BEGIN, received(8, 1), confirmed(1)]
        self.assertEqual(blame(7, log, [set()]), ("producer", None))


class Reading(unittest.TestCase):
    def test_what_was_on_its_way_is_counted_when_a_connection_ends(self):
        log = [BEGIN, returned(False), passed_on(1, 1), passed_on(2, 2), acknowledged(1), returned(True),
               passed_on(2, 1), BEGIN]
        self.assertEqual(oracle.read_log(log)[1], [0, 0, 1, 1])

    def test_the_file_is_known_by_its_topics(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "mosquitto.db"
            self.assertEqual(oracle.numbers_in_file(file), frozenset())
            file.write_bytes(b"\x00\xb5\x00mosquitto db\x00orders/000007\x00{}consumerorders/+")
            self.assertEqual(oracle.numbers_in_file(file), frozenset({7}))


if __name__ == "__main__":
    unittest.main()
