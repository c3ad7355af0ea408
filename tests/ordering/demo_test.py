"""The ordering system as the one sees it who starts it, or speaks to it with a tool of their own.

usage: demo_test.py <ordering_demo>
Ends with 77 when python3-websockets is missing, and with a failure for that where the environment says CI.
"""

import asyncio
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.request

from support.demo import PATIENCE, Shop

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from broker import Broker, find_mosquitto  # noqa: E402

MOKA_POT = {"productId": "moka-pot", "storeId": "lisbon", "quantity": 1, "orderPriority": "NORMAL",
            "email": "ada@example.com"}


async def converse(shop, requests):
    """Sends each of the requests on one connection; returns the answers, as name and payload."""
    import websockets
    answers = []
    async with websockets.connect(f"ws://127.0.0.1:{shop.port}/channels", subprotocols=["asyncapi.v1"]) as socket_:
        for i, (correlation, payload) in enumerate(requests):
            header = {"address": "order", "message": "OrderRequest", "id": f"m{i}",
                      "correlationId": correlation, "replyTo": f"reply/{i}"}
            await socket_.send(json.dumps(header) + "\n" + payload)
            frame = await asyncio.wait_for(socket_.recv(), PATIENCE)
            told, answer = frame.split("\n", 1)
            told = json.loads(told)
            assert (told["address"], told["correlationId"]) == (f"reply/{i}", correlation), told
            answers.append((told["message"], json.loads(answer)))
    return answers


def ask(shop, *payloads):
    texts = [each if isinstance(each, str) else json.dumps(each) for each in payloads]
    return asyncio.run(converse(shop, [(f"conversation-{i}", text) for i, text in enumerate(texts)]))


