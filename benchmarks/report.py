#!/usr/bin/env python3
"""Turns the benchmarks' results into tables and a chart.

usage: report.py <build folder> [<page to write the tables into> <chart to write>]

Without a page, prints the tables.
"""

import json
import os
import re
import statistics
import sys
from datetime import date
from pathlib import Path

import chart

BEGIN, END = "<!-- figures: written by scripts/benchmark -->", "<!-- /figures -->"

ROWS = [
    ("RapidJSON, SAX parse into nothing", "sax_nothing"),
    ("**validate** a parsed document", "validate"),
    ("RapidJSON's validator, the same", "rapidjson_validate"),
    ("valijson over RapidJSON, the same", "valijson_validate"),
    ("Ajv 8, precompiled, the same", "ajv_validate"),
    ("**parse strictly and validate**, any schema", "parse_validate"),
    ("RapidJSON's validator in one SAX pass", "rapidjson_parse_validate"),
    ("Ajv 8: `JSON.parse` of a string and validate", "ajv_parse_validate"),
    ("Ajv 8: from bytes", "ajv_bytes"),
    ("**decode** bytes into a struct, checked", "decode"),
    ("**decode** under the whole contract", "bound_decode"),
    ("**encode** a struct into a new string, checked", "encode"),
    ("**encode** under the whole contract", "bound_encode"),
    ("RapidJSON's Writer into a new string, unchecked", "writer_fresh"),
    ("RapidJSON's Writer into a buffer that is kept, unchecked", "writer_reused"),
    ("**compile** the schema", "compile"),
    ("**bind** a type to the schema", "bind"),
]

# (what, measured, divided by, the bound, whether more is better)
RATIOS = [
    ("validate: times faster than RapidJSON's validator", "rapidjson_validate", "validate",
     {"a": 7, "b": 15}, True),
    ("decode: of the bare SAX parse", "decode", "sax_nothing", {"a": 1.3, "b": 1.3}, False),
    ("decode under the whole contract: of the bare SAX parse", "bound_decode", "sax_nothing",
     {"a": 1.3, "b": 1.3}, False),
    ("encode: of RapidJSON's Writer, both into a new string", "encode", "writer_fresh",
     {"a": 1.3, "b": 1.3}, False),
    ("encode under the whole contract: of RapidJSON's Writer, both into a new string",
     "bound_encode", "writer_fresh", {"a": 1.3, "b": 1.3}, False),
    ("encode into a new string: of RapidJSON's Writer into a kept buffer", "encode",
     "writer_reused", {}, False),
    ("decode: times faster than Ajv from bytes", "ajv_bytes", "decode", {"a": 2.5, "b": 2.5}, True),
    ("decode: times faster than RapidJSON's validator in one SAX pass", "rapidjson_parse_validate",
     "decode", {}, True),
]

COMPILE_BOUNDS = {"a": 100_000, "b": 300_000}

GROWTH = [
    ("bytes of the message", "size", [("sax_nothing/size", "RapidJSON, SAX parse into nothing"),
                                      ("validate/size", "validate"),
                                      ("parse_validate/size", "parse strictly and validate")]),
    ("properties", "properties", [("validate/properties_in_order", "in the schema's order"),
                                  ("validate/properties_shuffled", "shuffled")]),
    ("depth", "depth", [("validate/depth", "validate")]),
    ("alternatives of oneOf", "branches",
     [("validate/branches_by_const", "told apart by const"),
      ("validate/branches_by_enum", "by enum"),
      ("validate/branches_by_number", "by a number"),
      ("validate/branches_by_optional_const", "by a const that need not be there"),
      ("validate/branches_by_required", "by a required property"),
      ("validate/branches_by_nothing", "by nothing")]),
]


