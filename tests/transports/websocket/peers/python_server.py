"""usage: python_server.py <scenario>

A server for the client under test, with the package `websockets`. It prints its port, and then what
happens; on its input come commands: `restart`, `abort`, `publish <address> <payload>`.
"""
import asyncio
import json
import sys

import websockets

scenario = sys.argv[1]
open_connections = set()


def say(*words):
    print(*words, flush=True)


async def bare(connection):
    """Answers two quotes at a time, the later one first; bytes come back as they are."""
    held = []
    async for message in connection:
        if isinstance(message, bytes):
            await connection.send(message)
            continue
        held.append(json.loads(message))
        while len(held) == 2:
            request = held.pop()
            await connection.send(json.dumps({"price": len(request["sku"]), "requestId": request["requestId"]}))
            request = held.pop()
            await connection.send(json.dumps({"price": len(request["sku"]), "requestId": request["requestId"]}))


async def envelope(connection):
    """Acknowledges what is asked for, and says what it got."""
    async for message in connection:
        text, _, payload = message.partition("\n")
        header = json.loads(text)
        if "subscribe" in header:
            connection.filters.append(header["subscribe"])
            say("subscribed", header["subscribe"])
            await connection.send(json.dumps({"ack": header["id"]}))
        elif "unsubscribe" in header:
            connection.filters.remove(header["unsubscribe"])
            await connection.send(json.dumps({"ack": header["id"]}))
        elif "ack" in header and "address" not in header:
            say("acknowledged", header["ack"])
        elif "address" in header:
            say("got", header["address"], header.get("attempt", 1), payload)
            if "replyTo" in header:
                reply = {"address": header["replyTo"], "message": "Quote"}
                request = json.loads(payload)
                answer = {"price": len(request["sku"]), "requestId": request["requestId"]}
                await connection.send(json.dumps(reply) + "\n" + json.dumps(answer))
            if header.get("ack") and payload != "keep":
                await connection.send(json.dumps({"ack": header["id"]}))


async def serve(connection):
    connection.filters = []
    open_connections.add(connection)
    try:
        await {"bare": bare, "envelope": envelope}[scenario](connection)
    except websockets.ConnectionClosedError:
        pass
    open_connections.discard(connection)
    say("closed", connection.close_code)


async def main():
    protocols = {"bare": ["quotes.v1"], "envelope": ["asyncapi.v1"]}[scenario]
    port = 0

    async def listen():
        return await websockets.serve(serve, "127.0.0.1", port, subprotocols=protocols)

    server = await listen()
    port = server.sockets[0].getsockname()[1]
    say(port)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while command := (await reader.readline()).decode().split(" ", 2):
        word = command[0].strip()
        if word == "restart":
            server.close()
            await server.wait_closed()
            say("stopped")
            server = await listen()
            say("listening")
        elif word == "abort":
            for connection in list(open_connections):
                connection.transport.abort()
        elif word == "publish":
            header = json.dumps({"address": command[1], "id": "p-1", "ack": True})
            for connection in list(open_connections):
                if command[1] in connection.filters:
                    await connection.send(header + "\n" + command[2].strip())
        else:
            break
    server.close()


asyncio.run(main())
