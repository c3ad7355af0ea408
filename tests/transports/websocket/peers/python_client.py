"""usage: python_client.py <scenario> <url> [CA file]

A client of the server under test, with the package `websockets`. Lines on its output tell the test
that it may go on; a check that fails ends it with a traceback.
"""
import asyncio
import json
import ssl
import sys

import websockets

scenario, url = sys.argv[1:3]
tls = ssl.create_default_context(cafile=sys.argv[3]) if len(sys.argv) > 3 else None


def connect(target=url, protocol="asyncapi.v1", **more):
    return websockets.connect(target, subprotocols=[protocol] if protocol else None, ssl=tls, **more)


def frame(header, payload=None):
    return json.dumps(header) + ("" if payload is None else "\n" + payload)


async def receive(peer):
    text = await peer.recv()
    line_end = b"\n" if isinstance(text, bytes) else "\n"
    header, _, payload = text.partition(line_end)
    return json.loads(header), payload


async def subscribe(peer, wanted, **more):
    await peer.send(frame({"subscribe": wanted, "id": "s", **more}))
    assert (await receive(peer))[0] == {"ack": "s"}


def go_on(word):
    print(word, flush=True)


async def status_of(target, protocol="asyncapi.v1", **more):
    try:
        async with connect(target, protocol, **more):
            return 101
    except websockets.InvalidStatusCode as refused:
        return refused.status_code


async def metadata():
    about = {
        "message": "OrderPlaced",
        "id": "m-1",
        "correlationId": "c-1",
        "contentType": "application/json",
        "time": "2024-05-06T07:08:09.123Z",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "tracestate": "vendor=1",
        "headers": {"tenant": "Zoë", "priority": "7"},
    }
    async with connect() as peer:
        assert peer.subprotocol == "asyncapi.v1"
        await subscribe(peer, "news/+")
        await peer.send(frame({"address": "orders/1", "replyTo": "answers/1", **about}, '{"name":"Zoë ☃ 🚀"}'))
        header, payload = await receive(peer)
        assert header == {"address": "news/1", "replyTo": "here", **about}, header
        assert payload == '{"name":"Zoë ☃ 🚀"}'


async def acknowledgements():
    async with connect() as peer:
        await subscribe(peer, "jobs", ack=True)
        go_on("subscribed")
        assert (await receive(peer))[0] == {"address": "jobs", "id": "j-1", "ack": True}
        await peer.send(frame({"nack": "j-1"}))
        assert (await receive(peer))[0] == {"address": "jobs", "id": "j-1", "attempt": 2, "ack": True}
        await peer.send(frame({"ack": "j-1"}))

        await peer.send(frame({"address": "orders", "ack": "p-1"}, "1"))
        await peer.send(frame({"address": "nobody", "id": "p-2", "ack": True}, "2"))
        assert (await receive(peer))[0]["error"] == "unroutable"
        go_on("sent")
        assert (await receive(peer))[0] == {"ack": "p-1"}


async def requests():
    async with connect() as peer:
        await subscribe(peer, "quotes/ask")

        async def ask(sku, key):
            header = {"address": "quotes/get", "correlationId": key, "replyTo": f"answers/{key}"}
            await peer.send(frame(header, json.dumps({"sku": sku, "requestId": key})))
            return await receive(peer)

        header, payload = await ask("A-77", "r-1")
        assert (header["address"], header["message"], header["correlationId"]) == ("answers/r-1", "Quote", "r-1")
        assert json.loads(payload) == {"price": 4, "requestId": "r-1"}

        header, payload = await ask("wrong", "r-2")
        assert (header["address"], header["correlationId"]) == ("answers/r-2", "r-2")
        assert header["headers"]["asyncapi-error"] == "contract violation"
        assert json.loads(payload)["pointer"] == "/sku"

        go_on("ask")
        header, payload = await receive(peer)
        assert header["address"] == "quotes/ask"
        reply = {"price": 9, "requestId": json.loads(payload)["requestId"]}
        await peer.send(frame({"address": header["replyTo"], "message": "Quote"}, json.dumps(reply)))
        await peer.wait_closed()


async def opcodes():
    every_byte = bytes(i % 256 for i in range(1024))
    async with connect() as peer:
        await subscribe(peer, "bytes")
        await peer.send(b'{"address":"orders"}\n' + every_byte)
        await peer.send(['{"address":', '"orders"}\nin ', "pieces"])
        header, payload = await receive(peer)
        assert payload == every_byte
        header, payload = await receive(peer)
        assert payload == "in pieces"


async def closed_with(peer):
    await peer.wait_closed()
    return peer.close_code


async def broken():
    async with connect() as peer:
        for text in ("not json", '{"address":1}', "[]", "", '{"address":"orders"', "null", b"\xff\xfe"):
            await peer.send(text)
            assert (await receive(peer))[0]["error"] == "malformed", text
        await peer.send(frame({"address": "orders"}, "still here"))
        assert (await receive(peer))[0]["error"] == "unroutable"
        await peer.send("the last straw")
        assert await closed_with(peer) == 1002
    cases = ((b"\x81\x81\0\0\0\0\xff", 1007), (b"\x83\x81\0\0\0\0 ", 1002), (b"\x81\x01 ", 1002))
    for raw, code in cases:
        async with connect() as peer:
            peer.transport.write(raw)
            assert await closed_with(peer) == code
    async with connect() as peer:
        await peer.send("x" * 100_000)
        assert await closed_with(peer) == 1009


async def bare():
    async with connect(url + "quotes/get", None) as peer, connect(url + "quotes/ask", None) as asked:
        assert peer.subprotocol is None
        for sku, key in (("A-7", "r-1"), ("A-77", "r-2")):
            await peer.send(json.dumps({"sku": sku, "requestId": key}))
        answers = [json.loads(await peer.recv()) for _ in range(2)]
        assert answers == [{"price": 4, "requestId": "r-2"}, {"price": 3, "requestId": "r-1"}], answers

        go_on("ask")
        wanted = [json.loads(await asked.recv()) for _ in range(2)]
        for request in reversed(wanted):
            reply = {"price": len(request["sku"]), "requestId": request["requestId"]}
            await asked.send(json.dumps(reply))
        await asked.wait_closed()


async def refusals():
    assert await status_of(url + "ws", origin="http://evil.example") == 403
    assert await status_of(url + "other") == 404
    assert await status_of(url + "ws", "mqtt") == 400
    own = url.replace("ws", "http", 1).rstrip("/")
    assert await status_of(url + "ws?x=1", origin=own) == 101


async def refused():
    try:
        await connect()
    except ssl.SSLCertVerificationError:
        return
    raise AssertionError("the certificate was taken")


async def closing():
    async with connect() as peer:
        await peer.close(4001, "enough")
        assert peer.close_code == 4001
    async with connect() as peer:
        go_on("open")
        assert await closed_with(peer) == 1001
        assert peer.close_reason == "the server is closing"


async def alive():
    async with connect() as peer:
        await (await peer.ping(b"x"))
        go_on("open")
        await peer.wait_closed()


asyncio.run(asyncio.wait_for(globals()[scenario](), 60))