class Webhook:
    """A chat tool that takes lines, after it has refused some."""

    def __init__(self, refusals=0):
        self.refusals = refusals
        self.calls = []
        webhook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                webhook.refusals -= 1
                taken = webhook.refusals < 0
                if taken:
                    webhook.calls.append((self.path, self.headers["X-Correlation-Id"], json.loads(body)))
                self.send_response(204 if taken else 503)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks/staff"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class DemoTest(unittest.TestCase):
    program = ""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="ordering-demo-")
        self.addCleanup(self.folder.cleanup)
        self.database = self.folder.name + "/new/data"

    def open(self, **how):
        shop = Shop(self.program, self.database, **how)
        self.addCleanup(lambda: shop.process.poll() is None and shop.kill())
        return shop

    def run_demo(self, *arguments):
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True, timeout=PATIENCE)
        return done.returncode, done.stdout, done.stderr

    def cannot_open(self, *arguments):
        code, _, said = self.run_demo("--port", "0", "--database", self.database, *arguments)
        self.assertEqual(code, 1, said)
        self.assertTrue(said.startswith("The shop cannot open: "), said)
        return said

    # Starting and stopping it

    def test_help_lists_the_options(self):
        code, said, errors = self.run_demo("--port", "17", "--help")
        self.assertEqual((code, errors), (0, ""))
        for option in ("--port", "--address", "--database", "--speed", "--webhook", "--seed", "--page", "--contract", "--broker", "--subscribe-qos", "--quiet"):
            self.assertIn(option, said)

    def test_a_wrong_option_is_named(self):
        for arguments, complaint in ((["--nonsense"], "no such option: --nonsense"),
                                     (["serve"], "no such option: serve"),
                                     (["--port"], "--port needs a value"),
                                     (["--port", "70000"], "not a port: 70000"),
                                     (["--speed=fast"], "not a pace: fast"),
                                     (["--subscribe-qos", "2"], "not 0 or 1: 2"),
                                     (["--broker", ":1883,b:1883"], "not a broker's host:port"),
                                     (["--webhook", "ftp://a", "--database", self.database], "a webhook is http")):
            with self.subTest(arguments=arguments):
                code, _, said = self.run_demo(*arguments)
                self.assertEqual(code, 2)
                self.assertTrue(said.startswith(complaint), said)
                self.assertIn("--help", said)

    def test_a_port_that_is_taken_is_said_with_the_way_out(self):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            said = self.cannot_open(f"--port={port}")
        self.assertIn(f"127.0.0.1:{port}", said)
        self.assertIn("--port 0", said)

    def test_what_is_missing_is_named(self):
        self.assertIn("/nowhere.json", self.cannot_open("--seed", "/nowhere.json"))
        self.assertIn("/nowhere", self.cannot_open("--page", "/nowhere"))
        self.assertIn("nonsense", self.cannot_open("--address", "nonsense"))

    def test_a_folder_that_cannot_be_used_is_named(self):
        file = self.folder.name + "/file"
        pathlib.Path(file).touch()
        self.assertIn("cannot make " + file + "/data", self.cannot_open("--database", file + "/data"))
        self.assertIn("cannot write to /proc", self.cannot_open("--database", "/proc"))  # not even by root

    def test_one_folder_has_one_shop(self):
        shop = self.open()
        self.assertIn("another shop has its state in " + self.database, self.cannot_open())
        shop.kill()
        self.assertEqual(self.open().stop(), 0)

    def test_ctrl_c_closes_it(self):
        shop = self.open()
        self.assertEqual(shop.stop(signal.SIGINT), 0)
        self.assertTrue(shop.lines("Closing."))

    def test_quiet_is_quiet(self):
        shop = self.open(options=["--quiet"])
        self.assertEqual(ask(shop, MOKA_POT)[0][0], "OrderAccepted")
        shop.stop()
        self.assertEqual(shop.lines("OrderRequest"), [])

    def test_the_page_is_served(self):
        with urllib.request.urlopen(self.open().url) as page:
            self.assertIn("text/html", page.headers["Content-Type"])
            self.assertIn(b"<!doctype html>", page.read())

    # Speaking to it

    def test_whatever_is_wrong_is_answered_and_the_connection_stays(self):
        shop = self.open()
        wrong = [('{"productId":', "InvalidMessage"), ("", "InvalidMessage"), ("null", "InvalidMessage"),
                 ({**MOKA_POT, "quantity": 1001}, "InvalidMessage"), ({**MOKA_POT, "quantity": "2"}, "InvalidMessage"),
                 ({**MOKA_POT, "orderPriority": "SOON"}, "InvalidMessage"),
                 ({**MOKA_POT, "productId": "teapot"}, "unknown_product"),
                 ({**MOKA_POT, "storeId": "atlantis"}, "unknown_store"),
                 ({**MOKA_POT, "quantity": 5}, "quantity_too_large"),
                 ({**MOKA_POT, "storeId": "porto", "quantity": 4}, "insufficient_stock")]
        answers = ask(shop, *[payload for payload, _ in wrong], MOKA_POT)
        for (payload, expected), (message, answer) in zip(wrong, answers):
            with self.subTest(payload=payload):
                self.assertEqual(answer["code"] if message == "OrderRefused" else message, expected)
        self.assertEqual(answers[-1][0], "OrderAccepted")
        self.assertEqual(answers[-1][1]["remaining"], 11)

    def test_the_correlation_id_tells_the_story_from_the_order_to_the_delivery(self):
        shop = self.open()
        ask(shop, MOKA_POT)
        shop.wait_for("NotificationPosted conversation-0", "step=delivered")
        story = [line.split()[1:5] for line in shop.lines(" conversation-0")]
        self.assertEqual(story[0], ["page", "<-", "order", "OrderRequest"])
        self.assertEqual({service for service, *_ in story},
                         {"page", "web", "ordering", "product", "customer", "payment", "delivery", "notification", "chat"})
        steps = [line.split("step=")[1].strip() for line in shop.lines(" ordering ", "-> order/", " conversation-0 ")]
        self.assertEqual(steps, ["received", "validated", "paid", "packaged", "dispatched", "delivered"])

    def test_the_documents_of_both_versions_drive_the_same_services(self):
        folder = pathlib.Path(__file__).resolve().parents[2] / "examples" / "ordering"
        told = []
        for name in ("ordering.asyncapi.yaml", "ordering-3.asyncapi.yaml"):
            self.database = f"{self.folder.name}/{name}"
            shop = self.open(options=("--contract", str(folder / name)))
            [(message, answer)] = ask(shop, MOKA_POT)
            self.assertEqual(message, "OrderAccepted", answer)
            shop.wait_for("NotificationPosted", "step=delivered")
            self.assertEqual(shop.lines("violation"), [])
            steps = shop.lines(" ordering ", f"-> order/{answer['orderId']}/status")
            told.append([line.split("step=")[1].strip() for line in steps])
            self.assertEqual(shop.stop(), 0)
        self.assertEqual(told, [["received", "validated", "paid", "packaged", "dispatched", "delivered"]] * 2)

    def open_over_broker(self, **how):
        if find_mosquitto() is None:
            self.assertNotIn("CI", os.environ, "there is no mosquitto")
            self.skipTest("there is no mosquitto")
        broker = Broker(self.folder.name)
        self.addCleanup(broker.kill)
        return broker, self.open(options=("--broker", broker.address), **how)

    def test_the_services_talk_over_a_broker(self):
        broker, shop = self.open_over_broker()
        answers = ask(shop, *[MOKA_POT] * 3)
        for message, answer in answers:
            self.assertEqual(message, "OrderAccepted", answer)
            shop.wait_for(f"-> order/{answer['orderId']}/status", "step=delivered")
        self.assertEqual(shop.lines("violation"), [])
        self.assertEqual(shop.stop(), 0)

    def test_orders_survive_a_kill_of_the_broker(self):
        broker, shop = self.open_over_broker(speed=5)
        answers = ask(shop, *[MOKA_POT] * 3)
        shop.wait_for("step=validated")
        broker.kill()
        broker.start()
        for message, answer in answers:
            self.assertEqual(message, "OrderAccepted", answer)
            shop.wait_for(f"-> order/{answer['orderId']}/status", "step=delivered")

    def test_a_document_that_the_services_part_from_is_refused_with_the_place(self):
        folder = pathlib.Path(__file__).resolve().parents[2] / "examples" / "ordering"
        document = (folder / "ordering.asyncapi.yaml").read_text(encoding="utf-8")
        stricter = pathlib.Path(self.folder.name) / "stricter.yaml"
        self.assertIn("HIGH, EXPRESS]", document)
        stricter.write_text(document.replace("HIGH, EXPRESS]", "HIGH]"), encoding="utf-8")
        line = document[:document.index("HIGH, EXPRESS]")].count("\n") + 1
        self.assertIn(f"stricter.yaml:{line}: OrderRequest at /orderPriority: contract violation (enum): the C++ type can "
                      "send what the document refuses", self.cannot_open("--contract", str(stricter)))

    def test_a_document_that_cannot_be_read_is_named(self):
        self.assertIn("none.yaml: ", self.cannot_open("--contract", "none.yaml"))

    def test_orders_survive_a_kill(self):
        shop = self.open(speed=5)
        answers = ask(shop, *[MOKA_POT] * 4)
        shop.wait_for("step=validated")
        shop.kill()
        shop = self.open()
        for message, answer in answers:
            self.assertEqual(message, "OrderAccepted")
            shop.wait_for(f"-> order/{answer['orderId']}/status", "step=delivered")
        self.assertEqual(ask(shop, MOKA_POT)[0][1]["remaining"], 12 - 5)

    def test_a_webhook_hears_every_step_even_if_it_refuses_at_first(self):
        webhook = Webhook(refusals=1)
        self.addCleanup(webhook.close)
        shop = self.open(options=["--webhook", webhook.url])
        ask(shop, MOKA_POT)
        shop.wait_for("NotificationPosted", "step=delivered", "delivered=true")
        self.assertEqual({call[:2] for call in webhook.calls}, {("/hooks/staff", "conversation-0")})
        words = [call[2]["text"].split()[2].rstrip(":") for call in webhook.calls]
        self.assertEqual(words, ["received", "validated", "paid", "packaged", "dispatched", "delivered"])


if __name__ == "__main__":
    try:
        import websockets  # noqa: F401
    except ImportError:
        print("NOT TESTED: there is no python3-websockets, so nobody has spoken to the demo.")
        sys.exit(1 if os.environ.get("CI") else 77)
    DemoTest.program = sys.argv[1]
    unittest.main(argv=sys.argv[:1] + sys.argv[2:], verbosity=2)
