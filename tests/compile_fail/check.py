#!/usr/bin/env python3
"""Passes when a source does not compile, for the reason that its first line gives.

usage: check.py <source> <compiler> [<option>...]

The first line is `// expect: <regular expression>`, to be found in the compiler's errors. The same
source with -DPOSITIVE_CONTROL has the mistake mended and must compile: so it fails for that mistake and
for nothing else.
"""

import os
import re
import subprocess
import sys
from pathlib import Path


def compiled(command, *options):
    """(whether it compiled, what the compiler said)"""
    run = subprocess.run([*command, "-fsyntax-only", *options], text=True, errors="replace",
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                         env={**os.environ, "LC_ALL": "C"})
    return run.returncode == 0, run.stdout


def failures(source, command):
    first = (Path(source).read_text(encoding="utf-8").splitlines() or [""])[0]
    expected = re.match(r"// expect: (.+)$", first)
    if not expected:
        return ["the first line is not `// expect: <regular expression>`"]

    good, said = compiled([*command, source], "-DPOSITIVE_CONTROL")
    if not good:
        return [f"the positive control does not compile:\n{said}"]

    good, said = compiled([*command, source])
    print(said)
    if good:
        return ["it compiles"]
    errors = [line for line in said.splitlines() if "error: " in line]
    print(f"{len(errors)} errors in {len(said.splitlines())} lines")
    if not any(re.search(expected.group(1), line) for line in errors):
        return [f"no error says `{expected.group(1)}`"]
    return []


def main():
    found = failures(sys.argv[1], sys.argv[2:])
    for line in found:
        print(f"{sys.argv[1]}: {line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