class Results:
    def __init__(self, folder):
        self.times, self.context = {}, {}
        for path in sorted(folder.glob("*.json")):
            read = json.loads(path.read_text())
            self.context.update(read["context"])
            for each in read["benchmarks"]:
                if each.get("error_occurred"):
                    sys.exit(f"{each['name']}: {each['error_message']}")
                if each["run_type"] == "iteration":
                    self.times.setdefault(each["run_name"], []).append(each["cpu_time"])

    def __contains__(self, name):
        return name in self.times

    def median(self, name):
        return statistics.median(self.times[name])

    def spread(self, name):
        """Half the distance between the quartiles, in percent of the median."""
        times = self.times[name]
        if len(times) < 4:
            return 0.0
        low, _, high = statistics.quantiles(times, n=4)
        return 50 * (high - low) / self.median(name)

    def cell(self, name):
        return f"{self.median(name):,.0f} ± {self.spread(name):.0f} %" if name in self else "–"

    def points(self, name):
        """(size, median) of all cases `name`/size."""
        found = [(int(case.rsplit("/", 1)[1]), self.median(case))
                 for case in self.times if case.rsplit("/", 1)[0] == name]
        return sorted(found)


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def machine(results, build):
    cpu = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    cache = (build / "CMakeCache.txt").read_text()
    flags = re.search(r"CMAKE_CXX_FLAGS_RELEASE:STRING=(.*)", cache)[1]
    compiler = re.search(r"CMAKE_CXX_COMPILER:\w+=(.*)", cache)[1]
    version = os.popen(f"{compiler} --version").readline().strip()
    node = results.context
    text = (f"{date.today()}; {cpu[1].strip() if cpu else 'unknown processor'}, {os.cpu_count()} cores; {version}, `{flags}`; "
            f"RapidJSON of the distribution; ")
    if "node" in node:
        text += f"Node.js {node['node'].lstrip('v')} with Ajv {node['ajv']}; "
    repetitions = max(len(times) for times in results.times.values())
    load = results.context.get("load_avg", [])
    if load:
        text += f"load of the machine {load[0]:.1f}; "
    return text + (f"thread CPU time, median of {repetitions} repetitions ± half the distance "
                   "between the quartiles.")


def verdict(ratio, bound, more):
    if bound is None:
        return f"{ratio:.2f}"
    holds = ratio >= bound if more else ratio <= bound
    return f"**{ratio:.2f}** ({'at least' if more else 'at most'} {bound:g}: {'holds' if holds else 'does not hold'})"


def ratios(results):
    rows = []
    for what, top, bottom, bounds, more in RATIOS:
        row = [what]
        for message in "ab":
            names = f"{top}/{message}", f"{bottom}/{message}"
            if not all(name in results for name in names):
                row.append("–")
                continue
            ratio = results.median(names[0]) / results.median(names[1])
            row.append(verdict(ratio, bounds.get(message), more))
        rows.append(row)
    rows.append(["compile: microseconds"] +
                [verdict(results.median(f"compile/{m}") / 1000, COMPILE_BOUNDS[m] / 1000, False)
                 for m in "ab"])
    return rows


def tables(results, build):
    parts = [machine(results, build)]
    parts.append(table(["nanoseconds per message", "`a`", "`b`"],
                       [[label] + [results.cell(f"{case}/{m}") for m in "ab"]
                        for label, case in ROWS]))
    parts.append(table(["ratios", "`a`", "`b`"], ratios(results)))
    tools = ["manifest", "workflow"]
    parts.append("Schemas in the shape of tools' own, open and full of patterns:")
    parts.append(table(["nanoseconds per message"] + tools,
                       [[label] + [results.cell(f"{case}/{m}") for m in tools]
                        for label, case in ROWS
                        if any(f"{case}/{m}" in results for m in tools)]))
    parts.append("How cost grows, in nanoseconds per message:")
    for what, _, series in GROWTH:
        sizes = [size for size, _ in results.points(series[0][0])]
        rows = [[label] + [f"{time:,.0f}" for _, time in results.points(case)]
                for case, label in series]
        parts.append(table([what] + [f"{size:,}" for size in sizes], rows))
    return "\n\n".join(parts)


def bars(results, message):
    chosen = [("RapidJSON: SAX parse into nothing", "sax_nothing", False),
              ("decode into a struct, checked", "decode", True),
              ("RapidJSON's validator in one SAX pass", "rapidjson_parse_validate", False),
              ("Ajv from bytes", "ajv_bytes", False),
              ("validate a parsed document", "validate", True),
              ("Ajv, the same", "ajv_validate", False),
              ("RapidJSON's validator, the same", "rapidjson_validate", False),
              ("valijson, the same", "valijson_validate", False),
              ("encode a struct, checked", "encode", True),
              ("RapidJSON's Writer, unchecked", "writer_fresh", False)]
    return [(label, results.median(f"{case}/{message}"), ours)
            for label, case, ours in chosen if f"{case}/{message}" in results]


def main(build, page=None, picture=None):
    results = Results(Path(build) / "results")
    text = tables(results, Path(build))
    if page is None:
        print(text)
        return
    path = Path(page)
    before, rest = path.read_text().split(BEGIN)
    path.write_text(before + BEGIN + "\n\n" + text + "\n\n" + END + rest.split(END)[1])
    Path(picture).write_text(chart.draw(
        [(f"message {m}: nanoseconds", bars(results, m)) for m in "ab"],
        [(what, [(label, results.points(case)) for case, label in series])
         for what, _, series in GROWTH]))


if __name__ == "__main__":
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
