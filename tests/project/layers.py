#!/usr/bin/env python3
"""Fails when a header includes what its layer may not know.

usage: layers.py <include directory>
"""

import re
import sys
from pathlib import Path

# Lowest layer first. The longest entry that fits a header's path decides; a folder ends with "/".
LAYERS = [
    ["version.hpp", "error.hpp", "result.hpp", "secret.hpp", "detail/"],
    ["metadata.hpp", "address.hpp", "retry.hpp", "time_source.hpp", "context.hpp", "detail/event.hpp",
     "schema.hpp", "schema/"],
    ["message.hpp", "transport.hpp", "connector.hpp", "middleware.hpp", "validation.hpp", "validation/"],
    ["codec.hpp", "codec/", "transports/", "document.hpp", "document/"],
    ["policy.hpp", "attempt_counter.hpp", "deduplicator.hpp", "metrics.hpp", "part_metrics.hpp", "channel.hpp", "channel/", "producer.hpp", "consumer.hpp", "requester.hpp",
     "responder.hpp", "contract.hpp", "contract/", "sqlite.hpp", "sqlite/"],
    ["asyncapi.hpp", "impl/"],
]

# (headers, what they must not include, why); an include is written as in the source, without <>.
FORBIDDEN = [
    (r"", r"boost/asio\.hpp|boost/beast\.hpp", "include the headers that are used, not all of them"),
    (r"(?!transports/)", r"boost/beast/", "Beast belongs to the transports"),
    (r"schema(/|\.hpp)", r"rapidjson/", "schema/ describes types; it reads no JSON"),
    (r"schema(/|\.hpp)", r"boost/(asio|beast)/", "schema/ does no I/O"),
    (r"transports/", r"asyncapi/(schema|validation|message|codec)(/|\.hpp)",
     "a transport moves bytes and metadata"),
]

# What a user's file pays for: all that asyncapi.hpp includes when definitions are compiled elsewhere.
LIGHT_ROOT = "asyncapi.hpp"
LIGHT = re.compile(r"(?!rapidjson/|pcre2|openssl/|boost/)|boost/asio/(any_io_executor|awaitable)\.hpp|boost/system/")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def header_of(path):
    """The header whose definitions an .ipp file has; any other path as it is."""
    return path.replace("impl/", "").replace(".ipp", ".hpp") if path.endswith(".ipp") else path


def layer_of(path):
    path = header_of(path)
    best, layer = -1, None
    for number, entries in enumerate(LAYERS):
        for entry in entries:
            fits = path.startswith(entry) if entry.endswith("/") else path == entry
            if fits and len(entry) > best:
                best, layer = len(entry), number
    return layer


def includes_of(root, path):
    """(line, include) for each include; one of the library's own is spelt asyncapi/..."""
    for number, text in enumerate((root / "asyncapi" / path).read_text(encoding="utf-8").splitlines(), 1):
        found = INCLUDE.match(text)
        if not found:
            continue
        bracket, target = found.groups()
        beside = (root / "asyncapi" / path).parent / target
        if bracket == '"' and beside.is_file():
            target = beside.resolve().relative_to(root.resolve()).as_posix()
        yield number, target


def cycle_in(graph):
    state, trail = {}, []

    def visit(node):
        state[node] = "open"
        trail.append(node)
        for other in graph.get(node, ()):
            if state.get(other) == "open":
                return trail[trail.index(other):] + [other]
            if other not in state and other in graph:
                cycle = visit(other)
                if cycle:
                    return cycle
        state[node] = "done"
        trail.pop()
        return None

    for node in sorted(graph):
        if node not in state:
            cycle = visit(node)
            if cycle:
                return cycle
    return None


def reachable(graph, start):
    seen, waiting = set(), [start] if start in graph else []
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(graph.get(node, ()))
    return seen


def violations(root):
    root = Path(root)
    base = root / "asyncapi"
    graph, foreign = {}, {}
    for file in sorted([*base.rglob("*.hpp"), *base.rglob("*.ipp")]):
        path = file.relative_to(base).as_posix()
        layer = layer_of(path)
        if layer is None:
            yield f"{path}: belongs to no layer; give it one in tests/project/layers.py"
        graph[path] = []
        for line, target in includes_of(root, path):
            where = f"{path}:{line}: includes {target}"
            for headers, includes, why in FORBIDDEN:
                if re.match(headers, path) and re.match(includes, target):
                    yield f"{where}: {why}"
            if not target.startswith("asyncapi/"):
                foreign.setdefault(path, []).append((where, target))
                continue
            other = target[len("asyncapi/"):]
            if not (base / other).is_file():
                yield f"{where}: there is no such header"
                continue
            # A header ends with its definitions where they are not compiled elsewhere: no include
            # that counts as one.
            if not (other.endswith(".ipp") and path.endswith(".hpp")):
                graph[path].append(other)
            above = layer_of(other)
            if layer is not None and above is not None and above > layer:
                yield f"{where}: layer {layer} must not know layer {above}"
    for path in sorted(reachable(graph, LIGHT_ROOT)):
        for where, target in foreign.get(path, ()):
            if not LIGHT.match(target):
                yield f"{where}: too heavy for {LIGHT_ROOT}; only definitions (.ipp) need it"
    cycle = cycle_in(graph)
    if cycle:
        yield "cycle: " + " -> ".join(cycle)
    if not graph:
        yield f"{base}: no headers"


def main():
    found = list(violations(sys.argv[1]))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
