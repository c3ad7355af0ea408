#!/usr/bin/env python3
"""Fails when an error code lacks its section in the documentation, or a section its error code.

usage: documented_errors.py <error.hpp> <errors.md>
"""

import re
import sys
from pathlib import Path

SECTION = re.compile(r"^## `?(\w+)`?\s*$", re.MULTILINE)


def enumerators(header):
    body = re.search(r"enum class errc\b[^{]*\{(.*?)\};", header, re.DOTALL)
    if not body:
        return []
    plain = re.sub(r"//[^\n]*|/\*.*?\*/", "", body.group(1), flags=re.DOTALL)
    return [part.split("=")[0].strip() for part in plain.split(",") if part.strip()]


def violations(header, document):
    codes = enumerators(header)
    if not codes:
        yield "no enumerators of errc found"
    headings = list(SECTION.finditer(document))
    ends = [heading.start() for heading in headings[1:]] + [len(document)]
    sections = {heading.group(1): document[heading.end():end].strip()
                for heading, end in zip(headings, ends)}
    for code in codes:
        if not sections.get(code):
            yield f"{code}: no section, or an empty one"
    for name in sections:
        if name not in codes:
            yield f"{name}: a section for an error code that does not exist"


def main():
    header, document = (Path(name).read_text(encoding="utf-8") for name in sys.argv[1:])
    found = list(violations(header, document))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
